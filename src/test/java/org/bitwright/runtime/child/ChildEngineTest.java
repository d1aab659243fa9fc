package org.bitwright.runtime.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.bitwright.model.ElementType;
import org.bitwright.model.Shape;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.runtime.session.Declared;
import org.bitwright.runtime.session.Engine;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.runtime.session.Ingredients;
import org.bitwright.runtime.session.LocalEngine;
import org.bitwright.runtime.session.Outcome;
import org.bitwright.runtime.session.Recipe;
import org.bitwright.runtime.session.Request;
import org.bitwright.runtime.session.Running;
import org.bitwright.runtime.session.Session;
import org.bitwright.runtime.session.SessionOptions;
import org.bitwright.runtime.session.Values;
import org.bitwright.task.CancelToken;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a child process answers is what this process would, to the bit. */
class ChildEngineTest {
    private static ChildEngine engine;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        engine = new ChildEngine(LocalEngine::new, incident -> {});
    }

    @AfterAll
    static void end() {
        engine.close();
    }

    @AfterEach
    void nothingHappened() {
        assertThat(engine.incidents()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = ElementType.class,
            names = {"FLOAT32", "FLOAT64", "FLOAT16", "BFLOAT16", "INT64", "INT32", "INT16", "INT8", "UINT8", "BOOL"})
    void valuesOfEachTypeComeBackAsTheyAre(ElementType type) throws IOException, InferenceException {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", type, -1, 3)
                .node("Identity", "same", "x", "y")
                .output("y", type, -1, 3)
                .open(folder);
        Values given = random(type, 1, 5, 3);
        try (Session session = engine.open(recipe(document))) {
            assertThat(session.inputs()).containsExactly(new Declared("x", type, List.of(-1L, 3L)));
            Values got = session.run(new Request(Map.of("x", given), List.of("y")), CancelToken.none())
                    .outputs()
                    .get("y");

            assertThat(got.type()).isEqualTo(type);
            assertThat(got.shape()).isEqualTo(Shape.of(5, 3));
            assertThat(bytes(got)).isEqualTo(bytes(given));
        }
    }

    /** Types that ONNX Runtime's Java interface gives but does not take. */
    @ParameterizedTest
    @CsvSource({"UINT16, 65535", "UINT32, 4294967295", "UINT64, 9223372036854775807"})
    void valuesOfTypesThatCannotBeFedComeOut(ElementType type, long largest) throws IOException, InferenceException {
        int number = Map.of(ElementType.UINT16, 4, ElementType.UINT32, 12, ElementType.UINT64, 13)
                .get(type); // of TensorProto.DataType
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", ElementType.INT64, -1)
                .node("Cast", "unsigned", "x", "y", "to=" + number)
                .output("y", type, -1)
                .open(folder);
        Values given = new Values(ElementType.INT64, Shape.of(3), engine.room(24));
        given.bytes().asLongBuffer().put(new long[] {0, 258, largest});
        try (Session session = engine.open(recipe(document))) {
            assertThat(session.outputs()).containsExactly(new Declared("y", type, List.of(-1L)));
            Values got = session.run(new Request(Map.of("x", given), List.of("y")), CancelToken.none())
                    .outputs()
                    .get("y");

            assertThat(got.type()).isEqualTo(type);
            assertThat(unsigned(got)).containsExactly(0, 258, largest);
        }
    }

    private static long[] unsigned(Values values) {
        int width = values.type().bits() / 8;
        return IntStream.range(0, values.bytes().remaining() / width)
                .mapToLong(i -> switch (width) {
                    case 2 -> Short.toUnsignedLong(values.bytes().getShort(2 * i));
                    case 4 -> Integer.toUnsignedLong(values.bytes().getInt(4 * i));
                    default -> values.bytes().getLong(8 * i);
                })
                .toArray();
    }

    @ParameterizedTest
    @EnumSource(
            value = ElementType.class,
            names = {"UINT16", "UINT32", "UINT64", "COMPLEX64", "FLOAT8E4M3FN"})
    void whatCannotBeFedIsRefusedAsHere(ElementType type) throws IOException, InferenceException {
        Values given = random(type, 1, 2, 4);
        Request request = new Request(Map.of("x", given), List.of("y"));
        try (Session there = engine.open(recipe(doubling()));
                Session here = new LocalEngine().open(recipe(doubling()))) {
            for (Session session : List.of(there, here)) {
                assertThatThrownBy(() -> session.run(request, CancelToken.none()))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage(type + " is no type that can be fed");
            }
        }
    }

    /** Values in shared memory and elsewhere, outputs with memory and without, large and small, empty ones too. */
    @ParameterizedTest
    @ValueSource(strings = {"lenet5.onnx", "residual.onnx", "vit.onnx"})
    void networksAnswerToTheBitWhatTheyAnswerHere(String name) throws IOException, InferenceException {
        OnnxDocument document = OnnxDocument.open(Path.of("sample-models", name));
        try (Session there = engine.open(recipe(document));
                Session here = new LocalEngine().open(recipe(document))) {
            assertThat(there.inputs()).isEqualTo(here.inputs());
            assertThat(there.outputs()).isEqualTo(here.outputs());
            String in = there.inputs().get(0).name();
            String out = there.outputs().get(0).name();
            List<Request> requests = new ArrayList<>();
            for (int samples : List.of(1, 16, 3)) {
                Values x = random(ElementType.FLOAT32, samples, samples, 1, 28, 28);
                Values shared = copied(x);
                Values into = new Values(ElementType.FLOAT32, Shape.of(samples, 10), engine.room(samples * 40));
                requests.add(new Request(Map.of(in, x), List.of(out)));
                requests.add(new Request(Map.of(in, shared), List.of(out), Map.of(out, into)));
                requests.add(
                        new Request(Map.of(in, shared), List.of(out), Map.of(out, outside(samples * 40, samples))));
            }
            List<Outcome> expected = here.run(requests, CancelToken.none());
            List<byte[]> wanted = expected.stream()
                    .map(each -> bytes(each.outputs().get(out)))
                    .toList();
            requests.forEach(request -> request.into().values().forEach(ChildEngineTest::clear));

            List<Outcome> got = there.run(requests, CancelToken.none());

            for (int i = 0; i < requests.size(); i++) {
                assertThat(bytes(got.get(i).outputs().get(out))).isEqualTo(wanted.get(i));
                assertThat(got.get(i).nanoseconds()).isPositive();
                Values into = requests.get(i).into().get(out);
                assertThat(into == null || got.get(i).outputs().get(out) == into)
                        .isTrue();
            }
        }
    }

    @Test
    void memoryThatDoesNotFitIsNotUsed() throws IOException, InferenceException {
        try (Session session = engine.open(recipe(doubling()))) {
            Values x = random(ElementType.FLOAT32, 1, 2, 4);
            Values small = new Values(ElementType.FLOAT32, Shape.of(1, 4), engine.room(16));
            Values got = session.run(new Request(Map.of("x", x), List.of("y"), Map.of("y", small)), CancelToken.none())
                    .outputs()
                    .get("y");
            assertThat(got.shape()).isEqualTo(Shape.of(2, 4));
            assertThat(got).isNotSameAs(small);
        }
    }

    @Test
    void callsThatAreBegunTogetherGiveEachItsOwn() throws IOException, InferenceException {
        try (Session session = engine.open(recipe(doubling()))) {
            List<Running<List<Outcome>>> running = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                Values x = new Values(ElementType.FLOAT32, Shape.of(1, 4), engine.room(16));
                x.bytes().putFloat(0, i);
                running.add(session.begin(List.of(new Request(Map.of("x", x), List.of("y"))), CancelToken.none()));
            }
            for (int i = 0; i < 5; i++) {
                Values y = running.get(i).take().get(0).outputs().get("y");
                assertThat(y.bytes().getFloat(0)).isEqualTo(2f * i);
            }
        }
    }

    @Test
    void initializersAreGivenBesidesTheModel() throws IOException, InferenceException {
        try (Session session = engine.open(recipe(doubling()))) {
            assertThat(session.inputs()).hasSize(1);
        }
        OnnxDocument document = doubling();
        Values three = new Values(ElementType.FLOAT32, Shape.of(), engine.room(4));
        three.bytes().putFloat(0, 3);
        Recipe recipe = () -> new Ingredients(
                "tripled",
                org.bitwright.onnx.SuppliedWeights.without(document, java.util.Set.of("two")),
                SessionOptions.usual(1),
                Map.of("two", three));
        try (Session session = engine.open(recipe)) {
            Values x = new Values(ElementType.FLOAT32, Shape.of(1, 4), engine.room(16));
            x.bytes().putFloat(0, 7);
            Values y = session.run(new Request(Map.of("x", x), List.of("y")), CancelToken.none())
                    .outputs()
                    .get("y");
            assertThat(y.bytes().getFloat(0)).isEqualTo(21);
        }
    }

    @Test
    void whatCannotBeRunIsSaidAsHere() throws IOException {
        OnnxDocument document = doubling();
        Values wrong = random(ElementType.FLOAT32, 1, 1, 5);
        Request request = new Request(Map.of("x", wrong), List.of("y"));
        String here = message(new LocalEngine(), document, request);
        assertThat(message(engine, document, request)).isEqualTo(here).contains("shape or type");
    }

    /** 10¹³ floats: more than any machine has, and refused before the system would have to end a process for it. */
    @Test
    void aNetworkThatWantsAllMemoryFailsAndNothingElse() throws IOException, InferenceException {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", ElementType.INT64, 1)
                .node("ConstantOfShape", "huge", "x", "y")
                .result("y")
                .open(folder);
        Values shape = new Values(ElementType.INT64, Shape.of(1), engine.room(8));
        shape.bytes().putLong(0, 10_000_000_000_000L);
        try (Session session = engine.open(recipe(document))) {
            Request request = new Request(Map.of("x", shape), List.of("y"));
            assertThatThrownBy(() -> session.run(request, CancelToken.none()))
                    .isInstanceOf(InferenceException.class)
                    .hasMessageContaining("not enough memory");
            shape.bytes().putLong(0, 3);
            assertThat(session.run(request, CancelToken.none())
                            .outputs()
                            .get("y")
                            .shape())
                    .isEqualTo(Shape.of(3));
        }
    }

    @Test
    void aCancelledTokenRunsNothing() throws IOException, InferenceException {
        CancelToken cancel = new CancelToken();
        cancel.cancel();
        try (Session session = engine.open(recipe(doubling()))) {
            Request request = new Request(Map.of("x", random(ElementType.FLOAT32, 1, 1, 4)), List.of("y"));
            assertThatThrownBy(() -> session.run(request, cancel)).isInstanceOf(CancellationException.class);
            assertThat(session.run(request, CancelToken.none()).outputs()).hasSize(1);
        }
    }

    @Test
    void theRuntimeIsNamed() {
        assertThat(engine.runtime()).isEqualTo(new LocalEngine().runtime());
    }

    private OnnxDocument doubling() throws IOException {
        return OnnxModels.opset(13)
                .input("x", -1, 4)
                .raw("two", ElementType.FLOAT32, new byte[] {0, 0, 0, 0x40})
                .node("Mul", "doubled", "x two", "y")
                .output("y", -1, 4)
                .open(folder);
    }

    static Recipe recipe(OnnxDocument document) {
        return () -> new Ingredients(
                String.valueOf(document.file().getFileName()),
                document.sessionSource(),
                SessionOptions.usual(1),
                Map.of());
    }

    private static String message(Engine engine, OnnxDocument document, Request request) {
        try (Session session = engine.open(recipe(document))) {
            session.run(request, CancelToken.none());
            return "";
        } catch (InferenceException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** Zeros and ones for truth values, for others any bytes that are no NaN. */
    private static Values random(ElementType type, int seed, long... extents) {
        Shape shape = Shape.of(extents);
        ByteBuffer bytes =
                ByteBuffer.allocateDirect((int) type.bytesFor(shape.elements())).order(ByteOrder.nativeOrder());
        Random random = new Random(seed);
        while (bytes.hasRemaining()) {
            if (type == ElementType.FLOAT32) {
                bytes.putFloat(random.nextFloat());
            } else if (type == ElementType.BOOL) {
                bytes.put((byte) random.nextInt(2));
            } else {
                bytes.put((byte) random.nextInt(type.isFloating() ? 0x70 : 0x100));
            }
        }
        return new Values(type, shape, bytes.flip().order(ByteOrder.nativeOrder()));
    }

    private static Values copied(Values values) {
        ByteBuffer room = engine.room(values.bytes().remaining());
        room.duplicate().put(values.bytes().duplicate());
        return new Values(values.type(), values.shape(), room);
    }

    private static Values outside(int bytes, int samples) {
        return new Values(
                ElementType.FLOAT32,
                Shape.of(samples, 10),
                ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder()));
    }

    private static void clear(Values values) {
        values.bytes().duplicate().put(new byte[values.bytes().remaining()]);
    }

    private static byte[] bytes(Values values) {
        byte[] bytes = new byte[values.bytes().remaining()];
        values.bytes().duplicate().get(bytes);
        return bytes;
    }
}
