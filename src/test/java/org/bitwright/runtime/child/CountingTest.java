package org.bitwright.runtime.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.bitwright.model.ElementType;
import org.bitwright.model.Shape;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.quant.EdgeStatistics;
import org.bitwright.quant.EdgeTally;
import org.bitwright.quant.Range;
import org.bitwright.runtime.session.Counting;
import org.bitwright.runtime.session.Engine;
import org.bitwright.runtime.session.GatheredEdge;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.runtime.session.LocalEngine;
import org.bitwright.runtime.session.Session;
import org.bitwright.runtime.session.Values;
import org.bitwright.task.CancelToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Counting means the same in this process and in another. */
class CountingTest extends BothEngines {
    private static final CancelToken NEVER = CancelToken.none();
    private static final int WIDTH = 3;

    /** x = −5 … 4 in rows of one sample, y = 2x, r = max(y, 0); the second run is padded with what does not count. */
    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("engines")
    void everyValueThatCountsIsCounted(Engine engine) throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1, 1)
                .node("Add", "", "x x", "y")
                .output("y", -1, 1)
                .open(folder);
        List<GatheredEdge> edges = List.of(
                GatheredEdge.alone("x", OptionalInt.empty()),
                GatheredEdge.alone("y", OptionalInt.empty()),
                new GatheredEdge("r", OptionalInt.empty(), Optional.of("y")));
        List<Counting.Run> runs = List.of(
                new Counting.Run(Map.of("x", floats(engine, 1, -5, -4, -3, -2, -1, 0, 1)), 0, 7, 7, false),
                new Counting.Run(Map.of("x", floats(engine, 1, 2, 3, 4, 99)), 7, 3, 4, true));
        List<Integer> told = new ArrayList<>();
        Map<String, EdgeTally> tallies = GatheredEdge.tallies(edges);
        try (Session session = engine.open(ChildEngineTest.recipe(document))) {
            session.count(new Counting(edges, runs), tallies, told::add, NEVER);
        }
        assertThat(statistics(tallies, "x").range()).isEqualTo(new Range(-5, 4));
        assertThat(statistics(tallies, "x").averaged()).isEqualTo(new Range(-5, 4));
        assertThat(statistics(tallies, "y").range()).isEqualTo(new Range(-10, 8));
        assertThat(statistics(tallies, "y").count()).isEqualTo(10);
        assertThat(statistics(tallies, "r").range()).isEqualTo(new Range(0, 8));
        assertThat(statistics(tallies, "r").zeros()).isEqualTo(6);
        assertThat(told).isSubsetOf(7, 10);
    }

    /** What a call has counted is not in the next one's, whose edges may be others. */
    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("engines")
    void callsCountApart(Engine engine) throws Exception {
        try (Session session = engine.open(ChildEngineTest.recipe(chain(1)))) {
            for (int i = 1; i <= 3; i++) {
                List<GatheredEdge> edges = i == 2
                        ? List.of(GatheredEdge.alone("v1", OptionalInt.of(1)))
                        : List.of(
                                GatheredEdge.alone("x", OptionalInt.of(1)),
                                GatheredEdge.alone("v1", OptionalInt.of(1)));
                Map<String, EdgeTally> tallies = GatheredEdge.tallies(edges);
                Counting.Run run = new Counting.Run(Map.of("x", floats(engine, WIDTH, i, 2, 3)), 0, 1, 1, true);
                session.count(new Counting(edges, List.of(run)), tallies, samples -> {}, NEVER);
                assertThat(statistics(tallies, "v1").range()).isEqualTo(new Range(-3, -Math.min(i, 2)));
                assertThat(statistics(tallies, "v1").channels().get(0).range()).isEqualTo(new Range(-i, -i));
            }
        }
    }

    @Test
    void aChildCountsToTheBitWhatThisProcessCounts() throws Exception {
        assertThat(counted(there, random(40))).isEqualTo(counted(new LocalEngine(), random(40)));
    }

    private static float[] random(int count) {
        Random random = new Random(1);
        float[] values = new float[count * WIDTH];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /** Everything that is known of the channels of v2. */
    private String counted(Engine engine, float[] values) throws Exception {
        List<GatheredEdge> edges = List.of(GatheredEdge.alone("v2", OptionalInt.of(1)));
        Map<String, EdgeTally> tallies = GatheredEdge.tallies(edges);
        try (Session session = engine.open(ChildEngineTest.recipe(chain(2)))) {
            int rows = values.length / WIDTH;
            Counting.Run run = new Counting.Run(Map.of("x", floats(engine, WIDTH, values)), 0, rows, rows, true);
            session.count(new Counting(edges, List.of(run, run)), tallies, samples -> {}, NEVER);
        }
        EdgeStatistics found = statistics(tallies, "v2");
        StringBuilder text = new StringBuilder().append(found.range()).append(found.averaged());
        found.channels().forEach(channel -> text.append(channel.range())
                .append(channel.count())
                .append(' ')
                .append(channel.mean())
                .append(' ')
                .append(channel.meanSquare()));
        return text.toString();
    }

    /** The process is killed when it has told that it counts; another counts all of it. */
    @Test
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void countingBeginsAnewInTheProcessThatFollows() throws Exception {
        try (ChildEngine engine = new ChildEngine(LocalEngine::new, incident -> {});
                Session session = engine.open(ChildEngineTest.recipe(chain(50)))) {
            long first = engine.child().pid();
            int runs = 3000;
            AtomicInteger told = new AtomicInteger();
            Map<String, EdgeTally> tallies = count(session, engine, runs, samples -> {
                if (told.getAndIncrement() == 0) {
                    ProcessHandle.of(first).ifPresent(process -> {
                        process.destroyForcibly();
                        process.onExit().orTimeout(60, TimeUnit.SECONDS).join();
                    });
                }
            });
            assertThat(statistics(tallies, "v50").count()).isEqualTo((long) runs * WIDTH * 100);
            assertThat(told.get()).isPositive();
            assertThat(engine.child().pid()).isNotEqualTo(first);
            assertThat(engine.incidents()).hasSize(1);
        }
    }

    @Test
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void countingIsCancelledBetweenTwoRuns() throws Exception {
        CancelToken cancel = new CancelToken();
        try (Session session = there.open(ChildEngineTest.recipe(chain(50)))) {
            assertThatThrownBy(() -> session.count(
                            counting(there, 100_000),
                            GatheredEdge.tallies(edges()),
                            samples -> cancel.cancel(),
                            cancel))
                    .isInstanceOf(CancellationException.class);
            assertThat(count(session, there, 1, samples -> {})).hasSize(1);
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("engines")
    void valuesThatAreNoFloatsFail(Engine engine) throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1, WIDTH)
                .node("Greater", "", "x x", "y")
                .output("y", ElementType.BOOL, -1, WIDTH)
                .open(folder);
        List<GatheredEdge> edges = List.of(GatheredEdge.alone("y", OptionalInt.empty()));
        Counting.Run run = new Counting.Run(Map.of("x", floats(engine, WIDTH, 1, 2, 3)), 0, 1, 1, true);
        try (Session session = engine.open(ChildEngineTest.recipe(document))) {
            assertThatThrownBy(() -> session.count(
                            new Counting(edges, List.of(run)), GatheredEdge.tallies(edges), samples -> {}, NEVER))
                    .isInstanceOf(InferenceException.class)
                    .hasMessageContaining("'y'");
        }
    }

    private static List<GatheredEdge> edges() {
        return List.of(GatheredEdge.alone("v50", OptionalInt.empty()));
    }

    private static Map<String, EdgeTally> count(
            Session session, Engine engine, int runs, java.util.function.IntConsumer done) throws InferenceException {
        Map<String, EdgeTally> tallies = GatheredEdge.tallies(edges());
        session.count(counting(engine, runs), tallies, done, NEVER);
        return tallies;
    }

    /** The same 100 rows in each run. */
    private static Counting counting(Engine engine, int runs) {
        Values rows = floats(engine, WIDTH, random(100));
        List<Counting.Run> all = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            all.add(new Counting.Run(Map.of("x", rows), 100 * i, 100, 100, true));
        }
        return new Counting(edges(), all);
    }

    /** v1 = −x, v2 = −v1 … and so on: to have a run take a while. */
    private OnnxDocument chain(int length) throws Exception {
        OnnxModels models = OnnxModels.opset(13).input("x", -1, WIDTH);
        for (int i = 1; i <= length; i++) {
            models.node("Neg", "", i == 1 ? "x" : "v" + (i - 1), "v" + i);
        }
        return models.output("v" + length, -1, WIDTH).open(folder);
    }

    private static EdgeStatistics statistics(Map<String, EdgeTally> tallies, String name) {
        return tallies.get(name).statistics();
    }

    private static Values floats(Engine engine, int width, float... values) {
        ByteBuffer bytes = engine.room(values.length * Float.BYTES);
        bytes.asFloatBuffer().put(values);
        return new Values(ElementType.FLOAT32, Shape.of(values.length / width, width), bytes);
    }
}
