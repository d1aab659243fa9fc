package org.bitwright.training.graph;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.training.Normalization;
import org.bitwright.training.graph.rule.RunningStatistics;
import org.bitwright.training.kernel.OneThread;
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
    private final List<GraphFloats> parameters;
    private final long[] inputShape;
    private final long[] outputShape;
    private final Map<Integer, ShardPass> passes = new TreeMap<>();

    private ShardGraph(Converted network) {
        this.network = network;
        SameDiff graph = network.graph();
        this.operators = graph.getOps().size();
        this.inputShape = graph.getVariable(network.inputs().get(0)).placeholderShape();
        this.outputShape = outputShape();
        SDVariable seed = graph.placeHolder(SEED, DataType.FLOAT, outputShape);
        List<String> by =
                network.parameters().stream().map(GraphParameter::variable).toList();
        this.gradients = Differentiation.gradients(graph, by, Map.of(network.output(), seed));
        this.parameters = network.parameters().stream().map(GraphFloats::of).toList();
    }

    /**
     * Converts and differentiates a network.
     *
     * @param statistics of trained batch normalizations, which all graphs of a network share; gets what is not there yet
     */
    static ShardGraph of(
            OnnxDocument document,
            Map<String, ActivationRounding> roundings,
            Normalization normalization,
            Map<String, RunningStatistics> statistics,
            int samples)
            throws IOException {
        OneThread.here();
        Converted network = NetworkConversion.convert(
                document,
                samples,
                roundings,
                (x, rounding) -> RoundingOperator.of(x.getSameDiff(), x, rounding),
                normalization,
                statistics);
        if (network.inputs().size() != 1) {
            throw new InvalidFileException(
                    document.file(), Phrase.of("inputs"), Phrase.of("expected one, found %s", network.inputNames()));
        }
        return new ShardGraph(network);
    }

    private long[] outputShape() {
        String output = network.output();
        try (INDArray input = Nd4j.create(DataType.FLOAT, inputShape);
                RecordedPass forward = RecordedPass.record(
                        network.graph(),
                        operators,
                        List.of(output),
                        Map.of(network.inputs().get(0), input),
                        0)) {
            return forward.array(output).shape().clone();
        }
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

    int samples() {
        return (int) inputShape[0];
    }

    /** Numbers of one sample. */
    int inputValues() {
        return valuesBehindFirst(inputShape);
    }

    /** Numbers of one sample. */
    int outputValues() {
        return valuesBehindFirst(outputShape);
    }

    private static int valuesBehindFirst(long[] shape) {
        return Math.toIntExact(Arrays.stream(shape).skip(1).reduce(1, Math::multiplyExact));
    }

    /** Puts the values of all parameters into the graph. */
    void write(float[][] values) {
        for (int p = 0; p < values.length; p++) {
            parameters.get(p).write(network.graph().getArrForVarName(variable(p)), values[p]);
        }
    }

    private String variable(int parameter) {
        return network.parameters().get(parameter).variable();
    }

    /** The pass of a shard with this number in its batch. */
    ShardPass pass(int shard) {
        return passes.computeIfAbsent(shard, this::record);
    }

    private ShardPass record(int shard) {
        INDArray input = Nd4j.create(DataType.FLOAT, inputShape);
        INDArray seed = Nd4j.create(DataType.FLOAT, outputShape);
        List<String> wanted = new ArrayList<>();
        wanted.add(network.output());
        gradients.values().forEach(gradient -> wanted.add(gradient.name()));
        RecordedPass pass = RecordedPass.record(
                network.graph(), operators, wanted, Map.of(network.inputs().get(0), input, SEED, seed), shard);
        return new ShardPass(pass, input, seed, pass.array(network.output()));
    }

    /**
     * Adds up what passes hold of the derivative by each parameter, pass by pass.
     *
     * @param sums gets it in storage order; zeros for a parameter that the loss does not depend on
     */
    void addGradients(ShardPass pass, double[][] sums) {
        for (int p = 0; p < sums.length; p++) {
            SDVariable gradient = gradients.get(variable(p));
            if (gradient != null) {
                parameters.get(p).add(pass.array(gradient.name()), sums[p]);
            }
        }
    }

    @Override
    public void close() {
        passes.values().forEach(ShardPass::close);
        passes.clear();
        network.close();
    }
}
