package org.bitwright.runtime.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.bitwright.model.ElementType;
import org.bitwright.model.Shape;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.onnx.SessionSource;
import org.bitwright.task.CancelToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalEngineTest {
    private static final CancelToken NEVER = CancelToken.none();

    private final Engine engine = new LocalEngine();

    @TempDir
    private Path folder;

    private Session open(OnnxDocument document) throws InferenceException {
        return engine.open(() -> new Ingredients(
                "test", document.sessionSource(), SessionOptions.usual(1).withoutOptimization(), Map.of()));
    }

    /** A network that doubles. */
    private OnnxModels doubling() {
        return OnnxModels.opset(13)
                .input("x", -1, 2)
                .node("Add", "sum", "x x", "y")
                .output("y", -1, 2);
    }

    private Values floats(float[] values, long... shape) {
        ByteBuffer bytes = engine.room(values.length * Float.BYTES);
        bytes.asFloatBuffer().put(values);
        return new Values(ElementType.FLOAT32, Shape.of(shape), bytes);
    }

    private static float[] read(Values values) {
        float[] floats = new float[(int) values.shape().elements()];
        values.bytes().slice().order(ByteOrder.nativeOrder()).asFloatBuffer().get(floats);
        return floats;
    }

    private static Request doubled(Values x) {
        return new Request(Map.of("x", x), List.of("y"));
    }

    @ParameterizedTest
    @EnumSource(
            names = {"FLOAT32", "FLOAT64", "FLOAT16", "BFLOAT16", "INT64", "INT32", "INT16", "INT8", "UINT8", "BOOL"})
    void valuesOfEveryTypeGoInAndComeOut(ElementType type) throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", type, -1, 3)
                .node("Identity", "same", "x", "y")
                .output("y", type, -1, 3)
                .open(folder);
        byte[] content = new byte[6 * type.bits() / 8];
        new Random(7).nextBytes(content);
        if (type == ElementType.BOOL) {
            content = new byte[] {1, 0, 0, 1, 1, 0};
        }
        ByteBuffer bytes = engine.room(content.length);
        bytes.duplicate().put(content);
        Values x = new Values(type, Shape.of(2, 3), bytes);
        Values memory = new Values(type, Shape.of(2, 3), engine.room(content.length));
        try (Session session = open(document)) {
            assertThat(session.inputs()).containsExactly(new Declared("x", type, List.of(-1L, 3L)));
            assertThat(session.outputs()).containsExactly(new Declared("y", type, List.of(-1L, 3L)));

            Values own = session.run(doubled(x), NEVER).outputs().get("y");
            session.run(new Request(Map.of("x", x), List.of("y"), Map.of("y", memory)), NEVER);

            assertThat(own.type()).isEqualTo(type);
            assertThat(own.shape()).isEqualTo(Shape.of(2, 3));
            assertThat(own.bytes()).isEqualTo(bytes);
            assertThat(memory.bytes()).isEqualTo(bytes);
        }
    }

    @Test
    void requestsOfOneCallAreAnsweredInTheirOrder() throws Exception {
        try (Session session = open(doubling().open(folder))) {
            Values memory = floats(new float[2], 1, 2);
            List<Outcome> outcomes = session.run(
                    List.of(
                            doubled(floats(new float[] {1, 2, 3, 4}, 2, 2)),
                            new Request(
                                    Map.of("x", floats(new float[] {5, 6}, 1, 2)), List.of("y"), Map.of("y", memory)),
                            doubled(floats(new float[] {-1, 0.5f}, 1, 2))),
                    NEVER);

            assertThat(outcomes).hasSize(3).allMatch(outcome -> outcome.nanoseconds() > 0);
            assertThat(read(outcomes.get(0).outputs().get("y"))).containsExactly(2, 4, 6, 8);
            assertThat(outcomes.get(1).outputs().get("y")).isSameAs(memory);
            assertThat(read(memory)).containsExactly(10, 12);
            assertThat(read(outcomes.get(2).outputs().get("y"))).containsExactly(-2, 1);
        }
    }

    @Test
    void anOutputThatDoesNotFitItsMemoryComesInMemoryOfItsOwn() throws Exception {
        try (Session session = open(doubling().open(folder))) {
            Values memory = floats(new float[] {7, 7}, 1, 2);
            Request request =
                    new Request(Map.of("x", floats(new float[] {1, 2, 3, 4}, 2, 2)), List.of("y"), Map.of("y", memory));

            Values y = session.run(request, NEVER).outputs().get("y");

            assertThat(y).isNotSameAs(memory);
            assertThat(read(y)).containsExactly(2, 4, 6, 8);
        }
    }

    @Test
    void outputsMayBeEmpty() throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1)
                .node("NonZero", "found", "x", "y")
                .output("y", ElementType.INT64, 1, -1)
                .open(folder);
        try (Session session = open(document)) {
            Values y = session.run(doubled(floats(new float[2], 2)), NEVER)
                    .outputs()
                    .get("y");

            assertThat(y.type()).isEqualTo(ElementType.INT64);
            assertThat(y.shape()).isEqualTo(Shape.of(1, 0));
        }
    }

    @Test
    void aCallThatIsCancelledEndsBetweenItsRuns() throws Exception {
        CancelToken token = new CancelToken();
        Request request = doubled(floats(new float[] {1, 2}, 1, 2));
        List<Request> cancelling = new AbstractList<>() {
            @Override
            public Request get(int index) {
                if (index == 1) {
                    token.cancel();
                }
                return request;
            }

            @Override
            public int size() {
                return 1_000_000;
            }
        };
        try (Session session = open(doubling().open(folder))) {
            assertThatThrownBy(() -> session.run(cancelling, token)).isInstanceOf(CancellationException.class);

            assertThat(read(session.run(request, NEVER).outputs().get("y"))).containsExactly(2, 4);
        }
    }

    @Test
    void aRunThatIsUnderWayEndsBetweenItsOperators() throws Exception {
        int size = 1000;
        OnnxModels chain = OnnxModels.opset(13).input("x", size, size);
        String last = "x";
        for (int i = 0; i < 300; i++) {
            chain.node("MatMul", "product" + i, last + " x", "p" + i);
            last = "p" + i;
        }
        CancelToken token = new CancelToken();
        Request request = new Request(Map.of("x", floats(new float[size * size], size, size)), List.of(last), Map.of());
        try (Session session = open(chain.output(last, size, size).open(folder))) {
            CompletableFuture<Void> cancelled = CompletableFuture.runAsync(
                    token::cancel, CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS));

            assertThatThrownBy(() -> session.run(request, token)).isInstanceOf(CancellationException.class);

            cancelled.join();
        }
    }

    @Test
    void whatANetworkDoesNotTakeIsSaidInAUsersWords() throws Exception {
        try (Session session = open(doubling().open(folder))) {
            assertThatThrownBy(() -> session.run(doubled(floats(new float[3], 1, 3)), NEVER))
                    .isInstanceOf(InferenceException.class)
                    .hasMessageStartingWith(
                            "Running the network failed: the network does not take inputs of this shape or type.");
        }
    }

    @Test
    void aGraphThatIsNoneIsRefusedInAUsersWords() {
        Recipe recipe = () -> new Ingredients(
                "broken", new SessionSource(new byte[] {1, 2, 3}, Optional.empty()), SessionOptions.usual(1), Map.of());

        assertThatThrownBy(() -> engine.open(recipe))
                .isInstanceOf(InferenceException.class)
                .hasMessageStartingWith(
                        "Preparing the network failed: ONNX Runtime does not accept this network's graph.");
    }

    @Test
    void ingredientsThatCannotBeGotAreNamed() {
        Recipe recipe = () -> {
            throw new IOException("weights.bin is gone");
        };

        assertThatThrownBy(() -> engine.open(recipe))
                .isInstanceOf(InferenceException.class)
                .hasMessage("The network cannot be read: weights.bin is gone");
    }

    @Test
    void theOptimizedGraphIsWrittenWhereItIsAskedFor() throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1, 2)
                .weight("one", new float[] {1, 1}, 2)
                .node("Add", "constant", "one one", "two")
                .node("Mul", "product", "x two", "y")
                .output("y", -1, 2)
                .open(folder);
        Path file = folder.resolve("optimized.onnx");

        engine.open(() -> new Ingredients(
                        "test",
                        document.sessionSource(),
                        SessionOptions.usual(1).writing(file),
                        Map.of()))
                .close();

        assertThat(OnnxDocument.open(file).model().operators()).singleElement().matches(operator -> operator.type()
                .equals("Mul"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 63, 64, 1000})
    void roomIsAlignedAndZeroed(int bytes) {
        ByteBuffer room = engine.room(bytes);

        assertThat(room.isDirect()).isTrue();
        assertThat(room.order()).isEqualTo(ByteOrder.nativeOrder());
        assertThat(room.remaining()).isEqualTo(bytes);
        assertThat(room.alignmentOffset(0, 64)).isZero();
        for (int i = 0; i < bytes; i++) {
            assertThat(room.get(i)).isZero();
        }
    }

    @Test
    void theRuntimeHasANameAndAVersion() {
        assertThat(engine.runtime()).matches("ONNX Runtime \\d+\\.\\d+\\.\\d+.*");
    }

    @Test
    void cancelAfterTheRunTouchesNothing() throws Exception {
        CancelToken token = new CancelToken();
        new Termination(token).close();

        token.cancel();
    }
}
