package org.bitwright.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A network as it was read from a file. Immutable; weights stay in the file until someone looks.
 *
 * @param path the file
 * @param format name of the file format, such as {@code ONNX}
 * @param opset version of the standard operator set; 0 where the format has none
 * @param layers the quantizable weights, in the order in which the network uses them
 * @param operators every operator in graph order, known or not
 * @param edges the quantizable activations, in graph order
 * @param inputs what a caller must supply: weights listed as inputs are left out
 * @param parameters number of all constant numbers, quantizable or not
 * @param bytes size of those in the file, without the graph
 */
public record Model(
        Path path,
        String format,
        int opset,
        List<Layer> layers,
        List<Operator> operators,
        List<Edge> edges,
        List<ValueInfo> inputs,
        List<ValueInfo> outputs,
        long parameters,
        long bytes) {
    public Model {
        layers = List.copyOf(layers);
        operators = List.copyOf(operators);
        edges = List.copyOf(edges);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    public String fileName() {
        return String.valueOf(path.getFileName());
    }

    public Optional<Layer> layer(String name) {
        return layers.stream().filter(layer -> layer.name().equals(name)).findFirst();
    }

    public Optional<Edge> edge(String name) {
        return edges.stream().filter(edge -> edge.name().equals(name)).findFirst();
    }
}
