package org.bitwright.training.graph;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bitwright.model.InvalidFileException;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;
import org.bitwright.training.Normalization;
import org.bitwright.training.graph.rule.RunningStatistics;

/**
 * A network that says how its loss changes with its parameters. A batch is cut into shards, which run side by side on
 * copies of the graph; how many there are follows from the size of the batch alone, and what they come to is added in
 * their order, so that results do not depend on the number of threads.
 *
 * <p>Holds memory outside the heap until closed. Not safe for use by several threads at once.
 */
public final class TrainableNetwork implements AutoCloseable {
    /** Fewer samples than this keep the operators from being worth their call. */
    private static final int SMALLEST_SHARD = 16;

    private static final int MOST_SHARDS = 8;

    /** Numbers of samples, beside that of a whole shard, whose graphs are kept: for the last shard of a batch. */
    private static final int KEPT_REMAINDERS = 3;

    private final OnnxDocument document;
    private final Map<String, ActivationRounding> roundings;
    private final Normalization normalization;
    private final int batch;
    private final int shardSize;
    private final ShardGraph whole;
    private final double[][] sums;
    private final Map<String, RunningStatistics> statistics = new LinkedHashMap<>();
    private final Map<Integer, ShardGraph> remainders = new LinkedHashMap<>(8, 0.75f, true);

    private TrainableNetwork(
            OnnxDocument document, Map<String, ActivationRounding> roundings, Normalization normalization, int batch)
            throws IOException {
        this.document = document;
        this.roundings = Map.copyOf(roundings);
        this.normalization = normalization;
        this.batch = batch;
        this.shardSize = ceilDiv(batch, shards(batch, normalization));
        this.whole = graph(shardSize);
        this.sums = new double[whole.parameters().size()][];
        for (int p = 0; p < sums.length; p++) {
            sums[p] = new double[whole.parameters().get(p).values()];
        }
    }

    /**
     * Converts a network.
     *
     * @param roundings by value of the network: whatever takes such a value takes the rounded one
     * @param batch the most samples of a step
     * @throws InvalidFileException if there are {@link NetworkConversion#obstacles}, or more than one input
     */
    public static TrainableNetwork of(
            OnnxDocument document, Map<String, ActivationRounding> roundings, Normalization normalization, int batch)
            throws IOException {
        if (batch < 1) {
            throw new IllegalArgumentException("a batch has at least one sample, not " + batch);
        }
        return new TrainableNetwork(document, roundings, normalization, batch);
    }

    /** A normalization by the batch needs all of it at once. */
    private static int shards(int batch, Normalization normalization) {
        return normalization == Normalization.TRAINED ? 1 : Math.min(MOST_SHARDS, Math.max(1, batch / SMALLEST_SHARD));
    }

    private static int ceilDiv(int a, int b) {
        return (a + b - 1) / b;
    }

    private ShardGraph graph(int samples) throws IOException {
        return ShardGraph.of(document, roundings, normalization, statistics, samples);
    }

    /** What training changes, in the order in which values and gradients are passed. */
    public List<TrainedParameter> parameters() {
        return whole.parameters();
    }

    /** Values of the parameters as the file has them, in storage order; new arrays. */
    public float[][] initial() throws IOException {
        return whole.initial();
    }

    /**
     * Mean and variance that trained batch normalizations have now, by the names of the constants that hold them; empty
     * where normalization is frozen. Steps move them, and {@link #outputs} normalizes by them.
     */
    public Map<String, float[]> statistics() {
        Map<String, float[]> all = new LinkedHashMap<>();
        for (RunningStatistics running : statistics.values()) {
            all.put(running.meanName(), running.mean());
            all.put(running.varianceName(), running.variance());
        }
        return all;
    }

    /** Goes on from what {@link #statistics()} gave. */
    public void restoreStatistics(Map<String, float[]> all) {
        for (RunningStatistics running : statistics.values()) {
            running.set(
                    Objects.requireNonNull(all.get(running.meanName())),
                    Objects.requireNonNull(all.get(running.varianceName())));
        }
    }

    /** How many shards a whole batch is cut into: what {@link ActivationRounding} must tell apart. */
    public int shards() {
        return ceilDiv(batch, shardSize);
    }

    /** How many numbers the network takes of a sample. */
    public int inputValues() {
        return whole.inputValues();
    }

    /** How many numbers the network's first output has for a sample. */
    public int outputValues() {
        return whole.outputValues();
    }

    /**
     * Runs a batch forward and back.
     *
     * @param parameters values of each parameter in storage order
     * @param inputs what the network takes, sample by sample
     * @param count number of samples, at most that of a whole batch
     * @param gradients gets the derivative of the loss by each parameter, in storage order
     * @throws java.util.concurrent.CancellationException if {@code cancel} is set; {@code gradients} are then of no use
     */
    public void step(
            float[][] parameters,
            float[] inputs,
            int count,
            LossGradient loss,
            float[][] gradients,
            CancelToken cancel) {
        List<ShardPass> passes = passes(parameters, count);
        statistics.values().forEach(running -> running.follow(true));
        try {
            Parallel.forSlices(passes.size(), cancel, shard -> {
                ShardPass pass = passes.get(shard);
                pass.forward(inputs, shard * shardSize, cancel);
                pass.backward(shard * shardSize, loss, cancel);
            });
        } finally {
            statistics.values().forEach(running -> running.follow(false));
        }
        for (double[] sum : sums) {
            Arrays.fill(sum, 0);
        }
        for (ShardPass pass : passes) {
            graphOf(pass).addGradients(pass, sums);
        }
        for (int p = 0; p < sums.length; p++) {
            for (int i = 0; i < sums[p].length; i++) {
                gradients[p][i] = (float) sums[p][i];
            }
        }
    }

    private ShardGraph graphOf(ShardPass pass) {
        return pass.samples() == shardSize ? whole : Objects.requireNonNull(remainders.get(pass.samples()));
    }

    /** Runs a batch forward: the first output of the network, sample by sample, before a softmax that ends it. */
    public float[] outputs(float[][] parameters, float[] inputs, int count) {
        List<ShardPass> passes = passes(parameters, count);
        float[] outputs = new float[count * outputValues()];
        Parallel.forSlices(passes.size(), CancelToken.none(), shard -> {
            ShardPass pass = passes.get(shard);
            pass.forward(inputs, shard * shardSize, CancelToken.none());
            pass.outputs(outputs, shard * shardSize);
        });
        return outputs;
    }

    /** The passes of a batch: whole shards, and one of what is left. */
    private List<ShardPass> passes(float[][] parameters, int count) {
        if (count < 1 || count > batch) {
            throw new IllegalArgumentException("expected 1 to " + batch + " samples, found " + count);
        }
        ShardPass[] passes = new ShardPass[ceilDiv(count, shardSize)];
        whole.write(parameters);
        for (int shard = 0; shard < passes.length; shard++) {
            int samples = Math.min(shardSize, count - shard * shardSize);
            ShardGraph graph = samples == shardSize ? whole : remainder(samples);
            if (graph != whole) {
                graph.write(parameters);
            }
            passes[shard] = graph.pass(shard);
        }
        return Arrays.asList(passes);
    }

    private ShardGraph remainder(int samples) {
        ShardGraph known = remainders.get(samples);
        if (known == null) {
            try {
                known = graph(samples);
            } catch (IOException e) {
                throw new UncheckedIOException("the network's file can no longer be read", e);
            }
            remainders.put(samples, known);
            if (remainders.size() > KEPT_REMAINDERS) {
                Iterator<ShardGraph> eldest = remainders.values().iterator();
                eldest.next().close();
                eldest.remove();
            }
        }
        return known;
    }

    @Override
    public void close() {
        whole.close();
        remainders.values().forEach(ShardGraph::close);
        remainders.clear();
    }
}
