package org.bitwright.ui.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitwright.training.EpochRecord;
import org.bitwright.training.StepReport;
import org.bitwright.training.Validation;

/** Curves as runs of some epochs give them. */
final class TrainingExamples {
    static final int TRAINED = 900;
    static final int HELD_OUT = 100;

    private TrainingExamples() {}

    /** An epoch with this loss and so many right answers among 900, and among the 100 held out. */
    static EpochRecord epoch(int number, double loss, int correct, double heldLoss, int heldCorrect) {
        return new EpochRecord(
                number,
                0.001 / number,
                loss,
                correct,
                TRAINED,
                Optional.of(new Validation.Score(heldLoss, heldCorrect, HELD_OUT)),
                0.5,
                0.25,
                List.of());
    }

    static EpochRecord withoutHeldOut(int number, double loss, int correct) {
        return new EpochRecord(number, 0.001, loss, correct, TRAINED, Optional.empty(), 0.5, 0, List.of());
    }

    /** Falls from {@code from} by a factor an epoch. */
    static Curve falling(String name, int epochs, double from, double factor, int best) {
        List<EpochRecord> records = new ArrayList<>();
        double loss = from;
        for (int number = 1; number <= epochs; number++) {
            int correct = (int) Math.round(TRAINED * Math.exp(-loss / 2));
            int held = (int) Math.round(HELD_OUT * Math.exp(-(loss + 0.05) / 2));
            records.add(epoch(number, loss, correct, loss + 0.05, held));
            loss *= factor;
        }
        return new Curve(name, records, best, epochs, List.of());
    }

    static StepReport step(int epoch, int step, int steps, double loss, double accuracy) {
        return new StepReport(epoch, step, steps, loss, accuracy, 0.001, 5_320, 12, List.of());
    }

    /** In its third epoch of ten. */
    static Curve live(String name) {
        Curve done = falling(name, 2, 0.9, 0.5, 2);
        List<StepReport> steps = new ArrayList<>();
        for (int step = 1; step <= 38; step++) {
            int epoch = 1 + (step - 1) / 15;
            double loss = 1.6 * Math.exp(-step / 16.0) + 0.06 * Math.sin(step * 1.7);
            steps.add(step(epoch, 1 + (step - 1) % 15, 15, loss, Math.exp(-loss / 2)));
        }
        return new Curve(name, done.epochs(), 2, 10, steps);
    }
}
