package org.bitwright.runtime.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.bitwright.model.ElementType;
import org.bitwright.model.Shape;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.onnx.SessionSource;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.runtime.session.Ingredients;
import org.bitwright.runtime.session.LocalEngine;
import org.bitwright.runtime.session.Recipe;
import org.bitwright.runtime.session.Request;
import org.bitwright.runtime.session.Session;
import org.bitwright.runtime.session.SessionOptions;
import org.bitwright.runtime.session.Values;
import org.bitwright.task.CancelToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Other programs with a process of their own, which are killed, or have little room for the memory that they share. */
class LeftChildTest {
    /** In a chain, so long that no machine is through within the test. */
    private static final int PRODUCTS = 3000;

    private static final int SIDE = 512;

    @TempDir
    Path folder;

    @TempDir
    Path models;

    /** A program that is killed cannot end its child in the middle of an operator, nor remove its files. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aChildEndsWithItsProgramInTheMiddleOfWorkAndLeavesNoFiles() throws Exception {
        Path memory = Files.createDirectory(folder.resolve("memory"));
        Process program = start("", Worker.class, work(), memory);
        try (BufferedReader answers = program.inputReader()) {
            ProcessHandle child =
                    ProcessHandle.of(Long.parseLong(answers.readLine())).orElseThrow();
            awaitWork(child);
            assertThat(memory).isNotEmptyDirectory();

            program.destroyForcibly().waitFor();

            child.onExit().get(60, TimeUnit.SECONDS);
            assertThat(child.isAlive()).isFalse();
            assertThat(memory).isEmptyDirectory();
        } finally {
            program.destroyForcibly();
        }
    }

    /** Until it has computed for longer than it takes to start. */
    private static void awaitWork(ProcessHandle child) throws Exception {
        Duration before = used(child);
        while (used(child).minus(before).toMillis() < 300) {
            assertThat(child.isAlive()).isTrue();
            Thread.onSpinWait();
        }
    }

    private static Duration used(ProcessHandle process) {
        return process.info().totalCpuDuration().orElseThrow();
    }

    private Path work() throws IOException {
        OnnxModels model = OnnxModels.opset(13).input("x", SIDE, SIDE);
        for (int i = 0; i < PRODUCTS; i++) {
            model.node("MatMul", "product" + i, (i == 0 ? "x" : "y" + i) + " x", "y" + (i + 1));
        }
        return model.output("y" + PRODUCTS, SIDE, SIDE).write(models.resolve("work.onnx"));
    }

    /** Runs the network once, after saying which process does. */
    static final class Worker {
        private Worker() {}

        /** @param arguments a network of one square input, and a folder for the memory */
        public static void main(String[] arguments) throws Exception {
            Path memory = Path.of(arguments[1]);
            try (ChildEngine engine = engine(memory);
                    Session session = engine.open(recipe(Path.of(arguments[0])))) {
                System.out.println(engine.child().pid());
                String output = session.outputs().get(0).name();
                session.run(request(SIDE, SIDE, output), CancelToken.none());
            }
        }
    }

    /** A limit that the system sets to every file, so that writing fails in the middle. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void filesThatCannotGrowAreSaid() throws Exception {
        check(told("ulimit -f 40960;"));
    }

    /** The runtime brings libraries that lie in its archive and have to be unpacked. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aRuntimeThatCannotBeUnpackedIsSaid() throws Exception {
        assertThat(told("ulimit -f 8192;"))
                .singleElement(InstanceOfAssertFactories.STRING)
                .startsWith("open: What runs networks cannot be loaded")
                .contains(folder.toString());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullDiskIsSaid() throws Exception {
        String mount = "mount -t tmpfs -o size=96m none " + folder + ";";
        assumeThat(new ProcessBuilder("unshare", "-rm", "bash", "-c", mount)
                        .start()
                        .waitFor())
                .as("a disk of one's own")
                .isZero();
        check(told(OWN + mount));
    }

    /** Begins again in name spaces of its own, where it may mount. */
    private static final String OWN =
            "if [ -z \"$OWN\" ]; then export OWN=1; exec unshare -rm bash -c \"$BASH_EXECUTION_STRING\"; fi;";

    private static void check(List<String> told) {
        assertThat(told).hasSize(5);
        assertThat(told.get(0)).isEqualTo("small: 6.0");
        assertThat(told.get(1))
                .startsWith("large: The network cannot be run")
                .contains("no room in '")
                .contains("fewer samples");
        assertThat(told.get(2)).as("room that is not shared").isEqualTo("room: 50331648");
        assertThat(told.get(3)).isEqualTo("small: 6.0");
        assertThat(told.get(4)).as("incidents").isEqualTo("[]");
    }

    private List<String> told(String before) throws Exception {
        Path model = OnnxModels.opset(13)
                .input("x", -1, -1)
                .node("Add", "doubled", "x x", "y")
                .output("y", -1, -1)
                .write(models.resolve("doubling.onnx"));
        Process program = start(before, Doubler.class, model, folder);
        String out = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(program.waitFor()).isZero();
        return out.lines().toList();
    }

    /** Runs a network on little and on much, and tells what came of it. */
    static final class Doubler {
        private Doubler() {}

        /** @param arguments a network that doubles, and a folder that has no room for 48 MB */
        public static void main(String[] arguments) throws Exception {
            try (ChildEngine engine = engine(Path.of(arguments[1]));
                    Session session = engine.open(recipe(Path.of(arguments[0])))) {
                tell("small", session, 1);
                tell("large", session, 12 << 20);
                System.out.println("room: " + engine.room(48 << 20).remaining());
                tell("small", session, 1);
                System.out.println(engine.incidents());
            } catch (InferenceException e) {
                System.out.println("open: " + e.getMessage());
            }
        }

        private static void tell(String what, Session session, int values) {
            try {
                Values y = session.run(request(values, 1, "y"), CancelToken.none())
                        .outputs()
                        .get("y");
                System.out.println(what + ": " + y.bytes().getFloat(0));
            } catch (InferenceException e) {
                System.out.println(what + ": " + e.getMessage());
            }
        }
    }

    private static ChildEngine engine(Path folder) {
        return new ChildEngine(
                LocalEngine::new,
                incident -> {},
                Patience.USUAL,
                () -> Workplace.in(Set.of(folder)),
                SegmentFile::create);
    }

    private static Recipe recipe(Path model) {
        return () -> new Ingredients(
                "model.onnx",
                new SessionSource(Files.readAllBytes(model), Optional.empty()),
                SessionOptions.usual(1),
                Map.of());
    }

    /** Threes, outside the shared memory. */
    private static Request request(int rows, int columns, String output) {
        ByteBuffer bytes =
                ByteBuffer.allocateDirect(rows * columns * Float.BYTES).order(ByteOrder.nativeOrder());
        while (bytes.hasRemaining()) {
            bytes.putFloat(3);
        }
        Values threes = new Values(
                ElementType.FLOAT32, Shape.of(rows, columns), bytes.flip().order(bytes.order()));
        return new Request(Map.of("x", threes), List.of(output));
    }

    /** @param before commands for the shell that starts it */
    private static Process start(String before, Class<?> main, Object... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:-UsePerfData",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                Launch.classPath() + File.pathSeparator + testClasses(),
                main.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        String java = command.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
        return new ProcessBuilder("bash", "-c", before + " exec " + java)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static Path testClasses() throws URISyntaxException {
        return Path.of(LeftChildTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }
}
