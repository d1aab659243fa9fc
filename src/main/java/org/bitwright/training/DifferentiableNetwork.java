package org.bitwright.training;

import java.util.List;
import java.util.Map;
import org.bitwright.task.CancelToken;
import org.bitwright.training.graph.LossGradient;
import org.bitwright.training.graph.TrainedParameter;

/** A network whose parameters have gradients. Values go in and out in storage order. Not thread-safe. */
interface DifferentiableNetwork extends AutoCloseable {

    List<TrainedParameter> parameters();

    /**
     * Forward and backward pass of a batch.
     *
     * @param inputs sample by sample
     * @param count number of samples, at most a batch
     * @param gradients gets, for each parameter, the sum over the samples
     */
    void step(
            float[][] parameters,
            float[] inputs,
            int count,
            LossGradient loss,
            float[][] gradients,
            CancelToken cancel);

    /** Forward pass alone: the first output, sample by sample. */
    float[] outputs(float[][] parameters, float[] inputs, int count);

    /** Running mean and variance of trained batch normalization, by constant. */
    Map<String, float[]> statistics();

    @Override
    void close();
}
