package org.bitwright.analysis.search;

import java.io.IOException;
import java.util.Map;
import org.bitwright.analysis.Fidelity;
import org.bitwright.analysis.sensitivity.SensitivityPlan;
import org.bitwright.analysis.sensitivity.SensitivityResult;
import org.bitwright.quant.QuantConfig;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;

/**
 * Measures for a search, always on the search half of the evaluation data. What was measured once is remembered by
 * whoever serves this: a search asks for the same things in the same order whenever it runs, so that one that was broken
 * off is taken up again by running it anew. Called by one thread.
 *
 * <p>Every method throws {@link java.util.concurrent.CancellationException} soon after {@code cancel} is set.
 */
public interface SearchSource {
    /** What each layer alone costs; cells that were measured before are not measured again. */
    SensitivityResult sensitivity(SensitivityPlan plan, Progress progress, CancelToken cancel)
            throws IOException, InferenceException;

    /** The float network, compared with itself. */
    Fidelity floating(Progress progress, CancelToken cancel) throws IOException, InferenceException;

    /**
     * A whole network compared with the float one, on all samples of the half or on the first of them.
     *
     * @param samples at most this many, from the first of the half; {@link Integer#MAX_VALUE} for all
     */
    Fidelity measure(QuantConfig config, int samples, Progress progress, CancelToken cancel)
            throws IOException, InferenceException;

    /** The same on all samples of the half. */
    default Fidelity measure(QuantConfig config, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        return measure(config, Integer.MAX_VALUE, progress, cancel);
    }

    /** Multiplications with each layer's weight for one sample, by layer ({@link org.bitwright.runtime.Multiplications}). */
    Map<String, Long> multiplications(CancelToken cancel) throws IOException, InferenceException;
}
