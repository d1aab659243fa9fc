package org.bitwright.training.graph;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bitwright.model.InvalidFileException;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.training.Normalization;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network for a fixed number of samples, with the derivative of its loss by its parameters. Shards of that size have
 * passes of their own and share the parameters.
 */
final class ShardGraph implements AutoCloseable {
    /** The derivative of the loss by the network's output. */
    private static final String SEED = "gradient";

    private final Converted network;
    private final int operators;
    private final Map<String, SDVariable> gradients;
    private final List<GraphFloats> parameters = new ArrayList<>();
    private final Map<Integer, ShardPass> passes = new TreeMap<>();

    private ShardGraph(Converted network) {
        this.network = network;
        SameDiff graph = network.graph();
        this.operators = graph.getOps().size();
        SDVariable output = graph.getVariable(network.output());
        SDVariable seed = graph.placeHolder(SEED, DataType.FLOAT, network.outputShape().toArray());
        List<String> by =
                network.parameters().stream().map(GraphParameter::variable).toList();
        this.gradients = Differentiation.gradients(graph, by, Map.of(output.name(), seed));
        for (GraphParameter parameter : network.parameters()) {
            parameters.add(new GraphFloats(parameter));
        }
    }

    /** Converts and differentiates a network. */
    static ShardGraph of(
            OnnxDocument document, Map<String, ActivationRounding> roundings, Normalization normalization, int samples)
            throws IOException {
        OneThread.here();
        Converted network = NetworkConversion.convert(
                document,
                samples,
                roundings,
                (x, rounding) -> RoundingOperator.of(x.getSameDiff(), x, rounding),
                normalization);
        if (network.inputs().size() != 1) {
            throw new InvalidFileException(
                    document.file(), "inputs", "expected one, found " + network.inputNames());
        }
        return new ShardGraph(network);
    }

    List<TrainedParameter> parameters() {
        return network.parameters().stream().map(GraphParameter::parameter).toList();
    }

    float[][] initial() throws IOException {
        float[][] values = new float[network.parameters().size()][];
        for (int p = 0; p < values.length; p++) {
            values[p] = network.parameters().get(p).initial();
        }
        return values;
    }
