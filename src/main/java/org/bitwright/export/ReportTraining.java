package org.bitwright.export;

import java.util.List;
import java.util.Optional;
import org.bitwright.analysis.Accuracy;
import org.bitwright.analysis.PairedTest;
import org.bitwright.training.EpochRecord;
import org.bitwright.training.TrainingPlan;

/**
 * What a report tells of training.
 *
 * @param runs in the order in which they began
 */
public record ReportTraining(List<Run> runs) {
    private static final ReportTraining NONE = new ReportTraining(List.of());

    public ReportTraining {
        runs = List.copyOf(runs);
    }

    public static ReportTraining none() {
        return NONE;
    }

    /** The run whose result the report is about. */
    Optional<Run> present() {
        return runs.stream().filter(Run::present).findFirst();
    }

    /**
     * A run.
     *
     * @param comparison what it and its twins are called together
     * @param present whether its result is the configuration that the report is about
     * @param data name of the training data
     * @param samples number of them, those held out among them
     * @param small whether the few samples for calibration stood in
     * @param best the epoch that is kept, from 1; 0 for none
     * @param end how it ended, as in {@code it was cancelled}
     * @param ended whether it came to an end of its own
     * @param measured what it came to on the evaluation data
     */
    public record Run(
            String name,
            Optional<String> comparison,
            boolean present,
            TrainingPlan plan,
            String data,
            int samples,
            boolean small,
            List<EpochRecord> epochs,
            int best,
            String end,
            boolean ended,
            Measured measured) {
        public Run {
            epochs = List.copyOf(epochs);
        }

        Optional<EpochRecord> bestEpoch() {
            return best >= 1 && best <= epochs.size() ? Optional.of(epochs.get(best - 1)) : Optional.empty();
        }

        TrainingCurve curve() {
            return new TrainingCurve(name, epochs, best);
        }
    }

    /**
     * On all evaluation samples, where these are labelled and it was measured.
     *
     * @param before the configuration that the run began with
     * @param after its result
     * @param gain before against after
     * @param againstFloat the float network against after
     */
    public record Measured(
            Optional<Accuracy> floating,
            Optional<Accuracy> before,
            Optional<Accuracy> after,
            Optional<PairedTest> gain,
            Optional<PairedTest> againstFloat) {}
}
