package org.bitwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.bitwright.model.ElementType;
import org.bitwright.model.HalfPrecision;
import org.bitwright.onnx.CodeType;
import org.bitwright.onnx.CodedDocument;
import org.bitwright.onnx.CodedWeight;
import org.bitwright.onnx.CodedWeights;
import org.bitwright.onnx.ScaleAxis;
import org.bitwright.onnx.LinearWeight;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxModels;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ONNX Runtime reads back every integer form, at every operator set, with the very bits of (q − zp) · scale. */
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
        assertThat(identityTimes(export.document(), 3)).containsExactly(expected);
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
