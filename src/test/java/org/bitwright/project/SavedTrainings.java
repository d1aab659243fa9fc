package org.bitwright.project;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitwright.model.Preprocessing;
import org.bitwright.project.KeptRun.Material;
import org.bitwright.project.TrainingRun.State;
import org.bitwright.quant.QuantConfig;
import org.bitwright.training.Augmentation;
import org.bitwright.training.Distillation;
import org.bitwright.training.EpochRecord;
import org.bitwright.training.GradientRounding;
import org.bitwright.training.GradientStatistics;
import org.bitwright.training.Normalization;
import org.bitwright.training.Optimizer;
import org.bitwright.training.Pruning;
import org.bitwright.training.RangeRule;
import org.bitwright.training.Schedule;
import org.bitwright.training.TrainingPlan;
import org.bitwright.training.Validation;

/** Runs with something of everything. */
final class SavedTrainings {
    static final String FIRST = "00000000-0000-4000-8000-000000000001";
    static final String SECOND = "00000000-0000-4000-8000-000000000002";

    private SavedTrainings() {}

    /** Two runs from and to a configuration; without statistics of gradients, whose histograms are never equal. */
    static SavedTraining of(QuantConfig config) {
        SavedPath path = new SavedPath(Optional.of("train/x.gz"), "/abs/train/x.gz");
        SavedData data = new SavedData(
                path, Optional.of(path), "12".repeat(32), Preprocessing.scaled(0.5f), OptionalInt.of(60_000));
        return new SavedTraining(Optional.of(data), List.of(whole(config), broken(config)));
    }

    static KeptRun whole(QuantConfig config) {
        return new KeptRun(
                FIRST,
                "ran → \"well\"",
                Optional.of("gradients"),
                fullPlan(),
                QuantConfig.empty(),
                new Material("x.gz", "34".repeat(32), 60_000, false),
                List.of(epoch(1, 2.5, 900), epoch(2, 1 / 3.0, 990), epoch(3, Double.NaN, 100)),
                2,
                State.DIVERGED,
                Optional.of(config));
    }

    private static KeptRun broken(QuantConfig config) {
        return new KeptRun(
                SECOND,
                "left",
                Optional.empty(),
                TrainingPlan.usual(),
                config,
                new Material("calibration", "56".repeat(32), 1000, true),
                List.of(new EpochRecord(1, 1e-3, 2, 10, 100, Optional.empty(), 0.25, 0, List.of())),
                1,
                State.INTERRUPTED,
                Optional.empty());
    }

    static EpochRecord epoch(int number, double loss, int correct, GradientStatistics... gradients) {
        return new EpochRecord(
                number,
                0.01 / number,
                loss,
                correct,
                1000,
                Optional.of(new Validation.Score(loss, correct / 10, 100)),
                1.5,
                0.75,
                List.of(gradients));
    }

    static GradientStatistics gradient(long... histogram) {
        return new GradientStatistics(
                "conv.weight",
                "conv",
                150,
                0.125,
                0.5,
                1e-3,
                1e-9,
                Double.POSITIVE_INFINITY,
                0.25,
                histogram,
                150 * 4 + 32);
    }

    static TrainingPlan fullPlan() {
        return new TrainingPlan(
                3,
                7,
                Long.MIN_VALUE,
                new Optimizer.Sgd(0.9, 1e-4),
                new Schedule(Schedule.Course.STEP, 0.01, 0.5, 2, 0.1),
                RangeRule.LEARNED,
                RangeRule.FIXED,
                Normalization.TRAINED,
                new Augmentation(2, true),
                Optional.of(new Distillation(4, 0.5)),
                Optional.of(new GradientRounding(4, true, true)),
                Optional.of(new Pruning(0.5, Map.of("fc \"1\"", 0.75), 0, 2.5)),
                0.25,
                OptionalInt.of(2));
    }
}
