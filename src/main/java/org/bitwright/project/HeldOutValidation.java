package org.bitwright.project;

import java.io.IOException;
import org.bitwright.export.SimulatedValues;
import org.bitwright.model.Model;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.target.ActivationPlan;
import org.bitwright.runtime.Candidate;
import org.bitwright.runtime.Evaluation;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import org.bitwright.training.Validation;

/**
 * Measures configurations on the training samples that are held out, as the workbench measures everything. Nothing is
 * kept of what it makes of them: the weights of an epoch are never asked for again.
 */
final class HeldOutValidation implements Validation, AutoCloseable {
    private final OnnxDocument document;
    private final DataSelection selection;
    private final EvaluationSet set;
    private final EvaluationSet.Lease lease;
    private final OutputKind outputs;

    /** @param set the held out samples alone, labelled; retired when this is closed */
    HeldOutValidation(OnnxDocument document, DataSelection selection, EvaluationSet set) throws InferenceException {
        this.document = document;
        this.selection = selection;
        this.set = set;
        outputs = OutputKind.of(document.model());
        lease = set.lease();
    }

    @Override
    public Score measure(QuantConfig config, CancelToken cancel) throws IOException, InferenceException {
        Evaluation answers = lease.run(candidate(config, cancel), new Progress(), cancel);
        int[] labels = set.data().labels().orElseThrow();
        double loss = outputs.crossEntropy(answers.outputs(), labels, answers.keptOutputs());
        return new Score(loss, (int) answers.correct(), answers.samples());
    }

    private Candidate candidate(QuantConfig config, CancelToken cancel) throws IOException, InferenceException {
        Model model = document.model();
        LayerCache layers = new LayerCache(model);
        ActivationPlan plan = new ActivationPlanning(document, layers, selection).plan(config, new Progress(), cancel);
        return SimulatedValues.candidate(model, config, plan, layers, cancel);
    }

    @Override
    public void close() {
        lease.close();
        set.retire();
    }
}
