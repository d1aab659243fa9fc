package org.bitwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bitwright.model.ElementType.BOOL;
import static org.bitwright.model.ElementType.FLOAT32;
import static org.bitwright.model.ElementType.INT32;
import static org.bitwright.model.ElementType.INT64;
import static org.bitwright.model.ElementType.UINT8;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bitwright.model.Binding;
import org.bitwright.model.Dataset;
import org.bitwright.model.ElementType;
import org.bitwright.model.Preprocessing;
import org.bitwright.model.Shape;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeveralInputsTest {
    private static final Preprocessing RAW = Preprocessing.scaled(1);

    @TempDir
    Path folder;

    /** y = table[ids] · mask, over more samples than a block, with batches free or fixed. */
    @ParameterizedTest
    @ValueSource(longs = {-1, 1, 3})
    void tokenIdsAndTheirMaskReachTheirInputs(long batch) throws Exception {
        int count = 600;
        double[] ids = new double[2 * count];
        double[] mask = new double[2 * count];
        float[] expected = new float[2 * count];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = i % 5;
            mask[i] = i % 3 == 0 ? 0 : 1;
            expected[i] = (float) (10 * ids[i] * mask[i]);
        }
        Dataset data =
                arrays(count, part("mask", FLOAT32, Shape.of(2), mask), part("input_ids", INT64, Shape.of(2), ids));

        assertThat(outputs(embedding(batch), data, RAW)).isEqualTo(expected);
    }

    @Test
    void arraysThatAreNotAskedForAreLeftOut() throws Exception {
        Dataset data = arrays(
                1,
                part("mask", FLOAT32, Shape.of(2), 1, 1),
                part("other", FLOAT32, Shape.of(7), 1, 2, 3, 4, 5, 6, 7),
                part("Input-IDs", INT64, Shape.of(2), 3, 4));

        assertThat(outputs(embedding(-1), data, RAW)).containsExactly(30, 40);
    }

    @Test
    void anInputThatTheDataLackIsFilledWithANumber() throws Exception {
        Dataset data = arrays(2, part("input_ids", INT64, Shape.of(2), 1, 2, 3, 4));
        Preprocessing filled = RAW.withBinding(Binding.none().withConstants(Map.of("mask", 0.5)));

        assertThat(outputs(embedding(-1), data, filled)).containsExactly(5, 10, 15, 20);
        assertThatThrownBy(() -> outputs(embedding(-1), data, RAW))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("no array for the network's input 'mask' (FLOAT32, any × any)")
                .hasMessageContaining("only 'input_ids'");
        assertThat(DataFit.of(embedding(-1).model(), data, RAW).missingInputs()).containsExactly("mask");
    }

    /** Preprocessing is for floats: bytes and ids reach integer inputs unscaled. */
    @ParameterizedTest
    @EnumSource(
            value = ElementType.class,
            names = {"INT64", "INT32", "INT16", "INT8", "UINT8", "BOOL"})
    void everyIntegerTypeIsFedExactly(ElementType type) throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", type, -1, 2)
                .node("Cast", "", "x", "y", "to=1")
                .output("y", -1, 2)
                .open(folder);
        Dataset data = arrays(2, part("", type, Shape.of(2), 0, 1, 1, 0));

        assertThat(outputs(document, data, Preprocessing.scaled(1 / 255f))).containsExactly(0, 1, 1, 0);
    }

    @Test
    void idsBeyondFloatPrecisionStayExact() throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", INT64, -1, 1)
                .longs("base", 1L << 40)
                .node("Sub", "", "x base", "d")
                .node("Cast", "", "d", "y", "to=1")
                .output("y", -1, 1)
                .open(folder);
        Dataset data = arrays(2, part("", INT64, Shape.of(1), (1L << 40) + 1, (1L << 40) - 3));

        assertThat(outputs(document, data, RAW)).containsExactly(1, -3);
    }

    @Test
    void numbersThatTheInputCannotTakeAreNamed() throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", UINT8, -1, 1)
                .node("Cast", "", "x", "y", "to=1")
                .output("y", -1, 1)
                .open(folder);

        assertThatThrownBy(() -> outputs(document, arrays(2, part("", INT32, Shape.of(1), 3, 256)), RAW))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("Sample 1 holds 256")
                .hasMessageContaining("UINT8");
        assertThatThrownBy(() -> outputs(document, arrays(1, part("", FLOAT32, Shape.of(1), 0.5)), RAW))
                .hasMessageContaining("Sample 0 holds 0.5");
        assertThat(outputs(document, arrays(1, part("", FLOAT32, Shape.of(1), 7)), RAW))
                .containsExactly(7);
    }

    @Test
    void axesOfOneNameHaveOneExtent() throws Exception {
        Dataset data =
                arrays(1, part("mask", FLOAT32, Shape.of(3), 1, 1, 1), part("input_ids", INT64, Shape.of(2), 3, 4));

        assertThatThrownBy(() -> outputs(embedding(-1), data, RAW))
                .hasMessageContaining("axis 'N1' would be 2 long in one input and 3 in 'mask'");
    }

    @Test
    void anotherOutputIsReadWhereItIsAskedFor() throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1, 2)
                .node("Relu", "", "x", "first")
                .node("Neg", "", "x", "second")
                .output("first", -1, 2)
                .output("second", -1, 2)
                .open(folder);
        Dataset data = MemoryDataset.of(Shape.of(2), 1, -2);

        assertThat(outputs(document, data, RAW)).containsExactly(1, 0);
        assertThat(outputs(document, data, RAW.withBinding(Binding.none().withOutput(Optional.of("second")))))
                .containsExactly(-1, 2);
        assertThatThrownBy(() ->
                        outputs(document, data, RAW.withBinding(Binding.none().withOutput(Optional.of("third")))))
                .hasMessageContaining("no output 'third', only first, second");
    }

    /** Pixel p of channel c is 10·p + c; the network sums each channel. */
    @Test
    void imagesStoredByPixelReachANetworkThatTakesThemByChannel() throws Exception {
        OnnxDocument document = OnnxModels.opset(11)
                .input("x", -1, 3, 2, 2)
                .node("ReduceSum", "", "x", "y", "axes=[2,3]", "keepdims=0")
                .output("y", -1, 3)
                .open(folder);
        Dataset data = MemoryDataset.of(Shape.of(2, 2, 3), 0, 1, 2, 10, 11, 12, 20, 21, 22, 30, 31, 32);

        assertThat(outputs(document, data, RAW)).containsExactly(60, 64, 68);
        // a mean for each channel, whichever side the channels are stored on
        assertThat(outputs(document, data, new Preprocessing(1, List.of(0f, 1f, 2f), List.of(1f, 1f, 2f))))
                .containsExactly(60, 60, 30);
        assertThat(DataFit.of(document.model(), data, RAW).transposed()).containsExactly("x");
    }

    @Test
    void aMeanForEachChannelFitsNetworksThatTakeChannelsLast() throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1, 1, 2, 3)
                .node("Relu", "", "x", "y")
                .output("y", -1, 1, 2, 3)
                .open(folder);
        Dataset data = MemoryDataset.of(Shape.of(1, 2, 3), 5, 5, 5, 6, 6, 6);

        assertThat(outputs(document, data, new Preprocessing(1, List.of(1f, 2f, 3f), List.of(1f))))
                .containsExactly(4, 3, 2, 5, 4, 3);
    }

    @Test
    void whatFlowsIsRecordedWithSeveralInputs() throws Exception {
        Dataset data = arrays(
                2, part("mask", FLOAT32, Shape.of(2), 1, 0, 1, 1), part("input_ids", INT64, Shape.of(2), 1, 2, 3, 4));
        List<Float> seen = new ArrayList<>();
        ActivationRecorder.open(embedding(-1), data, RAW, CancelToken.none())
                .record(
                        Map.of(),
                        Set.of("h", "mask"),
                        2,
                        (first, values) -> {
                            for (String name : List.of("h", "mask")) {
                                for (float value : values.get(name).values()) {
                                    seen.add(value);
                                }
                            }
                        },
                        new Progress(),
                        CancelToken.none());

        assertThat(seen).containsExactly(10f, 20f, 30f, 40f, 1f, 0f, 1f, 1f);
    }

    @Test
    void aTruthValueFillsAScalarInput() throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1, 1)
                .input("negate", BOOL)
                .node("Neg", "", "x", "n")
                .node("Where", "", "negate n x", "y")
                .output("y", -1, 1)
                .open(folder);
        Dataset data = MemoryDataset.of(Shape.of(1), 1, 2);

        assertThat(outputs(document, data, RAW.withBinding(Binding.none().withConstants(Map.of("negate", 1.0)))))
                .containsExactly(-1, -2);
        assertThatThrownBy(() ->
                        outputs(document, data, RAW.withBinding(Binding.none().withConstants(Map.of("negate", 2.0)))))
                .hasMessageContaining("'negate' of type BOOL cannot be filled with 2.0");
    }

    /** Positions of width 2: (1, 10), (2, 20), (3, 30) with the second masked out, then the first alone, then none. */
    @ParameterizedTest
    @ValueSource(longs = {-1, 2})
    void aSequenceIsAveragedOverThePositionsThatCount(long batch) throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", batch, 3, 2)
                .input("mask", INT64, batch, 3)
                .node("Relu", "", "x", "y")
                .node("Cast", "", "mask", "z", "to=1")
                .output("y", batch, 3, 2)
                .output("z", batch, 3)
                .open(folder);
        double[] sequence = {1, 10, 2, 20, 3, 30};
        double[] sequences = new double[18];
        for (int i = 0; i < 18; i++) {
            sequences[i] = sequence[i % 6];
        }
        Dataset data = arrays(
                3,
                part("x", FLOAT32, Shape.of(3, 2), sequences),
                part("mask", INT64, Shape.of(3), 1, 0, 1, 1, 0, 0, 0, 0, 0));
        Binding pooled = Binding.none().withPooling(Optional.of("mask"));

        assertThat(outputs(document, data, RAW.withBinding(pooled))).containsExactly(2, 20, 1, 10, 0, 0);
        assertThatThrownBy(() -> outputs(document, data, RAW.withBinding(pooled.withOutput(Optional.of("z")))))
                .hasMessageContaining("is not made of 3 positions");
        assertThatThrownBy(() -> outputs(document, data, RAW.withBinding(pooled.withPooling(Optional.of("x")))))
                .hasMessageContaining("'x' is no input that is fed one number for each position");
    }

    /** Embeddings of width 1: the table is 0, 10, 20, 30, 40. */
    private OnnxDocument embedding(long batch) throws Exception {
        return OnnxModels.opset(13)
                .input("input_ids", INT64, batch, -1)
                .input("mask", batch, -1)
                .weight("table", new float[] {0, 10, 20, 30, 40}, 5)
                .node("Gather", "", "table input_ids", "h")
                .node("Mul", "", "h mask", "y")
                .output("y", batch, -1)
                .open(folder);
    }

    private static MemoryArrays.Part part(String name, ElementType type, Shape shape, double... values) {
        return MemoryArrays.Part.of(name, type, shape, values);
    }

    private static Dataset arrays(int size, MemoryArrays.Part... parts) {
        return new MemoryArrays(size, List.of(parts));
    }

    private static float[] outputs(OnnxDocument document, Dataset data, Preprocessing preprocessing) throws Exception {
        try (CandidateEvaluator evaluator = CandidateEvaluator.open(document, data, preprocessing)) {
            return evaluator
                    .evaluate(Candidate.ofWeights(Map.of()), 0, data.size(), true, new Progress(), CancelToken.none())
                    .outputs();
        }
    }
}
