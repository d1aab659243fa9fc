package org.bitwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import org.bitwright.model.ElementType;
import org.bitwright.model.HalfPrecision;
import org.bitwright.onnx.CodeType;
import org.bitwright.onnx.CodebookWeight;
import org.bitwright.onnx.CodedDocument;
import org.bitwright.onnx.CodedWeight;
import org.bitwright.onnx.CodedWeights;
import org.bitwright.onnx.HalfWeight;
import org.bitwright.onnx.LinearWeight;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.onnx.ScaleAxis;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ONNX Runtime reads back every stored form, at every operator set, with the very bits that were simulated. */
class CodedWeightsRunTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "7, 8, true, false", "9, 8, false, true", "10, 8, true, false", "11, 8, false, true",
        "12, 8, true, true", "12, 4, true, true", "13, 8, true, true", "13, 8, false, false",
        "13, 4, true, true", "13, 4, false, false", "13, 3, true, true", "13, 1, true, true",
        "13, 1, true, false", "13, 16, true, true", "13, 16, false, false", "17, 4, true, false",
        "17, 12, true, true", "17, 2, false, true", "21, 4, true, true", "21, 4, false, false",
        "21, 8, true, true", "21, 16, true, true", "21, 16, false, true", "21, 5, true, false",
        "22, 4, false, true", "23, 8, false, true",
    })
    void everyStoredFormGivesTheSimulatedBits(int opset, int bits, boolean signed, boolean perChannel)
            throws Exception {
        OnnxDocument model = OnnxModels.opset(opset)
                .ir(opset < 9 ? 3 : 8)
                .input("x", 3, 3)
                .weight("w", 3, 5)
                .node("MatMul", "product", "x w", "y")
                .output("y", 3, 5)
                .open(folder);
        LinearWeight integers = integers(15, bits, signed, perChannel ? OptionalInt.of(1) : OptionalInt.empty(), 5);
        CodedDocument export = stored(model, integers);
        assertThat(identityTimes(export.document(), 3)).containsExactly(expected(integers, 5));
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 21})
    void halfPrecisionWeightsAreCastFromTheSimulatedBits(int opset) throws Exception {
        OnnxDocument model = OnnxModels.opset(opset)
                .input("x", 3, 3)
                .weight("w", ElementType.FLOAT16, OnnxModels.values(15), 3, 5)
                .node("Cast", "", "w", "wide", "to=1")
                .node("MatMul", "product", "x wide", "y")
                .output("y", 3, 5)
                .open(folder);
        LinearWeight integers = integers(15, 8, true, OptionalInt.of(1), 5);
        CodedDocument export = stored(model, integers);
        float[] expected = expected(integers, 5);
        for (int i = 0; i < expected.length; i++) {
            expected[i] = HalfPrecision.fromFloat16(HalfPrecision.toFloat16(expected[i]));
        }
        assertThat(identityTimes(export.document(), 3)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "21, 8, true, 0, 2",
        "21, 4, true, 0, 2",
        "21, 4, false, 0, 3",
        "21, 4, false, 1, 2",
        "21, 16, false, 1, 4",
        "22, 2, true, 1, 5",
        "21, 1, true, 0, 2",
        "23, 8, false, 0, 1",
    })
    void everyBlockedFormGivesTheSimulatedBits(int opset, int bits, boolean signed, int axis, int block)
            throws Exception {
        // 3 rows of 5: blocks of 2 leave a short last one along either axis, and an odd number of 4-bit scales
        int across = axis == 0 ? 3 : 5;
        int blocks = (across + block - 1) / block;
        LinearWeight plain = integers(15, bits, signed, OptionalInt.of(1), axis == 0 ? blocks * 5 : 3 * blocks);
        LinearWeight blocked = new LinearWeight(
                "w", plain.codes(), plain.scales(), plain.zeroPoints(), plain.type(), ScaleAxis.blocks(axis, block));
        float[] expected = new float[15];
        for (int i = 0; i < 15; i++) {
            int scale = axis == 0 ? i / 5 / block * 5 + i % 5 : i / 5 * blocks + i % 5 / block;
            expected[i] = (plain.codes()[i] - plain.zeroPoints()[scale]) * plain.scales()[scale];
        }
        assertThat(identityTimes(stored(product(opset), blocked).document(), 3)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"4, true, 16", "4, false, 32", "8, true, 32", "2, true, 16", "8, false, 64"})
    void blocksThatOnnxRuntimeFusesIntoTheProductStayExactEnough(int bits, boolean signed, int block) throws Exception {
        // MatMulNBits takes the place of DequantizeLinear and MatMul: axis 0, blocks of a power of two from 16 on
        OnnxDocument model = OnnxModels.opset(21)
                .input("x", 64, 64)
                .weight("w", 64, 5)
                .node("MatMul", "product", "x w", "y")
                .output("y", 64, 5)
                .open(folder);
        LinearWeight plain = integers(64 * 5, bits, signed, OptionalInt.of(1), 64 / block * 5);
        LinearWeight blocked = new LinearWeight(
                "w", plain.codes(), plain.scales(), plain.zeroPoints(), plain.type(), ScaleAxis.blocks(0, block));
        float[] expected = new float[64 * 5];
        for (int i = 0; i < expected.length; i++) {
            int scale = i / 5 / block * 5 + i % 5;
            expected[i] = (plain.codes()[i] - plain.zeroPoints()[scale]) * plain.scales()[scale];
        }
        assertThat(identityTimes(stored(model, blocked).document(), 64)).containsExactly(expected, within(1e-5f));
    }

    @ParameterizedTest
    @CsvSource({
        "19, FLOAT8E4M3FN, 0",
        "19, FLOAT8E5M2, 0",
        "20, FLOAT8E4M3FN, 1",
        "21, FLOAT8E5M2, 1",
        "21, FLOAT8E4M3FN, 2",
        "22, FLOAT8E5M2, 2",
    })
    void eightBitFloatsGiveTheSimulatedBits(int opset, ElementType type, int granules) throws Exception {
        // 1.5, -0, the greatest, the least subnormal and so on, by hand from the two types' bits
        int[] e4m3 = {0x3C, 0x80, 0x7E, 0x01, 0xB8, 0, 0xFE, 0x08, 0x81, 0x40, 0x48, 0xC8, 0x39, 0x07, 0x30};
        float[] e4m3Values = {1.5f, -0f, 448, 0x1p-9f, -1, 0, -448, 0x1p-6f, -0x1p-9f, 2, 4, -4, 1.125f, 0x1.cp-7f, 0.5f
        };
        int[] e5m2 = {0x3E, 0x80, 0x7B, 0x01, 0xBC, 0, 0xFB, 0x04, 0x81, 0x40, 0x44, 0xC4, 0x3D, 0x03, 0x38};
        float[] e5m2Values = {
            1.5f, -0f, 57344, 0x1p-16f, -1, 0, -57344, 0x1p-14f, -0x1p-16f, 2, 4, -4, 1.25f, 0x1.8p-15f, 0.5f
        };
        boolean first = type == ElementType.FLOAT8E4M3FN;
        float[] values = first ? e4m3Values : e5m2Values;
        float[][] scales = {{0.3f}, {0.3f, 1, 7, 0x1p-20f, 3}, {0.3f, 1, 7, 0x1p-20f, 3, 5, 11, 0.1f, 0.2f, 9}};
        ScaleAxis axis =
                granules == 0 ? ScaleAxis.tensor() : granules == 1 ? ScaleAxis.channels(1) : ScaleAxis.blocks(0, 2);
        LinearWeight weight = new LinearWeight(
                "w",
                first ? e4m3 : e5m2,
                scales[granules],
                new int[scales[granules].length],
                new CodeType.Float8(type),
                axis);
        float[] expected = new float[15];
        for (int i = 0; i < 15; i++) {
            int scale = granules == 0 ? 0 : granules == 1 ? i % 5 : i / 10 * 5 + i % 5;
            expected[i] = values[i] * scales[granules][scale];
        }
        assertThat(weightOf(stored(product(opset), weight).document())).isEqualTo(bits(expected));
    }

    @ParameterizedTest
    @CsvSource({"7, false", "7, true", "13, true", "21, true"})
    void codebooksGiveTheirCentroids(int opset, boolean perChannel) throws Exception {
        int[] codes = {0, 1, 2, 2, 1, 0, 0, 1, 2, 0, 2, 2, 1, 1, 0};
        float[] centroids = perChannel
                ? new float[] {-1, 0.1f, 2, -3, 0, 3, 4, 5, 6, -0.7f, 1 / 3f, 0.5f, 8, 9, 10}
                : new float[] {-1, 0.1f, 2};
        OptionalInt axis = perChannel ? OptionalInt.of(1) : OptionalInt.empty();
        CodedDocument coded = stored(product(opset), new CodebookWeight("w", codes, centroids, 3, axis));
        float[] expected = new float[15];
        for (int i = 0; i < 15; i++) {
            expected[i] = centroids[(perChannel ? i % 5 * 3 : 0) + codes[i]];
        }
        assertThat(identityTimes(coded.document(), 3)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"7, FLOAT16", "13, BFLOAT16", "21, FLOAT16"})
    void halfFloatsGiveTheirValues(int opset, ElementType type) throws Exception {
        float[] values = {
            1.5f, -0f, Float.POSITIVE_INFINITY, 0x1p-14f, -1, 0, -255, 0x1p-10f, -0x1p-9f, 2, 4, -4, 1, 0, 1
        };
        CodedDocument coded = stored(product(opset), new HalfWeight("w", values, type));
        assertThat(coded.losses()).isEmpty();
        assertThat(weightOf(coded.document())).isEqualTo(bits(values));
    }

    private OnnxDocument product(int opset) throws IOException {
        return OnnxModels.opset(opset)
                .input("x", 3, 3)
                .weight("w", 3, 5)
                .node("MatMul", "product", "x w", "y")
                .node("Identity", "copy", "w", "seen")
                .output("y", 3, 5)
                .output("seen", 3, 5)
                .open(folder);
    }

    private static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(values[i]);
        }
        return bits;
    }

    /** The bits of the weight, for values that a product would lose. */
    private static int[] weightOf(OnnxDocument document) throws Exception {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session =
                        environment.createSession(document.sessionSource().model());
                OnnxTensor input =
                        OnnxTensor.createTensor(environment, FloatBuffer.wrap(new float[9]), new long[] {3, 3});
                OrtSession.Result result = session.run(Map.of("x", input))) {
            FloatBuffer buffer = ((OnnxTensor) result.get("seen").orElseThrow()).getFloatBuffer();
            float[] values = new float[buffer.remaining()];
            buffer.get(values);
            return bits(values);
        }
    }

    private static CodedDocument stored(OnnxDocument model, CodedWeight weight) throws IOException {
        CodedWeights coded = CodedWeights.of(model);
        coded.add(weight);
        return coded.finish();
    }

    private static LinearWeight integers(int count, int bits, boolean signed, OptionalInt axis, int channels) {
        int low = signed ? -(1 << bits - 1) : 0;
        int levels = 1 << bits;
        int[] codes = new int[count];
        for (int i = 0; i < count; i++) {
            codes[i] = bits == 1 ? (i % 3 == 0 ? -1 : 1) : low + Math.floorMod(i * 7919, levels);
        }
        int granules = axis.isPresent() ? channels : 1;
        float[] scales = new float[granules];
        int[] zeroPoints = new int[granules];
        for (int i = 0; i < granules; i++) {
            scales[i] = 0.013f * (i + 1);
            zeroPoints[i] = signed ? 0 : (i + 1) % levels;
        }
        CodeType type = bits == 1 ? new CodeType.Signs(false) : new CodeType.Integers(bits, signed);
        ScaleAxis scaleAxis = axis.isPresent() ? ScaleAxis.channels(axis.getAsInt()) : ScaleAxis.tensor();
        return new LinearWeight("w", codes, scales, zeroPoints, type, scaleAxis);
    }

    private static float[] expected(LinearWeight integers, int columns) {
        float[] values = new float[integers.codes().length];
        for (int i = 0; i < values.length; i++) {
            int granule = integers.axis().axis().isPresent() ? i % columns : 0;
            values[i] = (integers.codes()[i] - integers.zeroPoints()[granule]) * integers.scales()[granule];
        }
        return values;
    }

    /** Runs the network on the identity matrix, which brings its weight out. */
    private static float[] identityTimes(OnnxDocument document, int size) throws Exception {
        float[] identity = new float[size * size];
        for (int i = 0; i < size; i++) {
            identity[i * size + i] = 1;
        }
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.addConfigEntry("session.qdq_matmulnbits_accuracy_level", "1");
            try (OrtSession session =
                            environment.createSession(document.sessionSource().model(), options);
                    OnnxTensor input =
                            OnnxTensor.createTensor(environment, FloatBuffer.wrap(identity), new long[] {size, size});
                    OrtSession.Result result = session.run(Map.of("x", input))) {
                float[][] rows = (float[][]) result.get(0).getValue();
                float[] flat = new float[rows.length * rows[0].length];
                for (int row = 0; row < rows.length; row++) {
                    System.arraycopy(rows[row], 0, flat, row * rows[0].length, rows[0].length);
                }
                assertThat(Arrays.stream(rows).mapToInt(row -> row.length).distinct())
                        .hasSize(1);
                return flat;
            }
        }
    }
}
