package org.bitwright.export;

import java.io.IOException;
import java.util.OptionalDouble;
import org.bitwright.model.Phrase;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.runtime.Candidate;
import org.bitwright.runtime.CandidateEvaluator;
import org.bitwright.runtime.DeployedNetwork;
import org.bitwright.runtime.Evaluation;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;

/** Runs a written network in ONNX Runtime as its users do and compares its outputs with the workbench's own simulation. */
final class ParityCheck {
    private static final int CHUNK = 200;

    private ParityCheck() {}

    /** @param rounds whether a session with default options rounds activations that the file leaves in float */
    static Parity run(
            OnnxDocument written,
            boolean rounds,
            ExportSource source,
            CheckSet check,
            Progress progress,
            CancelToken cancel)
            throws IOException, InferenceException {
        Candidate simulated = source.simulation(cancel);
        double difference = 0;
        int same = 0;
        try (CandidateEvaluator ours =
                        CandidateEvaluator.open(source.document(), check.data(), check.preprocessing(), cancel);
                DeployedNetwork theirs = DeployedNetwork.open(written, check.data(), check.preprocessing(), cancel)) {
            for (int first = 0; first < check.samples(); first += CHUNK) {
                int count = Math.min(CHUNK, check.samples() - first);
                Evaluation expected = ours.evaluate(simulated, first, count, true, new Progress(), cancel);
                Evaluation found = theirs.evaluate(first, count, true, new Progress(), cancel);
                difference = Math.max(difference, maxDifference(expected.outputs(), found.outputs()));
                same += sameAnswers(expected.predictions(), found.predictions());
                progress.update(first + count, check.samples());
            }
            return new Parity(
                    difference,
                    (double) same / check.samples(),
                    check.samples(),
                    check.data().name(),
                    check.calibration(),
                    rounds
                            ? OptionalDouble.of(exactDifference(ours, simulated, written, check, cancel))
                            : OptionalDouble.empty());
        }
    }

    /** The largest difference in a session that leaves activations in float. */
    private static double exactDifference(
            CandidateEvaluator ours, Candidate simulated, OnnxDocument written, CheckSet check, CancelToken cancel)
            throws InferenceException {
        double difference = 0;
        try (DeployedNetwork theirs = DeployedNetwork.openExact(written, check.data(), check.preprocessing(), cancel)) {
            for (int first = 0; first < check.samples(); first += CHUNK) {
                int count = Math.min(CHUNK, check.samples() - first);
                Evaluation expected = ours.evaluate(simulated, first, count, true, new Progress(), cancel);
                Evaluation found = theirs.evaluate(first, count, true, new Progress(), cancel);
                difference = Math.max(difference, maxDifference(expected.outputs(), found.outputs()));
            }
        }
        return difference;
    }

    /** Largest |a − b|; equal infinities and NaN on both sides are no difference, NaN on one side is infinite. */
    static double maxDifference(float[] expected, float[] found) throws InferenceException {
        if (expected.length != found.length) {
            throw new InferenceException(Phrase.of(
                    "The written file gives %s output values where %s are expected.", found.length, expected.length));
        }
        double largest = 0;
        for (int i = 0; i < expected.length; i++) {
            if (Float.compare(expected[i], found[i]) != 0) {
                double difference = Math.abs((double) expected[i] - found[i]);
                largest = Math.max(largest, Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference);
            }
        }
        return largest;
    }

    private static int sameAnswers(int[] expected, int[] found) {
        int same = 0;
        for (int i = 0; i < expected.length; i++) {
            if (expected[i] == found[i]) {
                same++;
            }
        }
        return same;
    }
}
