package org.bitwright.runtime;

import java.util.Map;
import org.bitwright.model.Dataset;
import org.bitwright.model.Preprocessing;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;

/**
 * Runs a network on a data set, as it is or with the values of some weights replaced, in the way that is cheapest for
 * this model, found by measuring once (architecture, "Decisions that shape speed"). Owns native memory: one owner,
 * closed by it. Calls from several threads are served one after the other.
 */
public final class CandidateEvaluator implements AutoCloseable {
    private CandidateEvaluator() {}

    /**
     * Prepares inference. The network must have one float input whose shape fits the samples.
     *
     * @throws InferenceException if network and data do not fit, in a user's words
     */
    public static CandidateEvaluator open(OnnxDocument document, Dataset data, Preprocessing preprocessing)
            throws InferenceException {
        throw new UnsupportedOperationException("contract");
    }

    /**
     * Runs samples {@code first} … {@code first + count − 1}.
     *
     * @param weights new values by weight tensor name, in storage order; tensors that it does not name keep theirs
     * @param keepOutputs whether outputs are wanted besides predictions
     */
    public Evaluation evaluate(
            Map<String, float[]> weights,
            int first,
            int count,
            boolean keepOutputs,
            Progress progress,
            CancelToken cancel)
            throws InferenceException {
        throw new UnsupportedOperationException("contract");
    }

    @Override
    public void close() {}
}
