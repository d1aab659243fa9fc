package org.bitwright.project;

import java.util.Optional;
import org.bitwright.analysis.Accuracy;
import org.bitwright.export.ReportTraining;
import org.bitwright.export.ReportTraining.Measured;
import org.bitwright.export.ReportTraining.Run;
import org.bitwright.quant.QuantConfig;

/** Puts together what a report tells of training. */
final class ReportedTraining {
    private ReportedTraining() {}

    /** @param reported the configuration that the report is about */
    static ReportTraining of(Training training, QuantConfig reported) {
        return new ReportTraining(
                training.runs().stream().map(run -> run(run, reported)).toList());
    }

    private static Run run(TrainingRun run, QuantConfig reported) {
        return new Run(
                run.name(),
                run.comparison(),
                run.result().equals(Optional.of(reported)),
                run.plan(),
                run.data(),
                run.samples(),
                run.small(),
                run.epochs(),
                run.best(),
                end(run.state()),
                run.state().isFinal(),
                new Measured(
                        accuracy(run.floating()),
                        accuracy(run.before()),
                        accuracy(run.after()),
                        run.gain(),
                        run.againstFloat()));
    }

    private static Optional<Accuracy> accuracy(Optional<Measurement> measurement) {
        return measurement.flatMap(Measurement::accuracy);
    }

    private static String end(TrainingRun.State state) {
        return switch (state) {
            case RUNNING -> "it is still running";
            case DONE -> "it was done";
            case STOPPED_EARLY -> "it stopped early";
            case CANCELLED -> "it was cancelled";
            case DIVERGED -> "it diverged";
            case INTERRUPTED -> "it was interrupted";
        };
    }
}
