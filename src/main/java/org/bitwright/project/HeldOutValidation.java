package org.bitwright.project;

import java.io.IOException;
import org.bitwright.quant.QuantConfig;
import org.bitwright.runtime.Evaluation;
import org.bitwright.runtime.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import org.bitwright.training.Validation;

/** Measures configurations on the training samples that are held out. */
final class HeldOutValidation implements Validation, AutoCloseable {
    private final MeasurementRun measuring;
    private final EvaluationSet set;
    private final EvaluationSet.Lease lease;
    private final OutputKind outputs;

    /** @param set the held out samples alone, labelled; retired when this is closed */
    HeldOutValidation(MeasurementRun measuring, EvaluationSet set, OutputKind outputs) throws InferenceException {
        this.measuring = measuring;
        this.set = set;
        this.outputs = outputs;
        lease = set.lease();
    }

    @Override
    public Score measure(QuantConfig config, CancelToken cancel) throws IOException, InferenceException {
        Evaluation answers = lease.run(measuring.candidate(config, new Progress(), cancel), new Progress(), cancel);
        int[] labels = set.data().labels().orElseThrow();
        double loss = outputs.crossEntropy(answers.outputs(), labels, answers.keptOutputs());
        return new Score(loss, (int) answers.correct(), answers.samples());
    }

    @Override
    public void close() {
        lease.close();
        set.retire();
    }
}
