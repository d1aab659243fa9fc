package org.bitwright.runtime.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.bitwright.model.ElementType;
import org.bitwright.model.Phrase;
import org.bitwright.model.Shape;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.runtime.session.Engine;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.runtime.session.LocalEngine;
import org.bitwright.runtime.session.Request;
import org.bitwright.runtime.session.Session;
import org.bitwright.runtime.session.StandingOrder;
import org.bitwright.runtime.session.Values;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Daemon;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Orders mean the same in this process and in another. */
class StandingOrderTest extends BothEngines {
    private static final CancelToken NEVER = CancelToken.none();
    /** Requests x → y of one row each, of n values. */
    private static final class Rows {
        private final List<Request> requests = new ArrayList<>();

        Rows(Engine engine, int count, int width) {
            for (int i = 0; i < count; i++) {
                Values x = row(engine.room(width * Float.BYTES), width);
                Values y = row(engine.room(width * Float.BYTES), width);
                requests.add(new Request(Map.of("x", x), List.of("y"), Map.of("y", y)));
            }
        }

        /** Feeds request i with i + {@code more}, everywhere. */
        void feed(int more) {
            for (int i = 0; i < requests.size(); i++) {
                ByteBuffer x = requests.get(i).inputs().get("x").bytes();
                for (int at = 0; at < x.remaining(); at += Float.BYTES) {
                    x.putFloat(at, i + more);
                }
            }
        }

        /** Makes every output 0. */
        void clear() {
            for (Request request : requests) {
                ByteBuffer y = request.into().get("y").bytes();
                for (int at = 0; at < y.remaining(); at += Float.BYTES) {
                    y.putFloat(at, 0);
                }
            }
        }

        /** The first value of each output. */
        List<Float> read() {
            return requests.stream()
                    .map(request -> request.into().get("y").bytes().getFloat(0))
                    .toList();
        }

        /** (i + more) · factor, of every request i. */
        List<Float> expected(int more, int factor) {
            List<Float> expected = new ArrayList<>();
            for (int i = 0; i < requests.size(); i++) {
                expected.add((float) (i + more) * factor);
            }
            return expected;
        }

        void assertDoubled(StandingOrder order, Session session, int threads, int more) throws InferenceException {
            feed(more);
            assertThat(order.run(session, threads, NEVER).orElse(0)).isPositive();
            assertThat(read()).isEqualTo(expected(more, 2));
        }
    }

    private static Values row(ByteBuffer bytes, int width) {
        return new Values(ElementType.FLOAT32, Shape.of(1, width), bytes);
    }

    private Session doubling(Engine engine) throws Exception {
        return engine.open(ChildEngineTest.recipe(OnnxModels.opset(13)
                .input("x", -1, 2)
                .node("Add", "doubled", "x x", "y")
                .output("y", -1, 2)
                .open(folder)));
    }

    private static StandingOrder order(Engine engine, Rows rows) throws InferenceException {
        return engine.order(rows.requests).orElseThrow();
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("engines")
    void eachRunReadsWhatLiesInItsMemoryThen(Engine engine) throws Exception {
        Rows rows = new Rows(engine, 9, 2);
        try (Session session = doubling(engine);
                StandingOrder order = order(engine, rows)) {
            for (int threads : List.of(1, 3, 20)) {
                rows.assertDoubled(order, session, threads, threads);
            }
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("engines")
    void oneOrderServesSeveralSessions(Engine engine) throws Exception {
        Rows rows = new Rows(engine, 3, 2);
        try (Session doubling = doubling(engine);
                Session same = engine.open(ChildEngineTest.recipe(OnnxModels.opset(13)
                        .input("x", -1, 2)
                        .node("Identity", "same", "x", "y")
                        .output("y", -1, 2)
                        .open(folder)));
                StandingOrder order = order(engine, rows)) {
            rows.feed(5);
            order.run(doubling, 2, NEVER);
            assertThat(rows.read()).isEqualTo(rows.expected(5, 2));
            order.run(same, 2, NEVER);
            assertThat(rows.read()).isEqualTo(rows.expected(5, 1));
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("engines")
    void anOrderWhoseMemoryDoesNotFitFailsAndTheNextOneDoesNot(Engine engine) throws Exception {
        Rows rows = new Rows(engine, 3, 2);
        Request wrong = new Request(
                rows.requests.get(0).inputs(), List.of("y"), Map.of("y", row(engine.room(3 * Float.BYTES), 3)));
        try (Session session = doubling(engine);
                StandingOrder failing = engine.order(List.of(rows.requests.get(1), wrong, rows.requests.get(2)))
                        .orElseThrow();
                StandingOrder order = order(engine, rows)) {
            assertThat(failing.run(session, 2, NEVER)).isEmpty();
            assertThat(failing.run(session, 2, NEVER)).isEmpty();
            rows.assertDoubled(order, session, 2, 1);
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("engines")
    void aCancelledOrderCanBeRunAgain(Engine engine) throws Exception {
        Rows rows = new Rows(engine, 3, 2);
        CancelToken cancel = new CancelToken();
        cancel.cancel();
        try (Session session = doubling(engine);
                StandingOrder order = order(engine, rows)) {
            assertThatThrownBy(() -> order.run(session, 2, cancel)).isInstanceOf(CancellationException.class);
            rows.assertDoubled(order, session, 2, 1);
        }
    }

    /** Cancelled when the first of many requests has been answered. */
    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("engines")
    void anOrderThatIsCancelledMidwayStopsAndWritesNothingAfterwards(Engine engine) throws Exception {
        int width = 512;
        Rows rows = new Rows(engine, 1000, width);
        rows.feed(1);
        try (StandingOrder order = order(engine, rows);
                Session session = cancelledMidway(engine, order, rows, width)) {
            rows.clear();
            Rows others = new Rows(engine, 100, width);
            others.feed(3);
            try (StandingOrder other = order(engine, others)) {
                assertThat(other.run(session, 2, NEVER)).isPresent();
            }
            assertThat(rows.read()).containsOnly(0f);
            assertThat(order.run(session, 2, NEVER)).isPresent();
            assertThat(rows.read()).isEqualTo(rows.expected(1, 1));
        }
    }

    /** On a busy machine the cancel may come too late: then every request takes four times as long, and all again. */
    private Session cancelledMidway(Engine engine, StandingOrder order, Rows rows, int width) throws Exception {
        for (int steps = 3; steps < 1000; steps *= 4) {
            Session session = engine.open(ChildEngineTest.recipe(means(width, steps)));
            if (stopsMidway(order, session, rows)) {
                return session;
            }
            session.close();
            rows.clear();
        }
        throw new AssertionError("cancelled orders ran to their ends");
    }

    private static boolean stopsMidway(StandingOrder order, Session session, Rows rows) throws InferenceException {
        CancelToken cancel = new CancelToken();
        ByteBuffer answer = rows.requests.get(0).into().get("y").bytes();
        Daemon.start("cancel", () -> {
            while (answer.getFloat(0) == 0) {
                Thread.onSpinWait();
            }
            cancel.cancel();
        });
        try {
            order.run(session, 2, cancel);
            return false;
        } catch (CancellationException e) {
            return rows.read().contains(0f);
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("engines")
    void aClosedOrderIsRefused(Engine engine) throws Exception {
        Rows rows = new Rows(engine, 3, 2);
        StandingOrder order = order(engine, rows);
        try (Session session = doubling(engine)) {
            order.run(session, 2, NEVER);
            order.close();
            assertThatThrownBy(() -> order.run(session, 2, NEVER)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void whatDoesNotLieInSharedMemoryCannotBeOrderedOfAnotherProcess() throws Exception {
        Values x = row(ByteBuffer.allocateDirect(8).order(ByteOrder.nativeOrder()), 2);
        Values y = row(there.room(8), 2);
        assertThat(there.order(List.of(new Request(Map.of("x", x), List.of("y"), Map.of("y", y)))))
                .isEmpty();
    }

    @Test
    void outputsWithoutMemoryAreRefused() {
        Request request = new Request(Map.of(), List.of("y"));
        assertThatThrownBy(() -> new LocalEngine().order(List.of(request)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** The process is killed when the first of many requests has been answered; another one runs all of them. */
    @Test
    void anOrderIsRunAgainByTheProcessThatFollows() throws Exception {
        int width = 512;
        try (ChildEngine engine = new ChildEngine(LocalEngine::new, incident -> {});
                Session session = engine.open(ChildEngineTest.recipe(means(width, 3)))) {
            Rows rows = new Rows(engine, 1000, width);
            rows.feed(1);
            try (StandingOrder order = order(engine, rows)) {
                long first = engine.child().pid();
                ByteBuffer answer = rows.requests.get(0).into().get("y").bytes();
                Daemon.start("kill", () -> {
                    while (answer.getFloat(0) == 0) {
                        Thread.onSpinWait();
                    }
                    ProcessHandle.of(first).ifPresent(ProcessHandle::destroyForcibly);
                });
                assertThat(order.run(session, 2, NEVER)).isPresent();

                assertThat(rows.read()).isEqualTo(rows.expected(1, 1));
                ProcessHandle.of(first)
                        .ifPresent(process ->
                                process.onExit().orTimeout(60, TimeUnit.SECONDS).join());
                rows.feed(2);
                assertThat(order.run(session, 2, NEVER)).isPresent();
                assertThat(rows.read()).isEqualTo(rows.expected(2, 1));
                assertThat(engine.child().pid()).isNotEqualTo(first);
            }
            assertThat(engine.incidents()).hasSize(1);
        }
    }

    /** One thread may still speak to the process that died when another one has told the process that follows. */
    @Test
    void theProcessThatFollowsForgetsAClosedOrderThoughTheDeadOneWasSpokenToLast() throws Exception {
        try (ChildEngine engine = new ChildEngine(LocalEngine::new, incident -> {})) {
            Rows rows = new Rows(engine, 3, 2);
            ChildOrder order = (ChildOrder) order(engine, rows);
            Child dead = engine.child();
            dead.kill(Death.crashed(Phrase.verbatim("for a test")));
            dead.gone();
            try (Session session = doubling(engine)) {
                rows.assertDoubled(order, session, 2, 1);
                Child follower = engine.child();
                long there = engine.nextSession() - 1;
                assertThat(knows(follower, order, there, 2)).isTrue();
                order.exchange(dead, 0, 0);

                order.close();

                // What is sent on the line for commands may come after what is sent on another one.
                boolean known = true;
                for (int round = 3; known && round < 1000; round++) {
                    known = knows(follower, order, there, round);
                }
                assertThat(known).isFalse();
            }
        }
    }

    /** Asks a process to run an order without telling it what that is. */
    private static boolean knows(Child child, ChildOrder order, long session, long round) throws Exception {
        try {
            return child.call("", false, NEVER, new OrderExchange(order, session, round, true))
                    .isPresent();
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessage("the order is not known");
            return false;
        }
    }

    /** y = x · 1/n everywhere, some times over: what all values of a row have in common, after some computing. */
    private OnnxDocument means(int width, int steps) throws Exception {
        float[] weights = new float[width * width];
        Arrays.fill(weights, 1f / width);
        OnnxModels network = OnnxModels.opset(13).input("x", -1, width).weight("w", weights, width, width);
        String last = "x";
        for (int step = 1; step <= steps; step++) {
            String next = step == steps ? "y" : "after" + step;
            network.node("MatMul", "step" + step, last + " w", next);
            last = next;
        }
        return network.output("y", -1, width).open(folder);
    }
}
