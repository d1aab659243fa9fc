package org.bitwright.training.graph;

import java.nio.FloatBuffer;
import org.bitwright.task.CancelToken;
import org.bitwright.training.kernel.NativeFloats;
import org.bitwright.training.kernel.OneThread;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One shard of a batch: its pass through the network and back, with the arrays that go in and come out. */
final class ShardPass implements AutoCloseable {
    private final RecordedPass pass;
    private final INDArray input;
    private final INDArray seed;
    private final FloatBuffer inputs;
    private final FloatBuffer outputs;
    private final FloatBuffer seeds;
    private final int samples;
    private final float[] outputValues;
    private final float[] seedValues;

    /** @param pass with {@code input} and {@code seed} as placeholders; its first part ends with {@code output} */
    ShardPass(RecordedPass pass, INDArray input, INDArray seed, INDArray output) {
        this.pass = pass;
        this.input = input;
        this.seed = seed;
        this.inputs = NativeFloats.of(input);
        this.outputs = NativeFloats.of(output);
        this.seeds = NativeFloats.of(seed);
        this.samples = Math.toIntExact(input.size(0));
        this.outputValues = new float[outputs.limit()];
        this.seedValues = new float[outputs.limit()];
    }

    /**
     * Runs the samples forward.
     *
     * @param values inputs of a batch, sample by sample
     * @param first number of the first sample of this shard in it
     */
    void forward(float[] values, int first, CancelToken cancel) {
        OneThread.here();
        inputs.put(0, values, first * (inputs.limit() / samples), inputs.limit());
        pass.runFirst(cancel);
        outputs.get(0, outputValues);
    }

    /** Runs back from the loss of what the last {@link #forward} came to. */
    void backward(int first, LossGradient loss, CancelToken cancel) {
        OneThread.here();
        loss.apply(first, samples, outputValues, seedValues);
        seeds.put(0, seedValues);
        pass.runSecond(cancel);
    }

    /** Copies what the last {@link #forward} came to into the outputs of a batch. */
    void outputs(float[] values, int first) {
        System.arraycopy(outputValues, 0, values, first * (outputValues.length / samples), outputValues.length);
    }

    int samples() {
        return samples;
    }

    INDArray array(String variable) {
        return pass.array(variable);
    }

    @Override
    public void close() {
        pass.close();
        input.close();
        seed.close();
    }
}
