package org.bitwright.ui.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.bitwright.model.ElementType;
import org.bitwright.model.Layer;
import org.bitwright.model.Model;
import org.bitwright.model.Operator;
import org.bitwright.model.Phrase;
import org.bitwright.model.Shape;
import org.bitwright.model.Tensor;
import org.bitwright.model.TensorBytes;
import org.bitwright.model.ValueInfo;
import org.bitwright.project.Project;
import org.junit.jupiter.api.Test;

class NetworkGraphTest {
    private final List<Operator> operators = new ArrayList<>();
    private final List<Layer> layers = new ArrayList<>();

    @Test
    void operatorsAreLinkedByTheValuesThatTheyGiveAndTake() {
        add("conv", "Conv", List.of("image", "weight", "bias"), "a");
        add("relu", "Relu", List.of("a"), "b");
        add("add", "Add", List.of("b", "a"), "sum");
        layers.add(layer("conv", "conv"));
        NetworkGraph graph = graph(List.of("image"), List.of("sum"));
        assertThat(graph.nodes())
                .extracting(node -> node.kind() + " " + node.name())
                .containsExactly("INPUT image", "OPERATOR conv", "OPERATOR relu", "OPERATOR add", "OUTPUT sum");
        assertThat(links(graph))
                .containsExactlyInAnyOrder("image>conv", "conv>relu", "relu>add", "conv>add", "add>sum");
        assertThat(graph.nodes().get(1).layers()).containsExactly("conv");
        assertThat(graph.nodes().get(2).isLayer()).isFalse();
    }

    @Test
    void constantsAreNotDrawnAndNestedOperatorsAreCounted() {
        add("shape", "Constant", List.of(), "s");
        add("reshape", "Reshape", List.of("image", "s"), "a");
        operators.add(new Operator("inner", "Mul", false, Phrase.NONE, List.of("a"), List.of("x"), true));
        operators.add(new Operator("inner2", "Mul", false, Phrase.NONE, List.of("x"), List.of("y"), true));
        NetworkGraph graph = graph(List.of("image"), List.of("a"));
        assertThat(graph.nested()).isEqualTo(2);
        assertThat(links(graph)).containsExactlyInAnyOrder("image>reshape", "reshape>a");
    }

    @Test
    void aValueTakenTwiceByOneOperatorIsOneLink() {
        add("square", "Mul", List.of("image", "image"), "a");
        assertThat(links(graph(List.of("image"), List.of("a")))).containsExactly("image>square", "square>a");
    }

    @Test
    void anInputStandsBeforeWhoFirstTakesIt() {
        add("first", "Relu", List.of("one"), "a");
        add("second", "Relu", List.of("a"), "b");
        add("join", "Add", List.of("b", "two"), "c");
        NetworkGraph graph = graph(List.of("two", "one"), List.of("c"));
        assertThat(graph.nodes())
                .extracting(GraphNode::name)
                .containsExactly("one", "first", "second", "two", "join", "c");
    }

    @Test
    void operatorsThatAreListedTooEarlyAreMovedBehindWhatTheyNeed() {
        add("late", "Relu", List.of("a"), "b");
        add("early", "Relu", List.of("image"), "a");
        NetworkGraph graph = graph(List.of("image"), List.of("b"));
        assertThat(graph.nodes()).extracting(GraphNode::name).containsExactly("image", "early", "late", "b");
    }

    @Test
    void aCircleIsDrawnWithoutTheLinkThatClosesIt() {
        add("one", "Add", List.of("image", "b"), "a");
        add("two", "Relu", List.of("a"), "b");
        NetworkGraph graph = graph(List.of("image"), List.of());
        assertThat(links(graph)).containsExactlyInAnyOrder("image>one", "one>two");
    }

    @Test
    void linksThatLeadBackAreRefused() {
        List<GraphNode> nodes =
                List.of(GraphNode.operator("A", "a", List.of()), GraphNode.operator("B", "b", List.of()));
        assertThatThrownBy(() -> new NetworkGraph(nodes, List.of(new GraphLink(1, 0, "v")), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyLayerOfASampleHasItsNode() throws IOException {
        try (Project project = Project.create(Path.of("sample-models", "residual.onnx"))) {
            NetworkGraph graph = NetworkGraph.of(project.model());
            List<String> drawn = graph.nodes().stream()
                    .flatMap(node -> node.layers().stream())
                    .toList();
            assertThat(drawn)
                    .containsExactlyInAnyOrderElementsOf(
                            project.model().layers().stream().map(Layer::name).toList());
            assertThat(graph.nodes())
                    .filteredOn(node -> node.type().equals("Add"))
                    .hasSize(3);
            assertThat(graph).isEqualTo(NetworkGraph.of(project.model()));
        }
    }

    private void add(String name, String type, List<String> inputs, String output) {
        operators.add(new Operator(name, type, false, Phrase.NONE, inputs, List.of(output), false));
    }

    private static Layer layer(String name, String... operators) {
        Tensor weight = new Tensor("weight", ElementType.FLOAT32, Shape.of(1), new Absent(4));
        return new Layer(name, "Conv", weight, List.of(operators), OptionalInt.empty(), Phrase.verbatim("none"));
    }

    private NetworkGraph graph(List<String> inputs, List<String> outputs) {
        return NetworkGraph.of(new Model(
                Path.of("model.onnx"),
                "ONNX",
                17,
                layers,
                operators,
                List.of(),
                values(inputs),
                values(outputs),
                0,
                0));
    }

    private static List<ValueInfo> values(List<String> names) {
        return names.stream()
                .map(name -> new ValueInfo(name, ElementType.FLOAT32, List.of(1L, 3L)))
                .toList();
    }

    private static List<String> links(NetworkGraph graph) {
        return graph.links().stream()
                .map(link -> graph.nodes().get(link.from()).name() + ">"
                        + graph.nodes().get(link.to()).name())
                .toList();
    }

    private record Absent(long size) implements TensorBytes {
        @Override
        public void read(long offset, ByteBuffer into) {
            throw new UnsupportedOperationException("nobody reads");
        }
    }
}
