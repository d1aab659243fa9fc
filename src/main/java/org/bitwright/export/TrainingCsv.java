package org.bitwright.export;

import java.util.List;
import java.util.Optional;
import org.bitwright.training.EpochRecord;
import org.bitwright.training.Validation;

/** Training runs as CSV (RFC 4180), a line an epoch, all digits; shares are 0…1. */
public final class TrainingCsv {
    private static final String HEADER = "run,epoch,best,rate,training_loss,training_accuracy,training_correct,"
            + "training_samples,validation_loss,validation_accuracy,validation_correct,validation_samples,seconds,"
            + "sparsity\r\n";

    private TrainingCsv() {}

    public static String write(List<TrainingCurve> curves) {
        StringBuilder csv = new StringBuilder(HEADER);
        curves.forEach(curve -> curve.epochs().forEach(epoch -> csv.append(CsvLine.of(row(curve, epoch)))));
        return csv.toString();
    }

    private static List<String> row(TrainingCurve curve, EpochRecord epoch) {
        Optional<Validation.Score> held = epoch.validation();
        return List.of(
                CsvLine.text(curve.name()),
                String.valueOf(epoch.epoch()),
                String.valueOf(epoch.epoch() == curve.best()),
                CsvLine.number(epoch.rate()),
                CsvLine.number(epoch.loss()),
                CsvLine.number(epoch.accuracy()),
                String.valueOf(epoch.correct()),
                String.valueOf(epoch.samples()),
                held.map(score -> CsvLine.number(score.loss())).orElse(""),
                held.map(score -> CsvLine.number(score.accuracy())).orElse(""),
                held.map(score -> String.valueOf(score.correct())).orElse(""),
                held.map(score -> String.valueOf(score.samples())).orElse(""),
                CsvLine.number(epoch.seconds()),
                CsvLine.number(epoch.sparsity()));
    }
}
