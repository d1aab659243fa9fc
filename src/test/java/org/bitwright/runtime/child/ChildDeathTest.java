package org.bitwright.runtime.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bitwright.model.ElementType;
import org.bitwright.model.Shape;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.runtime.session.Incident;
import org.bitwright.runtime.session.Incident.Kind;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.runtime.session.LocalEngine;
import org.bitwright.runtime.session.Outcome;
import org.bitwright.runtime.session.Request;
import org.bitwright.runtime.session.Running;
import org.bitwright.runtime.session.Session;
import org.bitwright.runtime.session.Values;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Daemon;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Real processes that die, hang or do not listen, and what the program makes of it. */
class ChildDeathTest {
    /** For processes that do nothing; a machine with much else to do may make any process look like one. */
    private static final Patience SHORT =
            new Patience(Duration.ofMinutes(1), Duration.ofMillis(500), Duration.ofMillis(300));

    private static final Patience ONLY_STOP =
            new Patience(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMillis(300));

    private ChildEngine engine;

    @TempDir
    Path folder;

    @BeforeEach
    void start() {
        engine = new ChildEngine(LocalEngine::new, incident -> {}, ONLY_STOP);
    }

    @AfterEach
    void end() {
        engine.close();
    }

    @Test
    void aSessionIsMadeAgainWhereItsProcessWasKilled() throws Exception {
        try (Session session = engine.open(ChildEngineTest.recipe(doubling()))) {
            assertThat(doubled(session, 3)).isEqualTo(6);
            long first = kill();

            assertThat(doubled(session, 4)).isEqualTo(8);
            assertThat(engine.child().pid()).isNotEqualTo(first);
        }
        assertThat(engine.incidents()).hasSize(1).allSatisfy(incident -> {
            assertThat(incident.kind()).isEqualTo(Kind.CRASHED);
            assertThat(incident.goesOn()).isTrue();
        });
    }

    @Test
    void aCallThatEndsTheProcessTwiceFailsAndOthersGoOn() throws Exception {
        assertThatThrownBy(() -> engine.attempts()
                        .make(
                                "bad.onnx",
                                CancelToken.none(),
                                (child, isLast) ->
                                        child.call("bad.onnx", isLast, CancelToken.none(), new Poison(child))))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("bad.onnx")
                .hasMessageContaining("twice")
                .hasMessageContaining("unharmed");
        assertThat(engine.incidents()).extracting(Incident::goesOn).containsExactly(true, false);
        assertThat(engine.incidents()).extracting(Incident::doing).containsOnly("bad.onnx");
        try (Session session = engine.open(ChildEngineTest.recipe(doubling()))) {
            assertThat(doubled(session, 3)).isEqualTo(6);
        }
    }

    /** A request over which the process dies, as it would in native code. */
    private record Poison(Child child) implements Exchange<String> {
        @Override
        public void send(Line line, Call call) throws IOException {
            ProcessHandle.of(child.pid()).orElseThrow().destroyForcibly();
            new NameExchange().send(line, call);
        }

        @Override
        public String answer(Line line) throws IOException, InferenceException {
            line.receive();
            return new NameExchange().answer(line); // the process may have been quick once, but not twice
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aProcessThatDoesNothingIsEndedAndTheCallRepeated() throws Exception {
        try (ChildEngine hasty = new ChildEngine(LocalEngine::new, incident -> {}, SHORT);
                Session session = hasty.open(ChildEngineTest.recipe(doubling()))) {
            signal("STOP", hasty.child().pid());

            assertThat(doubled(session, 5)).isEqualTo(10);
            assertThat(hasty.incidents()).extracting(Incident::kind).containsExactly(Kind.HUNG);
            assertThat(hasty.incidents()).extracting(Incident::doing).containsExactly("model.onnx");
        }
    }

    /** A process that the system has stopped can answer nothing, so that nothing but its end is left. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aCancelThatIsNotAnsweredEndsTheProcess() throws Exception {
        try (Session session = engine.open(ChildEngineTest.recipe(doubling()))) {
            assertThat(doubled(session, 4)).isEqualTo(8);
            ProcessHandle first = ProcessHandle.of(engine.child().pid()).orElseThrow();
            stop(first.pid());
            CancelToken cancel = new CancelToken();
            Running<List<Outcome>> running = session.begin(List.of(request(5)), cancel);

            cancel.cancel();

            assertThatThrownBy(running::take).isInstanceOf(CancellationException.class);
            assertThat(first.isAlive()).isFalse();
            assertThat(engine.incidents()).hasSize(1).allSatisfy(incident -> {
                assertThat(incident.kind()).isEqualTo(Kind.DID_NOT_STOP);
                assertThat(incident.doing()).isEqualTo("model.onnx");
                assertThat(incident.goesOn()).isTrue();
            });
            assertThat(doubled(session, 6)).isEqualTo(12);
            assertThat(engine.child().pid()).isNotEqualTo(first.pid());
        }
    }

    /** The runtime computes what is constant while it makes a session, and knows no way to end that. */
    @Test
    void aSessionThatTakesLongToMakeIsGivenUp() throws Exception {
        try (Session other = engine.open(ChildEngineTest.recipe(doubling()))) {
            ProcessHandle first = ProcessHandle.of(engine.child().pid()).orElseThrow();
            OnnxDocument folded = folded();
            CancelToken cancel = new CancelToken();
            CompletableFuture<Session> made = new CompletableFuture<>();
            Daemon.start("opening", () -> {
                try {
                    made.complete(engine.open(ChildEngineTest.recipe(folded), cancel));
                } catch (InferenceException | RuntimeException e) {
                    made.completeExceptionally(e);
                }
            });
            Duration before = first.info().totalCpuDuration().orElseThrow();
            while (first.info().totalCpuDuration().orElseThrow().minus(before).toMillis() < 200) {
                assertThat(made).isNotDone();
            }

            cancel.cancel();

            assertThatThrownBy(() -> made.get(60, TimeUnit.SECONDS)).isInstanceOf(CancellationException.class);
            assertThat(first.isAlive()).isFalse();
            assertThat(engine.incidents()).extracting(Incident::kind).containsExactly(Kind.DID_NOT_STOP);
            assertThat(doubled(other, 3)).isEqualTo(6);
        }
    }

    /** Products of constants, which take minutes. */
    private OnnxDocument folded() throws IOException {
        OnnxModels model = OnnxModels.opset(13).input("x", 512, 512).weight("w0", 512, 512);
        for (int i = 0; i < 3000; i++) {
            model.node("MatMul", "product" + i, "w" + i + " w0", "w" + (i + 1));
        }
        return model.node("Add", "sum", "x w3000", "y").output("y", 512, 512).open(folder);
    }

    @Test
    void aSessionThatIsNotWantedAnyMoreIsNotMade() throws Exception {
        CancelToken cancel = new CancelToken();
        cancel.cancel();
        long before = engine.child().pid();

        assertThatThrownBy(() -> engine.open(ChildEngineTest.recipe(doubling()), cancel))
                .isInstanceOf(CancellationException.class);
        assertThatThrownBy(() -> new LocalEngine().open(ChildEngineTest.recipe(doubling()), cancel))
                .isInstanceOf(CancellationException.class);
        assertThat(engine.child().pid()).isEqualTo(before);
        assertThat(engine.incidents()).isEmpty();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void ctrlCIsLeftToTheProgram() throws Exception {
        try (Session session = engine.open(ChildEngineTest.recipe(doubling()))) {
            assertThat(doubled(session, 5)).isEqualTo(10);
            long before = engine.child().pid();
            signal("INT");
            assertThat(doubled(session, 6)).isEqualTo(12);
            assertThat(engine.child().pid()).isEqualTo(before);
        }
        assertThat(engine.incidents()).isEmpty();
    }

    /** A process that collects its garbage does not listen for a while, and thousands of rooms may go at a time. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void manyCommandsWaitForAProcessThatIsSlowToTakeThem() throws Exception {
        try (Session session = engine.open(ChildEngineTest.recipe(doubling()))) {
            long before = engine.child().pid();
            signal("STOP");
            for (int i = 0; i < 5000; i++) {
                engine.child().command(Word.FORGET, 1_000_000 + i);
            }
            signal("CONT");

            assertThat(doubled(session, 6)).isEqualTo(12);
            assertThat(engine.child().pid()).isEqualTo(before);
        }
        assertThat(engine.incidents()).isEmpty();
    }

    @Test
    void aListenerThatFailsLeavesNobodyWaiting() throws Exception {
        engine.onIncident(incident -> {
            throw new IllegalStateException("a listener fails");
        });

        assertThatThrownBy(() -> Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> engine.attempts()
                        .make(
                                "bad.onnx",
                                CancelToken.none(),
                                (child, isLast) ->
                                        child.call("bad.onnx", isLast, CancelToken.none(), new Poison(child)))))
                .isInstanceOf(InferenceException.class);
    }

    @Test
    void withoutMemoryToShareThereIsNoProcessAndNoFileLeft() throws Exception {
        Path base = Files.createDirectory(folder.resolve("base"));
        try (Workplace workplace = Workplace.in(Set.of(base))) {
            SharedMemory none = new SharedMemory(List.of(), number -> {});

            assertThatThrownBy(() -> Child.start(workplace, none, ONLY_STOP, (child, death, calls) -> {}))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("no shared memory");
            try (Stream<Path> left = Files.list(workplace.forFiles())) {
                assertThat(left).extracting(Path::getFileName).containsExactly(Path.of("lock"));
            }
        }
    }

    @Test
    void closingEndsTheProcessAndLeavesNoFiles() throws Exception {
        engine.open(ChildEngineTest.recipe(doubling())).close();
        ProcessHandle process = ProcessHandle.of(engine.child().pid()).orElseThrow();

        engine.close();

        assertThat(process.isAlive()).isFalse();
        assertThat(engine.incidents()).isEmpty();
        assertThatThrownBy(() -> engine.open(ChildEngineTest.recipe(doubling())))
                .isInstanceOf(CancellationException.class);
    }

    /** A program that is killed cannot end its child; the child notices. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void theProcessEndsWithTheProgram() throws Exception {
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-cp",
                        Launch.classPath() + File.pathSeparator + testClasses(),
                        OtherProgram.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var answers = program.inputReader()) {
            ProcessHandle child =
                    ProcessHandle.of(Long.parseLong(answers.readLine())).orElseThrow();

            program.destroyForcibly().waitFor();

            child.onExit().get(60, TimeUnit.SECONDS);
            assertThat(child.isAlive()).isFalse();
        }
    }

    private static Path testClasses() throws URISyntaxException {
        return Path.of(OtherProgram.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }

    /** Starts a process, says its number, and waits to be killed. */
    static final class OtherProgram {
        private OtherProgram() {}

        public static void main(String[] arguments) throws Exception {
            try (ChildEngine engine = new ChildEngine(LocalEngine::new, incident -> {})) {
                System.out.println(engine.child().pid());
                System.in.read();
            }
        }
    }

    private long kill() throws Exception {
        ProcessHandle process = ProcessHandle.of(engine.child().pid()).orElseThrow();
        process.destroyForcibly();
        process.onExit().get(60, TimeUnit.SECONDS);
        return process.pid();
    }

    private void signal(String name) throws Exception {
        signal(name, engine.child().pid());
    }

    private static void signal(String name, long process) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(process)).start().waitFor();
    }

    /** Returns when the system says that no thread of the process runs any more. */
    private static void stop(long process) throws Exception {
        signal("STOP", process);
        String states;
        do {
            Process ps = new ProcessBuilder("ps", "-o", "state=", "-p", Long.toString(process)).start();
            states = new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        } while (!states.startsWith("T"));
    }

    private static float doubled(Session session, float x) throws InferenceException {
        return session.run(request(x), CancelToken.none())
                .outputs()
                .get("y")
                .bytes()
                .getFloat(0);
    }

    private static Request request(float x) {
        Values values = new Values(
                ElementType.FLOAT32,
                Shape.of(1),
                java.nio.ByteBuffer.allocateDirect(4).order(java.nio.ByteOrder.nativeOrder()));
        values.bytes().putFloat(0, x);
        return new Request(Map.of("x", values), List.of("y"));
    }

    private OnnxDocument doubling() throws IOException {
        return OnnxModels.opset(13)
                .input("x", -1)
                .node("Add", "doubled", "x x", "y")
                .output("y", -1)
                .open(folder);
    }
}
