package org.bitwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bitwright.model.ElementType;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.onnx.OpsetRaise;
import org.bitwright.runtime.session.Declared;
import org.bitwright.runtime.session.OutputFloats;
import org.bitwright.runtime.session.Session;
import org.bitwright.runtime.session.Values;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A model in the form of a newer operator set answers as the old one does, bit for bit, by ONNX Runtime's word. */
class OpsetRaiseRunTest {
    private static final int NEWEST = 21;

    @TempDir
    private Path folder;

    /** Operators of one input {@code x} of 2 × 3 × 4 × 5 and constants, each in the last version before a change. */
    @ParameterizedTest
    @CsvSource({
        "17, ReduceMean, x, y, 'axes=[2,3]', keepdims=0",
        "17, ReduceMax, x, y, axes=[-1], ''",
        "17, ReduceMin, x, y, axes=[0], ''",
        "17, ReduceProd, x, y, axes=[1], keepdims=0",
        "17, ReduceL1, x, y, 'axes=[1,2]', ''",
        "17, ReduceL2, x, y, axes=[1], ''",
        "17, ReduceLogSumExp, x, y, axes=[1], ''",
        "17, ReduceSumSquare, x, y, axes=[3], ''",
        "12, ReduceSum, x, y, 'axes=[1,3]', keepdims=0",
        "11, ReduceMean, x, y, axes=[1], ''",
        "17, ReduceMean, x, y, keepdims=0, ''",
        "12, Unsqueeze, x, y, 'axes=[0,2]', ''",
        "12, Split, x, y z, axis=1, 'split=[1,2]'",
        "12, Split, x, y z, axis=2, ''",
        "17, Split, x, y z, axis=2, ''",
        "17, Split, x parts, y z, axis=1, ''",
        "12, Softmax, x, y, '', ''",
        "12, Softmax, x, y, axis=3, ''",
        "12, Softmax, x, y, axis=-2, ''",
        "9, Softmax, x, y, axis=0, ''",
        "12, LogSoftmax, x, y, axis=2, ''",
        "12, LogSoftmax, x, y, axis=-1, ''",
        "12, Hardmax, x, y, axis=1, ''",
        "10, Clip, x, y, min=-0.25, max=0.5",
        "10, Clip, x, y, max=0.5, ''",
        "10, Clip, x, y, '', ''",
        "9, Slice, x, y, 'starts=[1,-3]', 'ends=[3,99]'",
        "10, Pad, x, y, 'pads=[0,0,1,2,0,0,0,1]', value=-1.5",
        "10, Pad, x, y, 'pads=[0,0,1,2,0,0,0,1]', mode=reflect",
        "9, TopK, x, y i, k=2, axis=2",
        "11, Dropout, x, y, ratio=0.75, ''",
        "9, Dropout, x, y mask, ratio=0.75, ''",
        "8, Upsample, x, y, 'scales=[1.0,1.0,2.0,3.0]', ''",
        "8, Upsample, x, y, 'scales=[1.0,1.0,1.5,2.0]', mode=linear",
        "9, Upsample, x larger, y, mode=linear, ''",
        "10, Resize, x larger, y, '', ''",
        "10, Resize, x larger, y, mode=linear, ''",
        "11, Resize, x roi larger, y, mode=linear, coordinate_transformation_mode=align_corners",
        "11, Resize, x roi smaller, y, mode=nearest, coordinate_transformation_mode=half_pixel",
        "11, Resize, x roi larger, y, mode=cubic, coordinate_transformation_mode=pytorch_half_pixel",
        "11, Resize, x roi roi sizes, y, mode=linear, ''",
        "13, Resize, x _ larger, y, mode=linear, ''",
        "17, Resize, x _ _ sizes, y, mode=nearest, nearest_mode=floor",
        "15, RoiAlign, x rois which, y, output_height=2, output_width=2",
        "19, GridSample, x grid, y, '', ''",
        "19, GridSample, x grid, y, mode=bicubic, ''",
        "19, GridSample, x grid, y, mode=nearest, align_corners=1",
        "10, Scatter, x places updates, y, axis=0, ''",
    })
    void formsOfOldVersionsAnswerAsBefore(
            int opset, String type, String inputs, String outputs, String first, String second) throws Exception {
        String[] attributes =
                Stream.of(first, second).filter(text -> !text.isEmpty()).toArray(String[]::new);
        OnnxDocument old = base(opset)
                .input("x", 2, 3, 4, 5)
                .node(type, "op", inputs, outputs, attributes)
                .result("y")
                .open(folder);
        assertThat(OpsetRaise.obstacles(old, NEWEST)).isEmpty();
        float[] x = OnnxModels.values(120);
        assertSame(old, OpsetRaise.raise(old, NEWEST), x, 2, 3, 4, 5);
    }

    private static OnnxModels base(int opset) {
        return OnnxModels.opset(opset)
                .longs("parts", 1, 2)
                .longs("which", 0, 1)
                .longs("sizes", 2, 3, 3, 7)
                .weight("larger", new float[] {1, 1, 2, 1.4f}, 4)
                .weight("smaller", new float[] {1, 1, 0.5f, 0.6f}, 4)
                .weight("roi", new float[0], 0)
                .weight("rois", new float[] {0, 0, 3, 3, 1, 1, 4, 2}, 2, 4)
                .weight("grid", 2, 2, 2, 2)
                .weight("updates", new float[] {8, 9}, 1, 1, 1, 2)
                .raw("places", ElementType.INT64, longs(1, 0), 1, 1, 1, 2);
    }

    private static byte[] longs(long... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(numbers);
        return bytes.array();
    }

    @Test
    void squeezedAxesAnswerAsBefore() throws Exception {
        OnnxDocument old = OnnxModels.opset(12)
                .input("x", 1, 4, 1, 5)
                .node("Squeeze", "op", "x", "y", "axes=[0,2]")
                .result("y")
                .open(folder);
        assertSame(old, OpsetRaise.raise(old, NEWEST), OnnxModels.values(20), 1, 4, 1, 5);
    }

    @Test
    void statisticsOfTrainingThatNobodyTakesAreLeftOut() throws Exception {
        OnnxDocument old = OnnxModels.opset(7)
                .input("x", 2, 3, 2)
                .weight("scale", 3)
                .weight("shift", 3)
                .weight("mean", 3)
                .weight("variance", new float[] {1, 2, 3}, 3)
                .node("BatchNormalization", "op", "x scale shift mean variance", "y", "spatial=1")
                .output("y", 2, 3, 2)
                .open(folder);
        assertSame(old, OpsetRaise.raise(old, NEWEST), OnnxModels.values(12), 2, 3, 2);
    }

    @Test
    void operatorsOfBranchesAreConverted() throws Exception {
        OnnxModels body = OnnxModels.opset(12)
                .node("ReduceSum", "inner", "x", "z", "axes=[1]")
                .result("z");
        OnnxDocument old = OnnxModels.choice(OnnxModels.opset(12).input("x", -1, -1), body)
                .result("chosen")
                .open(folder);
        OnnxDocument raised = OpsetRaise.raise(old, NEWEST);
        assertSame(old, raised, OnnxModels.values(6), 2, 3);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everySampleModelCanBeRaised(String sample) throws Exception {
        OnnxDocument old = OnnxDocument.open(Path.of("sample-models", sample + ".onnx"));
        assertThat(OpsetRaise.obstacles(old, NEWEST)).isEmpty();
        OnnxDocument raised = OpsetRaise.raise(old, NEWEST);
        assertThat(raised.model().opset()).isEqualTo(NEWEST);
        assertThat(raised.model().layers()).hasSameSizeAs(old.model().layers());
        assertSame(old, raised, OnnxModels.values(2 * 784), 2, 1, 28, 28);
    }

    static Stream<String> samples() {
        return Stream.of("simple-model", "lenet5", "lenet-300-100", "residual", "depthwise", "vit");
    }

    @ParameterizedTest
    @ValueSource(ints = {18, 19, 20})
    void aTransformerCanBeRaisedToAnyVersionBetween(int version) throws Exception {
        OnnxDocument old = OnnxDocument.open(Path.of("sample-models", "vit.onnx"));
        assertSame(old, OpsetRaise.raise(old, version), OnnxModels.values(784), 1, 1, 28, 28);
    }

    private static void assertSame(OnnxDocument old, OnnxDocument raised, float[] x, long... shape) throws Exception {
        assertThat(bits(raised, x, shape)).isEqualTo(bits(old, x, shape));
    }

    /** Bits of all outputs, behind their shapes. */
    private static List<Integer> bits(OnnxDocument document, float[] x, long... shape) throws Exception {
        List<Integer> bits = new ArrayList<>();
        String input = document.model().inputs().get(0).name();
        try (Session session = Sessions.of(document)) {
            Map<String, Values> found = SingleRun.of(session, Map.of(input, SingleRun.floats(x, shape)));
            for (Declared output : session.outputs()) {
                Values values = found.get(output.name());
                Arrays.stream(values.shape().toArray()).forEach(extent -> bits.add((int) extent));
                for (float value : OutputFloats.read(values, output.name())) {
                    bits.add(Float.floatToIntBits(value));
                }
            }
        }
        assertThat(bits).isNotEmpty();
        return bits;
    }
}
