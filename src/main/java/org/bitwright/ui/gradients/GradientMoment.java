package org.bitwright.ui.gradients;

import java.util.List;
import java.util.Optional;
import org.bitwright.training.EpochRecord;
import org.bitwright.training.GradientStatistics;
import org.bitwright.training.StepReport;

/**
 * The gradients of one step.
 *
 * @param epoch from 1; 0 where nothing is trained
 * @param step of the epoch, from 1
 * @param steps of the epoch; 0 for the last step of an epoch that is over
 */
public record GradientMoment(int epoch, int step, int steps, List<GradientStatistics> gradients) {
    public GradientMoment {
        gradients = List.copyOf(gradients);
    }

    public static GradientMoment of(StepReport report) {
        return new GradientMoment(report.epoch(), report.step(), report.steps(), report.gradients());
    }

    public static GradientMoment of(EpochRecord record) {
        return new GradientMoment(record.epoch(), 0, 0, record.gradients());
    }

    /** Where it lies on the axis of time: in epochs, or in steps where nothing is trained. */
    double time() {
        if (epoch == 0) {
            return step;
        }
        return steps == 0 ? epoch : epoch - 1 + (double) step / steps;
    }

    Optional<GradientStatistics> of(String parameter) {
        return gradients.stream()
                .filter(gradient -> gradient.parameter().equals(parameter))
                .findFirst();
    }

    /** What a worker would send of all parameters. */
    long sentBits() {
        return gradients.stream().mapToLong(GradientStatistics::sentBits).sum();
    }

    /** The same in float. */
    long floatBits() {
        return gradients.stream()
                .mapToLong(gradient -> (long) Float.SIZE * gradient.values())
                .sum();
    }
}
