package org.bitwright.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.bitwright.model.ElementType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Graphs as ONNX Runtime writes them: blocked convolutions, and what moves values out of their layout and into it. */
class BlockedRoundingTest {
    private static final String BLOCKED = "com.microsoft.nchwc";

    @TempDir
    Path folder;

    @Test
    void whatRoundsBetweenTwoConvolutionsTakesBlocks() throws Exception {
        List<NodeProto> nodes = rewritten(rounded("channels=32").output("y", 1, 32, 4, 4));

        assertThat(nodes)
                .extracting(NodeProto::getOpType)
                .containsExactly("Conv", "QuantizeLinear", "DequantizeLinear", "Conv", "ReorderOutput");
        assertThat(nodes.get(1).getInputList()).containsExactly("blocks", "scale", "zero");
        assertThat(nodes.get(2).getInput(0)).isEqualTo(nodes.get(1).getOutput(0));
        assertThat(nodes.get(3).getInput(0)).isEqualTo(nodes.get(2).getOutput(0));
        assertThat(nodes.get(4)).isEqualTo(reorderedOutput("more", "y", "channels=32"));
    }

    /** A result, something else, or a branch: each takes the value as the model lays it out. */
    @Test
    void whatElseTakesTheRoundedValueGetsItOutOfBlocks() throws Exception {
        GraphProto branch = GraphProto.newBuilder()
                .setName("branch")
                .addNode(OnnxModels.operator("Neg", "", "rounded", "inner"))
                .addOutput(ValueInfoProto.newBuilder().setName("inner"))
                .build();
        NodeProto choice = OnnxModels.choice("flag", "z", branch);
        List<OnnxModels> models = List.of(
                rounded("channels=32").output("rounded", 1, 32, 4, 4),
                rounded("channels=32").node("Neg", "minus", "rounded", "z").output("z", 1, 32, 4, 4),
                rounded("channels=32")
                        .input("flag", ElementType.BOOL)
                        .node(choice)
                        .output("z", 1, 32, 4, 4));
        for (OnnxModels model : models) {
            List<NodeProto> nodes = rewritten(model.output("y", 1, 32, 4, 4));

            NodeProto reordered = maker(nodes, "rounded");
            assertThat(reordered.getOpType()).isEqualTo("ReorderOutput");
            assertThat(maker(nodes, reordered.getInput(0)).getOpType()).isEqualTo("DequantizeLinear");
            assertThat(nodes)
                    .extracting(NodeProto::getOpType)
                    .doesNotContain("ReorderInput")
                    .containsOnlyOnce("QuantizeLinear");
        }
    }

    @Test
    void theExactValueStaysWhereItIsTakenToo() throws Exception {
        List<NodeProto> nodes = rewritten(rounded("channels=32")
                .node("Neg", "minus", "exact", "z")
                .output("z", 1, 32, 4, 4)
                .output("y", 1, 32, 4, 4));

        assertThat(maker(nodes, "exact").toBuilder().setName("").build())
                .isEqualTo(reorderedOutput("blocks", "exact", "channels=32"));
        assertThat(maker(nodes, "z").getInputList()).containsExactly("exact");
    }

    /** Rounding to floats takes a magnitude and a sign and multiplies both. */
    @Test
    void severalPathsFromOneValueMayMeet() throws Exception {
        OnnxModels model = convolved("channels=16")
                .node("Abs", "", "exact", "magnitude")
                .node("Clip", "", "exact scale scale", "sign")
                .node("Mul", "", "magnitude sign", "rounded");

        assertThat(rewritten(behind(model, "rounded", "channels=16").output("y", 1, 16, 4, 4)))
                .extracting(NodeProto::getOpType)
                .containsExactly("Conv", "Abs", "Clip", "Mul", "Conv", "ReorderOutput");
    }

    @Test
    void valuesOfOtherShapesMayNotMeetInBlocks() throws Exception {
        OnnxModels model = convolved("channels=16")
                .node(BLOCKED + ".Conv", "other", "x w", "others")
                .node(reorderedOutput("others", "another", "channels=16"))
                .node("Mul", "", "exact another", "product");

        assertUnchanged(behind(model, "product", "channels=16").output("y", 1, 16, 4, 4));
    }

    @Test
    void channelsThatFillNoBlockAreLeft() throws Exception {
        assertUnchanged(rounded("channels=24").output("y", 1, 24, 4, 4));
    }

    @Test
    void channelsThatLieLastAreLeft() throws Exception {
        assertUnchanged(rounded("channels=32", "channels_last=1").output("y", 1, 4, 4, 32));
    }

    /** One scale for all channels is a number; one for each depends on where a number lies. */
    @Test
    void scalesOfChannelsAreLeft() throws Exception {
        OnnxModels model = convolved("channels=32")
                .weight("scales", 32)
                .codes("zeros", ElementType.INT8, new int[32], 32)
                .node("QuantizeLinear", "", "exact scales zeros", "codes")
                .node("DequantizeLinear", "", "codes scales zeros", "rounded");

        assertUnchanged(behind(model, "rounded", "channels=32").output("y", 1, 32, 4, 4));
    }

    @Test
    void whatGoesIntoNoConvolutionIsLeft() throws Exception {
        assertUnchanged(convolved("channels=32").node("Relu", "", "exact", "y").output("y", 1, 32, 4, 4));
    }

    /** A convolution whose result {@code exact} left its blocks. */
    private static OnnxModels convolved(String... attributes) {
        return OnnxModels.opset(13)
                .domain(BLOCKED, 1)
                .input("x", 1, 32, 4, 4)
                .weight("w", 32, 1, 1, 1)
                .weight("scale", new float[] {0.1f})
                .codes("zero", ElementType.INT8, new int[] {0})
                .node(BLOCKED + ".Conv", "first", "x w", "blocks")
                .node(reorderedOutput("blocks", "exact", attributes));
    }

    /** The same, rounded, with a convolution behind it. */
    private static OnnxModels rounded(String... attributes) {
        OnnxModels model = convolved(attributes)
                .node("QuantizeLinear", "", "exact scale zero", "codes")
                .node("DequantizeLinear", "", "codes scale zero", "rounded");
        return behind(model, "rounded", attributes);
    }

    private static OnnxModels behind(OnnxModels model, String value, String... attributes) {
        return model.node(BLOCKED + ".ReorderInput", "", value, "again")
                .node(BLOCKED + ".Conv", "second", "again w", "more")
                .node(reorderedOutput("more", "y", attributes));
    }

    private static NodeProto reorderedOutput(String from, String to, String... attributes) {
        return OnnxModels.operator(BLOCKED + ".ReorderOutput", "", from, to, attributes);
    }

    private List<NodeProto> rewritten(OnnxModels model) throws IOException {
        return of(model).orElseThrow().nodes();
    }

    private void assertUnchanged(OnnxModels model) throws IOException {
        assertThat(of(model)).isEmpty();
    }

    private Optional<OptimizedNetwork> of(OnnxModels model) throws IOException {
        return BlockedRounding.of(OptimizedNetwork.read(model.write(folder.resolve("model.onnx"))));
    }

    private static NodeProto maker(List<NodeProto> nodes, String value) {
        return nodes.stream()
                .filter(node -> node.getOutputList().contains(value))
                .findFirst()
                .orElseThrow();
    }
}
