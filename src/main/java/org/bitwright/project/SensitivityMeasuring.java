package org.bitwright.project;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.bitwright.analysis.sensitivity.Sensitivity;
import org.bitwright.analysis.sensitivity.SensitivityCell;
import org.bitwright.analysis.sensitivity.SensitivityPlan;
import org.bitwright.analysis.sensitivity.SensitivityResult;
import org.bitwright.model.Model;
import org.bitwright.runtime.LayerTrials;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;

/** Measures what layers cost on the evaluation data or a half of them, goes on where it was left, and keeps the result. */
final class SensitivityMeasuring {
    private final Model model;
    private final DataSelection data;
    private final Explored explored;
    private final Measuring measuring;

    SensitivityMeasuring(Model model, DataSelection data, Explored explored, Measuring measuring) {
        this.model = model;
        this.data = data;
        this.explored = explored;
        this.measuring = measuring;
    }

    /** @param asked whether the user asked for it, and not a search */
    SensitivityResult measure(
            SensitivityPlan plan, boolean asked, Sensitivity.Listener listener, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        EvaluationSet all = data.required();
        EvaluationSet part = all.part(plan.part());
        Optional<EvaluationSet> calibration = plan.spares() && ActivationPlanning.needsStatistics(plan.present())
                ? data.calibration()
                : Optional.empty();
        int samples = Math.min(plan.samples(), part.data().size());
        Consumer<SensitivityResult> keeper = result -> data.keep(all, calibration, () -> explored.keep(result, asked));
        Optional<SensitivityResult> before = explored.sensitivity(plan);
        double spent = before.map(SensitivityResult::seconds).orElse(0.0);
        SensitivityRecord record = new SensitivityRecord(plan, model, samples, spent, listener, keeper);
        Explored.Known known = explored.known(plan, samples);
        record.takeOver(known);
        if (before.filter(result -> SensitivityRecord.isComplete(result, model)).isPresent()) {
            keeper.accept(before.get());
            return before.get();
        }
        try {
            SensitivityResult result = run(plan, part, samples, known.cells(), record, progress, cancel)
                    .plusSeconds(spent);
            keeper.accept(result);
            return result;
        } catch (CancellationException | InferenceException | IOException e) {
            record.keep();
            throw e;
        }
    }

    private SensitivityResult run(
            SensitivityPlan plan,
            EvaluationSet part,
            int samples,
            List<SensitivityCell> known,
            SensitivityRecord record,
            Progress progress,
            CancelToken cancel)
            throws IOException, InferenceException {
        try (EvaluationSet.Lease lease = part.lease();
                LayerTrials trials = LayerTrials.of(lease.evaluator(cancel))) {
            return Sensitivity.run(
                    plan,
                    model,
                    measuring.source(),
                    trials,
                    part.data().labels(),
                    samples,
                    known,
                    record,
                    progress,
                    cancel);
        }
    }
}
