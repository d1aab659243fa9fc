package org.bitwright.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitwright.model.ElementType;
import org.bitwright.model.Layer;
import org.bitwright.model.Phrase;
import org.bitwright.model.ValueInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the rewrites make of a graph; that ONNX Runtime agrees is tested beside the inference. */
class RewriteTest {
    @TempDir
    Path folder;

    private OnnxDocument twoLayers() throws IOException {
        OnnxModels models = OnnxModels.opset(13)
                .domain("com.example", 3)
                .input("x", -1, 2)
                .weight("w", ElementType.FLOAT16, OnnxModels.values(4), 2, 2)
                .constant("c", OnnxModels.values(4), 2, 2)
                .node("Cast", "", "w", "wide", "to=1")
                .node("MatMul", "one", "x wide", "a")
                .node("com.example.Odd", "odd", "a", "b")
                .node("MatMul", "two", "b c", "y")
                .output("y", -1, 2);
        Path file = folder.resolve("model.onnx");
        Files.write(
                file,
                models.proto().toBuilder()
                        .setDocString("kept")
                        .setProducerName("somebody")
                        .build()
                        .toByteArray());
        return OnnxDocument.open(file);
    }

    private static float[] values(OnnxDocument document, String name) throws IOException {
        return document.constant(name).orElseThrow().readFloats();
    }

    @Test
    void simulatedWeightsAreRoundedToTheTensorsOwnType() throws IOException {
        OnnxDocument document = twoLayers();
        float[] before = values(document, "w");
        OnnxDocument changed = SimulatedWeights.replace(
                document, Map.of("w", new float[] {1 / 3f, 65520, Float.NaN, -0f}, "c", new float[] {1, 2, 3, 4}));
        // 1/3 in binary16 is 0.333251953125; 65520 is halfway to the next power and overflows
        assertThat(values(changed, "w")).containsExactly(0.333251953125f, Float.POSITIVE_INFINITY, Float.NaN, -0f);
        assertThat(values(changed, "c")).containsExactly(1, 2, 3, 4);
        assertThat(values(document, "w")).containsExactly(before);
        assertThat(changed.constant("w").orElseThrow().type()).isEqualTo(ElementType.FLOAT16);
        assertThat(changed.digest()).isNotEqualTo(document.digest());
    }

    @Test
    void rewritesCarryTheRestAlong() throws IOException {
        OnnxDocument changed = SimulatedWeights.replace(twoLayers(), Map.of("c", new float[4]));
        assertThat(changed.proto().getDocString()).isEqualTo("kept");
        assertThat(changed.proto().getProducerName()).isEqualTo("somebody");
        assertThat(changed.proto().getGraph().getNodeList())
                .extracting(NodeProto::getOpType)
                .containsExactly("Constant", "Cast", "MatMul", "Odd", "MatMul");
        assertThat(changed.model().layers()).extracting(Layer::name).containsExactly("one", "two");
    }

    @Test
    void namesAndNumbersOfValuesMustFit() throws IOException {
        OnnxDocument document = twoLayers();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SimulatedWeights.replace(document, Map.of("v", new float[4])))
                .withMessageContaining("'v'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SimulatedWeights.replace(document, Map.of("w", new float[5])))
                .withMessageContaining("4 values, but 5");
        assertThatIllegalArgumentException().isThrownBy(() -> PromotedWeights.promote(document, List.of("x")));
    }

    @Test
    void promotedWeightsAreInputsOfTheirTypeAndShape() throws IOException {
        OnnxDocument promoted = PromotedWeights.promote(twoLayers(), List.of("c", "w"));
        assertThat(promoted.model().inputs())
                .containsExactly(
                        new ValueInfo("x", ElementType.FLOAT32, List.of(ValueInfo.FREE, 2L), List.of("N", "")),
                        new ValueInfo("c", ElementType.FLOAT32, List.of(2L, 2L)),
                        new ValueInfo("w", ElementType.FLOAT16, List.of(2L, 2L)));
        assertThat(promoted.model().layers()).isEmpty();
        assertThat(promoted.model().parameters()).isZero();
    }

    @Test
    void promotedWeightsThatWereListedAsInputsStayListedOnce() throws IOException {
        OnnxDocument document = OnnxModels.opset(8)
                .ir(3)
                .input("w", 2, 2)
                .input("x", -1, 2)
                .weight("w", 2, 2)
                .node("MatMul", "", "x w", "y")
                .output("y", -1, 2)
                .open(folder);
        assertThat(document.model().inputs()).extracting(ValueInfo::name).containsExactly("x");
        assertThat(PromotedWeights.promote(document, List.of("w")).model().inputs())
                .extracting(ValueInfo::name)
                .containsExactly("w", "x");
    }

    @Test
    void fourBitCodesArePackedLowNibbleFirst() throws IOException {
        CodedDocument export =
                stored(twoLayers(), List.of(integers("c", new int[] {-8, 7, 1, -1}, 4, OptionalInt.of(1), 0.5f, 2)));
        TensorProto codes = initializer(export.document(), "c_quantized");
        assertThat(codes.getDataType()).isEqualTo(22);
        assertThat(codes.getRawData().toByteArray()).containsExactly(0x78, 0xF1);
        assertThat(initializer(export.document(), "c_scale").getDimsList()).containsExactly(2L);
        assertThat(initializer(export.document(), "c_zero_point").getDataType()).isEqualTo(22);
        NodeProto node = export.document().proto().getGraph().getNode(0);
        assertThat(node.getOpType()).isEqualTo("DequantizeLinear");
        assertThat(node.getDomain()).isEqualTo("com.microsoft");
        assertThat(node.getOutputList()).containsExactly("c");
        assertThat(export.losses()).singleElement().asString().contains("'c'", "operator set 13", "int4");
        assertThat(export.document().proto().getGraph().getNodeList())
                .extracting(NodeProto::getOpType)
                .doesNotContain("Constant");
    }

    @Test
    void standardFormsLoseNothing() throws IOException {
        CodedDocument export = stored(
                twoLayers(), List.of(integers("c", new int[] {-128, 127, 1, -1}, 8, OptionalInt.of(0), 0.5f, 2)));
        assertThat(export.losses()).isEmpty();
        assertThat(export.document().proto().getGraph().getNode(0).getDomain()).isEmpty();
        assertThat(export.document().proto().getOpsetImportCount()).isEqualTo(2);
        assertThat(initializer(export.document(), "c_quantized").getRawData().toByteArray())
                .containsExactly(-128, 127, 1, -1);
    }

    @Test
    void oddWidthsHalfFloatsAndBinaryAreNamed() throws IOException {
        assertThat(lossesOf("c", 5)).singleElement().asString().contains("'c' has 5 bits and is stored as int8");
        assertThat(lossesOf("w", 8)).singleElement().asString().contains("'w' is float16", "cast");
        assertThat(lossesOf("c", 1))
                .anySatisfy(loss -> assertThat(loss).asString().contains("binary", "int4", "−1 and +1"));
    }

    private List<Phrase> lossesOf(String weight, int bits) throws IOException {
        int[] codes = {-1, 1, 1, -1};
        return stored(twoLayers(), List.of(integers(weight, codes, bits, OptionalInt.empty(), 1, 1)))
                .losses();
    }

    @Test
    void newNamesDoNotMeetOldOnes() throws IOException {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1, 2)
                .weight("w", 2, 2)
                .weight("w_scale", 2, 2)
                .node("MatMul", "", "x w", "w_quantized")
                .node("MatMul", "w_DequantizeLinear", "w_quantized w_scale", "y")
                .output("y", -1, 2)
                .open(folder);
        CodedDocument export = stored(document, List.of(integers("w", new int[4], 8, OptionalInt.empty(), 1, 1)));
        assertThat(export.document().proto().getGraph().getNode(0).getInputList())
                .containsExactly("w_quantized_2", "w_scale_2", "w_zero_point");
    }

    @Test
    void integersMustFitTheWeight() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> integers("w", new int[] {8}, 4, OptionalInt.empty(), 1, 1))
                .withMessageContaining("-8 … 7");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> integers("w", new int[] {0}, 17, OptionalInt.empty(), 1, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> integers("w", new int[] {0}, 8, OptionalInt.empty(), 1, 2));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> stored(twoLayers(), List.of(integers("c", new int[4], 8, OptionalInt.of(0), 1, 3))));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> stored(twoLayers(), List.of(integers("c", new int[3], 8, OptionalInt.empty(), 1, 1))));
    }

    private static LinearWeight integers(
            String weight, int[] codes, int bits, OptionalInt axis, float scale, int granules) {
        float[] scales = new float[granules];
        Arrays.fill(scales, scale);
        CodeType type = bits == 1 ? new CodeType.Signs(false) : new CodeType.Integers(bits, true);
        ScaleAxis scaleAxis = axis.isPresent() ? ScaleAxis.channels(axis.getAsInt()) : ScaleAxis.tensor();
        return new LinearWeight(weight, codes, scales, new int[granules], type, scaleAxis);
    }

    private static CodedDocument stored(OnnxDocument document, List<LinearWeight> weights) throws IOException {
        CodedWeights coded = CodedWeights.of(document);
        weights.forEach(coded::add);
        return coded.finish();
    }

    private static TensorProto initializer(OnnxDocument document, String name) {
        return document.proto().getGraph().getInitializerList().stream()
                .filter(tensor -> tensor.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void fixedBatchesAreFreedWithTheShapesThatNameThem() throws IOException {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", 1, 2, 2)
                .longs("flat", 1, 4)
                .longs("open", 1, -1)
                .longs("weightShape", 1, 16)
                .weight("w", 4, 4)
                .node("Reshape", "a", "x flat", "h")
                .node("Reshape", "b", "h open", "i")
                .node("Reshape", "c", "w weightShape", "unused")
                .node("MatMul", "", "i w", "y")
                .output("y", 1, 4)
                .open(folder);
        OnnxDocument free = FreeBatch.of(document).orElseThrow();
        assertThat(free.model().inputs().get(0).extents()).containsExactly(ValueInfo.FREE, 2L, 2L);
        assertThat(free.model().outputs().get(0).extents()).containsExactly(ValueInfo.FREE, 4L);
        assertThat(shape(free, 0)).contains(List.of(-1L, 4L));
        assertThat(shape(free, 1)).contains(List.of(0L, -1L));
        assertThat(shape(free, 2)).contains(List.of(1L, 16L));
    }

    private static Optional<List<Long>> shape(OnnxDocument document, int node) {
        return ConstantLongs.input(document.graph().main().get(node), 1);
    }

    @Test
    void freeBatchesAndBranchesAreLeftAlone() throws IOException {
        assertThat(FreeBatch.of(twoLayers())).isEmpty();
        OnnxModels branch = OnnxModels.opset(13).node("Relu", "", "x", "z").output("z", 1, 2);
        OnnxDocument choice = OnnxModels.opset(13)
                .input("x", 1, 2)
                .raw("condition", ElementType.BOOL, new byte[] {1})
                .node(OnnxModels.choice("condition", "y", branch.graph()))
                .output("y", 1, 2)
                .open(folder);
        assertThat(FreeBatch.of(choice)).isEmpty();
    }

    @Test
    void metadataEntriesReplaceOlderOnes() throws IOException {
        OnnxDocument document = twoLayers().withMetadata("tool", "1").withMetadata("tool", "2");
        assertThat(document.proto().getMetadataPropsList())
                .singleElement()
                .satisfies(entry -> assertThat(entry.getValue()).isEqualTo("2"));
    }
}
