package org.bitwright.project;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.bitwright.analysis.DataPart;
import org.bitwright.analysis.Fidelity;
import org.bitwright.analysis.search.SearchSource;
import org.bitwright.analysis.sensitivity.SensitivityPlan;
import org.bitwright.analysis.sensitivity.SensitivityResult;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.quant.QuantConfig;
import org.bitwright.runtime.Candidate;
import org.bitwright.runtime.Evaluation;
import org.bitwright.runtime.Multiplications;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;

/** Measures for a search on the search half of the evaluation data, and nothing twice. */
final class SearchHalf implements SearchSource {
    private final OnnxDocument document;
    private final DataSelection data;
    private final Explored explored;
    private final Measuring measuring;
    private final SensitivityMeasuring sensitivities;
    private final EvaluationSet all;
    private final EvaluationSet half;

    /** @param all the evaluation data */
    SearchHalf(
            OnnxDocument document,
            DataSelection data,
            Explored explored,
            Measuring measuring,
            SensitivityMeasuring sensitivities,
            EvaluationSet all)
            throws InferenceException {
        this.document = document;
        this.data = data;
        this.explored = explored;
        this.measuring = measuring;
        this.sensitivities = sensitivities;
        this.all = all;
        this.half = all.part(DataPart.SEARCH);
    }

    @Override
    public SensitivityResult sensitivity(SensitivityPlan plan, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        return sensitivities.measure(plan, false, cell -> {}, progress, cancel);
    }

    @Override
    public Fidelity floating(Progress progress, CancelToken cancel) throws IOException, InferenceException {
        return measure(QuantConfig.empty(), Integer.MAX_VALUE, progress, cancel);
    }

    @Override
    public Fidelity measure(QuantConfig config, int samples, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        int counted = Math.min(samples, half.data().size());
        Optional<Fidelity> known = explored.half(config, counted);
        if (known.isPresent()) {
            return known.get();
        }
        Optional<EvaluationSet> calibration =
                ActivationPlanning.needsStatistics(config) ? data.calibration() : Optional.empty();
        try (EvaluationSet.Lease lease = half.lease()) {
            Candidate candidate = measuring.candidate(config, new Progress(), cancel);
            Evaluation reference = lease.floatRun(candidate.isFloat() ? progress : new Progress(), cancel)
                    .part(0, counted);
            Evaluation run = candidate.isFloat() ? reference : lease.run(candidate, counted, progress, cancel);
            Fidelity fidelity = Fidelity.of(reference, run, half.data().labels());
            data.keep(all, calibration, () -> explored.put(config, fidelity));
            return fidelity;
        }
    }

    @Override
    public Map<String, Long> multiplications(CancelToken cancel) throws InferenceException {
        return Multiplications.of(document, half.data(), half.source().preprocessing(), cancel);
    }
}
