package org.bitwright.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.bitwright.model.Edge;
import org.bitwright.model.ElementType;
import org.bitwright.model.Model;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EdgeFinderTest {
    @TempDir
    Path folder;

    @Test
    void lenetHasAnEdgeBetweenAnyTwoOperatorsAndAtItsEnds() throws IOException {
        Model model = OnnxDocument.open(Path.of("sample-models/lenet5.onnx")).model();

        // conv relu pool, conv relu pool, flatten, fc relu, fc relu, fc: twelve results and the input
        assertThat(model.edges()).hasSize(13);
        assertThat(model.edges().get(0))
                .isEqualTo(new Edge(
                        "input", "", "", List.of(model.operators().get(0).name()), OptionalInt.of(1)));
        assertThat(model.edges().get(0).isInput()).isTrue();
        assertThat(model.edges().stream().skip(1).map(Edge::producerType))
                .containsExactly(
                        "Conv", "Relu", "MaxPool", "Conv", "Relu", "MaxPool", "Flatten", "Gemm", "Relu", "Gemm", "Relu",
                        "Gemm");
        assertThat(model.edges().get(12).consumers()).isEmpty();
    }

    @Test
    void whatIsNoFloatOrConstantIsNoEdge() throws IOException {
        Model model = open(OnnxModels.opset(13)
                .input("ids", ElementType.INT64, -1, 3)
                .weight("table", 5, 4)
                .weight("shift", 4)
                .node("Shape", "shape", "ids", "s")
                .node("Reshape", "same", "ids s", "ids2")
                .node("Gather", "embed", "table ids2", "e")
                .node("Equal", "mask", "ids ids2", "m")
                .node("Where", "choose", "m e shift", "w")
                .node("Add", "add", "w shift", "y")
                .output("y", -1, 3, 4));

        // the Where is no operator that integer runtimes have, but the Add behind it is
        assertThat(model.edges()).extracting(Edge::name).containsExactly("e", "w", "y");
    }

    @Test
    void channelsAreFollowedThroughOperatorsThatKeepThem() throws IOException {
        Model model = open(OnnxModels.opset(13)
                .input("x", -1, 2, 8, 8)
                .weight("w", 3, 2, 3, 3)
                .weight("fc", 3, 5)
                .node("Conv", "conv", "x w", "c")
                .node("Relu", "relu", "c", "r")
                .node("GlobalAveragePool", "pool", "r", "p")
                .node("Flatten", "flat", "p", "f")
                .node("MatMul", "fc", "f fc", "y")
                .output("y", -1, 5));

        assertThat(model.edges())
                .extracting(Edge::name, Edge::channelAxis)
                .containsExactly(
                        tuple("x", OptionalInt.of(1)),
                        tuple("c", OptionalInt.of(1)),
                        tuple("r", OptionalInt.of(1)),
                        tuple("p", OptionalInt.of(1)),
                        tuple("f", OptionalInt.of(-1)),
                        tuple("y", OptionalInt.of(-1)));
    }

    @Test
    void operatorsThatAreNotKnownEndWhatCanBeFollowed() throws IOException {
        Model model = open(OnnxModels.opset(13)
                .domain("my.own", 1)
                .input("x", -1, 4)
                .node("my.own.Twist", "twist", "x", "t")
                .node("Relu", "relu", "t", "y")
                .output("y", -1, 4));

        assertThat(model.edges()).isEmpty();
    }

    @Test
    void operatorsSayWhatTheyTakeAndGive() throws IOException {
        Model model = open(OnnxModels.opset(13)
                .input("x", -1, 2)
                .weight("w", 2, 3)
                .node("MatMul", "product", "x w", "y")
                .output("y", -1, 3));

        assertThat(model.operators().get(0).inputs()).containsExactly("x", "w");
        assertThat(model.operators().get(0).outputs()).containsExactly("y");
        assertThat(model.operators().get(0).nested()).isFalse();
    }

    private Model open(OnnxModels models) throws IOException {
        return OnnxDocument.open(models.write(folder.resolve("m.onnx"))).model();
    }
}
