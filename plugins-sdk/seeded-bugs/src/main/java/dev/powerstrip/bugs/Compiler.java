package dev.powerstrip.bugs;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
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
        var said = new StringWriter();
        try (var files = javac.getStandardFileManager(null, Locale.ROOT, null)) {
            var options = List.of("-proc:none", "-nowarn", "--release", "17", "-d", into.toString(), "-cp",
                joined(classPath), "-sourcepath", joined(sourcePath));
            if (!javac.getTask(said, files, null, options, null, sources).call()) {
                throw new IllegalArgumentException(said.toString());
            }
        }
    }

    static String joined(List<Path> path) {
        return path.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
}
