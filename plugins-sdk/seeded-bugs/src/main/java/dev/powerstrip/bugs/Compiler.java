package dev.powerstrip.bugs;

import com.sun.source.util.JavacTask;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles sources, some of them changed in memory. Thread-safe. */
final class Compiler {

    private final JavaCompiler javac = ToolProvider.getSystemJavaCompiler();

    /** A source and its text, which need not be the one in the file. */
    static JavaFileObject source(Path file, String code) {
        return new SimpleJavaFileObject(URI.create("string:///" + file.getFileName()), JavaFileObject.Kind.SOURCE) {

            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return code;
            }
        };
    }

    /** The sources below a folder. */
    static List<Path> sources(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")
                && !file.endsWith("package-info.java")).sorted().toList();
        }
    }

    /**
     * Compiles into a folder.
     *
     * @param sourcePath where more sources are looked for; may be empty
     * @throws IllegalArgumentException with what the compiler says, if it does not compile
     */
    void compile(List<JavaFileObject> sources, List<Path> classPath, List<Path> sourcePath, Path into)
        throws IOException {
        run(sources, classPath, sourcePath, List.of("-d", into.toString()), JavacTask::call);
    }

    /**
     * Looks whether a source compiles together with those around it, and writes nothing.
     *
     * @throws IllegalArgumentException with what the compiler says, if it does not compile
     */
    void check(JavaFileObject source, List<Path> classPath, List<Path> sourcePath) throws IOException {
        run(List.of(source), classPath, sourcePath, List.of("-implicit:none"), JavacTask::analyze);
    }

    private void run(List<JavaFileObject> sources, List<Path> classPath, List<Path> sourcePath, List<String> more,
        Work work) throws IOException {
        var mistakes = new DiagnosticCollector<JavaFileObject>();
        var options = new ArrayList<>(List.of("-proc:none", "-nowarn", "--release", "17", "-cp", joined(classPath),
            "-sourcepath", joined(sourcePath)));
        options.addAll(more);
        try (var files = javac.getStandardFileManager(null, Locale.ROOT, null)) {
            work.on((JavacTask) javac.getTask(null, files, mistakes, options, null, sources));
        }
        var said = mistakes.getDiagnostics().stream().filter(mistake -> mistake.getKind() == Diagnostic.Kind.ERROR)
            .map(Object::toString).collect(Collectors.joining("\n"));
        if (!said.isEmpty()) {
            throw new IllegalArgumentException(said);
        }
    }

    /** What is done with sources. */
    @FunctionalInterface
    private interface Work {

        void on(JavacTask javac) throws IOException;
    }

    static String joined(List<Path> path) {
        return path.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
}
