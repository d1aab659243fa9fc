package org.bitwright.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bitwright.quant.FloatGrid;
import org.bitwright.quant.FloatType;
import org.bitwright.quant.UniformGrid;
import org.bitwright.quant.target.Quantizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActivationQuantizersTest {
    private static final Quantizer BYTES = Quantizer.of(new UniformGrid(0.1f, 0, -128, 127));
    private static final Quantizer NIBBLES = Quantizer.of(new UniformGrid(0.1f, 3, 0, 15));

    @TempDir
    Path folder;

    @Test
    void anOutputKeepsItsNameAndItsProducerGivesAnother() throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1, 3)
                .node("Relu", "relu", "x", "y")
                .node("Neg", "minus", "y", "z")
                .output("y", -1, 3)
                .output("z", -1, 3)
                .open(folder);

        GraphProto graph = insert(document, Map.of("y", BYTES));

        assertThat(graph.getOutputList()).extracting(ValueInfoProto::getName).containsExactly("y", "z");
        assertThat(operators(graph)).containsExactly("Relu", "QuantizeLinear", "DequantizeLinear", "Neg");
        assertThat(producer(graph, "y").getOpType()).isEqualTo("DequantizeLinear");
        assertThat(node(graph, "Neg").getInput(0)).isEqualTo("y");
        assertThat(node(graph, "QuantizeLinear").getInput(0))
                .isEqualTo(node(graph, "Relu").getOutput(0))
                .isNotEqualTo("y");
    }

    @Test
    void anInputKeepsItsNameAndEveryoneTakesTheRoundedOneAlsoInBranches() throws Exception {
        GraphProto branch = GraphProto.newBuilder()
                .setName("branch")
                .addNode(OnnxModels.operator("Neg", "", "x", "inner"))
                .addOutput(ValueInfoProto.newBuilder().setName("inner"))
                .build();
        NodeProto choice = OnnxModels.choice("flag", "z", branch);
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", 3)
                .input("flag", org.bitwright.model.ElementType.BOOL)
                .node("Relu", "relu", "x", "y")
                .node(choice)
                .output("y", 3)
                .output("z", 3)
                .open(folder);

        GraphProto graph = insert(document, Map.of("x", BYTES));

        String rounded = node(graph, "Relu").getInput(0);
        assertThat(graph.getInput(0).getName()).isEqualTo("x").isNotEqualTo(rounded);
        assertThat(producer(graph, rounded).getOpType()).isEqualTo("DequantizeLinear");
        assertThat(node(graph, "QuantizeLinear").getInput(0)).isEqualTo("x");
        assertThat(node(graph, "If").getAttributeList())
                .allMatch(attribute -> attribute.getG().getNode(0).getInput(0).equals(rounded));
    }

    @Test
    void narrowCodesAreLimitedAsBytesWhereTheOperatorSetCan() throws Exception {
        assertThat(operators(insert(model(13, "Neg"), Map.of("y", NIBBLES))))
                .containsExactly("Neg", "QuantizeLinear", "Clip", "DequantizeLinear");
        assertThat(operators(insert(model(11, "Neg"), Map.of("y", NIBBLES))))
                .containsExactly("Neg", "Clip", "QuantizeLinear", "DequantizeLinear");
        assertThat(operators(insert(model(13, "Neg"), Map.of("y", BYTES)))).doesNotContain("Clip");
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 11, 13})
    void codesOfWhatIsNeverNegativeEndWhereTheirTypeDoes(int opset) throws Exception {
        Quantizer twelveBits = Quantizer.of(new UniformGrid(0.1f, 0, 0, 4095));

        assertThat(operators(insert(model(opset, "Relu"), Map.of("y", NIBBLES))))
                .containsExactly("Relu", "QuantizeLinear", "DequantizeLinear");
        assertThat(operators(insert(model(opset, "Abs"), Map.of("y", twelveBits))))
                .containsExactly("Abs", "QuantizeLinear", "DequantizeLinear");
        assertThat(operators(insert(model(opset, "Sigmoid"), Map.of("y", twelveBits))))
                .containsExactly("Sigmoid", "Clip", "QuantizeLinear", "DequantizeLinear");
    }

    @Test
    void whatOnlyMovesOrAddsUpIsAsLittleNegativeAsWhatItTakes() throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", 1, 1, 4, 4)
                .weight("zero", new float[] {0})
                .weight("less", new float[] {-1})
                .node("Clip", "cut", "x zero", "a")
                .node("Clip", "cutBelow", "x less", "b")
                .node("MaxPool", "pool", "a", "c", "kernel_shape=[2,2]")
                .node("Add", "sum", "a a", "d")
                .node("Add", "mixed", "a b", "e")
                .output("c", 1, 1, 3, 3)
                .output("d", 1, 1, 4, 4)
                .output("e", 1, 1, 4, 4)
                .open(folder);
        Map<String, Quantizer> all = Map.of("a", NIBBLES, "b", NIBBLES, "c", NIBBLES, "d", NIBBLES, "e", NIBBLES);

        GraphProto graph = insert(document, all);

        assertThat(all.keySet())
                .filteredOn(edge -> producer(graph, producer(graph, edge).getInput(0))
                        .getOpType()
                        .equals("Clip"))
                .containsExactlyInAnyOrder("b", "e");
    }

    @Test
    void nothingToRoundChangesNothing() throws Exception {
        OnnxDocument document = model(13);
        assertThat(ActivationQuantizers.insert(document, Map.of(), QuantizerForm.INTEGERS))
                .isSameAs(document);
    }

    @Test
    void whatCannotBeRoundedIsRefused() throws Exception {
        refused(model(13), "nowhere", BYTES, "'nowhere'");
        // Another meaning in operator set 11: it cannot be raised.
        refused(model(10, "OneHot"), "y", Quantizer.dynamic(), "operator set 10");
        refused(model(13), "y", Quantizer.of(new FloatGrid(FloatType.FLOAT16, 1, true)), "8-bit floats");
        refused(model(13), "y", Quantizer.of(new FloatGrid(FloatType.E5M2, 1, false)), "saturate");
    }

    private void refused(OnnxDocument document, String edge, Quantizer quantizer, String why) {
        assertThatThrownBy(() -> insert(document, Map.of(edge, quantizer)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    private OnnxDocument model(int opset) throws IOException {
        return model(opset, "Relu");
    }

    private OnnxDocument model(int opset, String operator) throws IOException {
        return OnnxModels.opset(opset)
                .input("x", -1, 3)
                .node(operator, "made", "x", "y")
                .output("y", -1, 3)
                .open(folder);
    }

    private static GraphProto insert(OnnxDocument document, Map<String, Quantizer> quantizers) throws IOException {
        return ActivationQuantizers.insert(document, quantizers, QuantizerForm.INTEGERS)
                .proto()
                .getGraph();
    }

    private static List<String> operators(GraphProto graph) {
        return graph.getNodeList().stream()
                .map(NodeProto::getOpType)
                .filter(type -> !type.equals("Constant"))
                .toList();
    }

    private static NodeProto node(GraphProto graph, String type) {
        return graph.getNodeList().stream()
                .filter(node -> node.getOpType().equals(type))
                .findFirst()
                .orElseThrow();
    }

    private static NodeProto producer(GraphProto graph, String value) {
        return graph.getNodeList().stream()
                .filter(node -> node.getOutputList().contains(value))
                .findFirst()
                .orElseThrow();
    }
}
