package org.bitwright.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitwright.model.ActivationFunction;
import org.bitwright.model.DenseStack;
import org.bitwright.model.DenseStep;
import org.bitwright.model.ElementType;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.JoinedPair;
import org.bitwright.model.Shape;
import org.bitwright.model.StoredWeight;
import org.bitwright.model.Tensor;
import org.bitwright.model.TensorBytes;
import org.bitwright.model.WeightFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JoinedWeightsTest {
    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void makeFile() throws IOException {
        // what the tensors lie in matters for the digest only
        file = Files.writeString(folder.resolve("w.bin"), "weights");
    }

    private WeightFile weights(Tensor... tensors) {
        return new WeightFile(
                file, "test", Arrays.stream(tensors).map(StoredWeight::plain).toList());
    }

    @Test
    void numbersAreTransposed() throws IOException {
        OnnxDocument graph = OnnxModels.opset(13)
                .input("x", -1, 3)
                .weight("w", 3, 2)
                .node("MatMul", "m", "x w", "y")
                .output("y", -1, 2)
                .open(folder);
        WeightFile weights = weights(Tensor.of("t", Shape.of(2, 3), new float[] {1, 2, 3, 4, 5, 6}));
        OnnxDocument joined = JoinedWeights.join(weights, graph, List.of(new JoinedPair("w", "t", List.of(1, 0))));
        assertThat(joined.constant("w").orElseThrow().readFloats()).containsExactly(1, 4, 2, 5, 3, 6);
        assertThat(joined.constant("w").orElseThrow().shape()).isEqualTo(Shape.of(3, 2));
        assertThat(joined.hasNetwork()).isTrue();
        assertThat(joined.externalFiles()).contains(graph.file());
    }

    /** Of 1 × 2 places, 2 inputs and 3 outputs: value 100 i + 10 o + place at [0][place][i][o]. */
    @Test
    void kernelsOfKerasBecomeThoseOfOnnx() throws IOException {
        float[] keras = new float[12];
        float[] expected = new float[12];
        for (int place = 0; place < 2; place++) {
            for (int in = 0; in < 2; in++) {
                for (int out = 0; out < 3; out++) {
                    float value = 100 * in + 10 * out + place;
                    keras[(place * 2 + in) * 3 + out] = value;
                    expected[(out * 2 + in) * 2 + place] = value;
                }
            }
        }
        TensorBytes bytes =
                ArrangedBytes.of(Tensor.of("k", Shape.of(1, 2, 2, 3), keras), List.of(3, 2, 0, 1), ElementType.FLOAT32);
        assertThat(new Tensor("o", ElementType.FLOAT32, Shape.of(3, 2, 1, 2), bytes).readFloats())
                .isEqualTo(expected);
    }

    @Test
    void otherFloatTypesBecomeTheGraphs() throws IOException {
        float[] values = {1 / 3f, -2, 65504, 1e-8f};
        Tensor floats = Tensor.of("t", Shape.of(4), values);
        // binary16 of 1/3 is 0x3555; 1e-8 is less than half of its least number 2^-24
        assertThat(readAll(ArrangedBytes.of(floats, List.of(), ElementType.FLOAT16)))
                .containsExactly(0x55, 0x35, 0x00, 0xC0, 0xFF, 0x7B, 0x00, 0x00);
        Tensor halves = new Tensor(
                "h", ElementType.FLOAT16, Shape.of(4), ArrangedBytes.of(floats, List.of(), ElementType.FLOAT16));
        TensorBytes widened = ArrangedBytes.of(halves, List.of(), ElementType.FLOAT32);
        assertThat(new Tensor("w", ElementType.FLOAT32, Shape.of(4), widened).readFloats())
                .containsExactly(0x1.554p-2f, -2, 65504, 0);
        // from the middle of a number to the middle of another
        ByteBuffer part = ByteBuffer.allocate(5).order(ByteOrder.LITTLE_ENDIAN);
        widened.read(6, part);
        assertThat(part.get(0)).isEqualTo((byte) 0x00);
        assertThat(part.get(1)).isEqualTo((byte) 0xC0);
        assertThat(part.getShort(3)).isEqualTo((short) (Float.floatToIntBits(65504f) >> 8));
    }

    @Test
    void constantsOfOperatorsAndInputsTakeWeightsToo() throws IOException {
        OnnxDocument graph = OnnxModels.opset(13)
                .input("x", -1, 2)
                .input("b", 2)
                .constant("w", new float[] {1, 0, 0, 1}, 2, 2)
                .node("MatMul", "m", "x w", "a")
                .node("Add", "add", "a b", "y")
                .output("y", -1, 2)
                .open(folder);
        WeightFile weights = weights(
                Tensor.of("t", Shape.of(2, 2), new float[] {1, 2, 3, 4}),
                Tensor.of("u", Shape.of(2), new float[] {5, 6}));
        OnnxDocument joined =
                JoinedWeights.join(weights, graph, List.of(new JoinedPair("w", "t"), new JoinedPair("b", "u")));
        assertThat(joined.model().inputs()).extracting(input -> input.name()).containsExactly("x");
        assertThat(joined.constant("w").orElseThrow().readFloats()).containsExactly(1, 2, 3, 4);
        Path saved = folder.resolve("saved.onnx");
        OnnxWriter.write(joined, saved);
        OnnxDocument read = OnnxDocument.open(saved);
        assertThat(read.constant("w").orElseThrow().readFloats()).containsExactly(1, 2, 3, 4);
        assertThat(read.constant("b").orElseThrow().readFloats()).containsExactly(5, 6);
        assertThatThrownBy(() -> OnnxWriter.write(joined, file)).hasMessageContaining("belongs to the opened model");
        assertThatThrownBy(() -> OnnxWriter.write(joined, graph.file()))
                .hasMessageContaining("belongs to the opened model");
    }

    @Test
    void rewritesOfJoinedNetworksKeepTheFilesNumbers() throws IOException {
        OnnxDocument graph = OnnxModels.opset(13)
                .input("x", -1, 2)
                .weight("w", 2, 2)
                .weight("v", 2, 2)
                .node("MatMul", "m", "x w", "a")
                .node("MatMul", "n", "a v", "y")
                .output("y", -1, 2)
                .open(folder);
        WeightFile weights = weights(Tensor.of("t", Shape.of(2, 2), new float[] {1, 2, 3, 4}));
        OnnxDocument joined = JoinedWeights.join(weights, graph, List.of(new JoinedPair("w", "t")));
        OnnxDocument rewritten = SimulatedWeights.replace(joined, Map.of("v", new float[] {9, 9, 9, 9}));
        assertThat(rewritten.constant("w").orElseThrow().readFloats()).containsExactly(1, 2, 3, 4);
        assertThat(rewritten.constant("v").orElseThrow().readFloats()).containsOnly(9);
        assertThat(rewritten.digest()).isNotEqualTo(joined.digest());
        assertThat(JoinedWeights.join(weights, graph, List.of(new JoinedPair("w", "t")))
                        .digest())
                .isEqualTo(joined.digest());
    }

    /** A stranger's file cannot ask for what only this program gives. */
    @Test
    void filesCannotAskForGivenTensors() throws IOException {
        TensorProto asking = TensorProto.newBuilder()
                .setName("w")
                .setDataType(1)
                .addDims(2)
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(StringStringEntryProto.newBuilder()
                        .setKey(GivenTensors.KEY)
                        .setValue("w"))
                .build();
        Path model = OnnxModels.opset(13)
                .input("x", -1, 2)
                .initializer(asking)
                .node("Add", "add", "x w", "y")
                .output("y", -1, 2)
                .write(folder.resolve("asking.onnx"));
        assertThatThrownBy(() -> OnnxDocument.open(model))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("unknown entry 'given'");
    }

    @Test
    void weightsAloneCannotBeRun() throws IOException {
        OnnxDocument alone = OnnxDocument.ofWeights(weights(Tensor.of("t", Shape.of(1, 1), new float[] {1})));
        assertThat(alone.hasNetwork()).isFalse();
        assertThatThrownBy(alone::sessionSource).hasMessageContaining("weights without a network");
        assertThat(alone.initializers()).extracting(Tensor::name).containsExactly("t");
    }

    /** More weights than one file is made of lie beside it. */
    /** Arrays of NumPy are often called so. */
    @Test
    void layersMayBeCalledAsInputAndOutput() throws IOException {
        WeightFile weights = weights(
                Tensor.of("input", Shape.of(2, 1), new float[] {1, 2}),
                Tensor.of("output", Shape.of(1, 2), new float[] {3, 4}));
        DenseStack stack = new DenseStack(List.of(
                new DenseStep("input", Optional.empty(), false, ActivationFunction.RELU),
                new DenseStep("output", Optional.empty(), false, ActivationFunction.NONE)));
        OnnxDocument stacked = StackedWeights.stack(weights, stack);
        assertThat(stacked.model().inputs()).singleElement().satisfies(input -> assertThat(input.name())
                .isEqualTo("input_2"));
        assertThat(stacked.model().layers())
                .extracting(layer -> layer.weight().name())
                .containsExactly("input", "output");
        assertThat(stacked.constant("output").orElseThrow().readFloats()).containsExactly(3, 4);
    }

    @Test
    void largeJoinedNetworksAreWrittenInTwoFiles() throws IOException {
        int rows = 1 << 12;
        long columns = (ExternalWriter.LARGEST_INLINED / 4 >> 12) + 1;
        OnnxDocument stacked = StackedWeights.stack(
                weights(new Tensor("t", ElementType.FLOAT32, Shape.of(rows, columns), counting(4 * rows * columns))),
                new DenseStack(List.of(new DenseStep("t", Optional.empty(), false, ActivationFunction.NONE))));
        Path saved = folder.resolve("large.onnx");
        OnnxWriter.write(stacked, saved);
        assertThat(Files.size(saved)).isLessThan(10_000);
        Tensor read = OnnxDocument.open(saved).constant("t").orElseThrow();
        ByteBuffer last = ByteBuffer.allocate(8);
        read.bytes().read(4 * rows * columns - 8, last);
        ByteBuffer expected = ByteBuffer.allocate(8);
        counting(4 * rows * columns).read(4 * rows * columns - 8, expected);
        assertThat(last.array()).isEqualTo(expected.array());
    }

    private static TensorBytes counting(long size) {
        return new TensorBytes() {
            @Override
            public long size() {
                return size;
            }

            @Override
            public void read(long offset, ByteBuffer into) {
                for (long at = offset; into.hasRemaining(); at++) {
                    into.put((byte) (at * 31 >> 3));
                }
            }
        };
    }

    private static List<Integer> readAll(TensorBytes bytes) throws IOException {
        ByteBuffer all = ByteBuffer.allocate((int) bytes.size());
        bytes.read(0, all);
        List<Integer> values = new ArrayList<>();
        for (byte value : all.array()) {
            values.add(value & 0xFF);
        }
        return values;
    }
}
