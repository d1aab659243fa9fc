package org.bitwright.runtime.child;

import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bitwright.model.Phrase;
import org.bitwright.model.ToldException;

/** Starts this program's own Java once more, with as little as it takes to run networks. */
final class Launch {
    private static final String MAIN = "org.bitwright.runtime.child.InferenceProcess";

    /** What the child needs of the class path, by one class each. */
    private static final List<String> NEEDED = List.of(
            MAIN, "ai.onnxruntime.OrtEnvironment", "org.slf4j.LoggerFactory", "org.jspecify.annotations.NullMarked");

    /** They would be printed, or change what is asked for here. */
    private static final List<String> OPTIONS_OF_OTHERS =
            List.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "CLASSPATH");

    /** What counts fastest, where this program has it. */
    private static final String VECTORS = "jdk.incubator.vector";

    /** Whether it is used, if the user has said. */
    private static final String COUNTS_WITH_VECTORS = "bitwright.vector";

    private static final long LEAST_HEAP = 1L << 30;

    /** With more, references would take twice the room. */
    private static final long MOST_HEAP = 30L << 30;

    private Launch() {}

    /**
     * @param folder where the process may write: its words and, if it crashes, what happened
     * @throws IOException if there is no Java to start, or it does not start
     */
    static Process start(Path folder) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(java().toString());
        command.addAll(options(folder));
        command.addAll(List.of("-cp", classPath(), MAIN));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Obituary.words(folder).toFile());
        builder.environment().keySet().removeAll(OPTIONS_OF_OTHERS);
        return builder.start();
    }

    /**
     * Tells a process that was started what it is to know first.
     *
     * @param forMemory folders of the memory that it shares
     */
    static void tell(Process process, Meeting meeting, Place pulse, List<Path> forMemory) throws IOException {
        try (DataOutputStream out = new DataOutputStream(process.getOutputStream())) {
            out.writeUTF(meeting.address());
            out.writeLong(meeting.secret());
            out.writeInt(pulse.segment());
            out.writeInt(pulse.offset());
            out.writeInt(forMemory.size());
            for (Path each : forMemory) {
                out.writeUTF(each.toString());
            }
        }
    }

    private static List<String> options(Path folder) {
        List<String> options = new ArrayList<>(List.of(
                "-Xms16m",
                // What is counted of activations, above all.
                "-Xmx" + heap(Runtime.getRuntime().maxMemory()),
                // The outputs of runs on their way, which are collected when they come near it.
                "-XX:MaxDirectMemorySize="
                        + Math.max(256L << 20, Runtime.getRuntime().maxMemory()),
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-UsePerfData",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + Obituary.crash(folder),
                "-Djava.io.tmpdir=" + folder,
                "-Dslf4j.internal.verbosity=ERROR"));
        if (ModuleLayer.boot().findModule(VECTORS).isPresent()) {
            options.addAll(List.of("--add-modules", VECTORS));
        }
        String counts = System.getProperty(COUNTS_WITH_VECTORS);
        if (counts != null) {
            options.add("-D" + COUNTS_WITH_VECTORS + "=" + counts);
        }
        return options;
    }

    /**
     * Bytes that a process may take at most: as many as this program, since what is counted of activations lies in both;
     * taken only where an activation has very many channels.
     */
    static long heap(long ofProgram) {
        return Math.max(LEAST_HEAP, Math.min(MOST_HEAP, ofProgram));
    }

    private static Path java() throws IOException {
        boolean windows =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
        Path ours = Path.of(System.getProperty("java.home"), "bin", windows ? "java.exe" : "java");
        if (Files.isExecutable(ours)) {
            return ours;
        }
        return ProcessHandle.current()
                .info()
                .command()
                .map(Path::of)
                .filter(path -> String.valueOf(path.getFileName())
                        .toLowerCase(Locale.ROOT)
                        .matches("javaw?(\\.exe)?"))
                .orElseThrow(() -> new ToldException(Phrase.of("there is no Java in '%s'", ours.getParent())));
    }

    /** The places of what is needed, which is a short list wherever the rest comes from; else the whole path. */
    static String classPath() {
        Set<Path> places = new LinkedHashSet<>();
        for (String name : NEEDED) {
            Optional<Path> place = placeOf(name);
            if (place.isEmpty()) {
                return System.getProperty("java.class.path");
            }
            places.add(place.get());
        }
        return places.stream().map(Path::toString).collect(Collectors.joining(System.getProperty("path.separator")));
    }

    private static Optional<Path> placeOf(String name) {
        try {
            CodeSource source = Class.forName(name, false, Launch.class.getClassLoader())
                    .getProtectionDomain()
                    .getCodeSource();
            return source == null
                    ? Optional.empty()
                    : Optional.of(Path.of(source.getLocation().toURI()));
        } catch (ClassNotFoundException | URISyntaxException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
