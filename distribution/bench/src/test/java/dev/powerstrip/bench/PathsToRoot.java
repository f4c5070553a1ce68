package dev.powerstrip.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.netbeans.lib.profiler.heap.ArrayItemValue;
import org.netbeans.lib.profiler.heap.FieldValue;
import org.netbeans.lib.profiler.heap.Heap;
import org.netbeans.lib.profiler.heap.HeapFactory;
import org.netbeans.lib.profiler.heap.Instance;
import org.netbeans.lib.profiler.heap.JavaClass;

/** Tells of a heap dump what holds the class loaders of plugins that are gone. */
final class PathsToRoot {

    private final Heap heap;

    PathsToRoot(Path dump) throws IOException {
        heap = HeapFactory.createHeap(dump.toFile());
    }

    /** One path for each loader that has a class of such a name and whose bundle is uninstalled. */
    List<String> ofGoneLoadersWith(Collection<String> classNames) {
        var paths = new ArrayList<String>();
        for (var each : heap.getAllClasses()) {
            var javaClass = (JavaClass) each;
            var loader = javaClass.getClassLoader();
            if (classNames.contains(javaClass.getName()) && isGone(loader)) {
                paths.add(path(javaClass.getName(), loader));
            }
        }
        return paths;
    }

    /** As Felix has it. */
    private static boolean isGone(Instance loader) {
        return loader.getValueOfField("m_wiring") instanceof Instance wiring
            && Boolean.TRUE.equals(wiring.getValueOfField("m_isDisposed"));
    }

    private String path(String className, Instance loader) {
        var text = new StringBuilder("the loader of ").append(className);
        var held = loader;
        while (!held.isGCRoot()) {
            var holder = held.getNearestGCRootPointer();
            if (holder == null) {
                return text.append("\n    is held by nothing that can be seen").toString();
            }
            text.append("\n    <- ").append(holder.getJavaClass().getName()).append(reference(held, holder));
            held = holder;
        }
        return text.append("\n    which is a root: ").append(heap.getGCRoot(held).getKind()).toString();
    }

    private static String reference(Instance held, Instance holder) {
        for (var each : held.getReferences()) {
            if (each instanceof FieldValue field && holder.equals(field.getDefiningInstance())) {
                return "." + field.getField().getName();
            }
            if (each instanceof ArrayItemValue item && holder.equals(item.getDefiningInstance())) {
                return "[" + item.getIndex() + "]";
            }
        }
        return "";
    }
}
