package org.bitwright.project;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitwright.project.TrainingRun.State;
import org.bitwright.quant.QuantConfig;
import org.bitwright.training.EpochRecord;
import org.bitwright.training.GradientStatistics;
import org.bitwright.training.TrainingPlan;
import org.bitwright.training.TrainingResult;

/**
 * A run as a project keeps it.
 *
 * @param id what its files are called; stays when the run is renamed
 * @param best the epoch whose weights are kept, from 1; 0 before the first is done
 */
record KeptRun(
        String id,
        String name,
        Optional<String> comparison,
        TrainingPlan plan,
        QuantConfig start,
        Material data,
        List<EpochRecord> epochs,
        int best,
        State state,
        Optional<QuantConfig> result) {

    /**
     * What a run is trained on.
     *
     * @param fingerprint of the samples and of how they are read
     * @param samples number of them, those that are held out among them
     * @param small whether calibration data stood in
     */
    record Material(String name, String fingerprint, int samples, boolean small) {}

    KeptRun {
        epochs = List.copyOf(epochs);
    }

    KeptRun renamed(String other) {
        return new KeptRun(id, other, comparison, plan, start, data, epochs, best, state, result);
    }

    KeptRun withState(State other) {
        return new KeptRun(id, name, comparison, plan, start, data, epochs, best, other, result);
    }

    /** As far as another has come. */
    KeptRun withEpochs(List<EpochRecord> all) {
        int bestOfAll = TrainingResult.best(plan, all);
        return new KeptRun(id, name, comparison, plan, start, data, thinned(all, bestOfAll), bestOfAll, state, result);
    }

    /** As a checkpoint shows it that is newer than its end. */
    KeptRun interrupted(List<EpochRecord> all) {
        return new KeptRun(id, name, comparison, plan, start, data, epochs, best, State.INTERRUPTED, Optional.empty())
                .withEpochs(all);
    }

    /** Under way again from some epochs: what it came to is not known any more. */
    KeptRun goingOn(List<EpochRecord> from) {
        return new KeptRun(id, name, comparison, plan, start, data, epochs, best, State.RUNNING, Optional.empty())
                .withEpochs(from);
    }

    KeptRun with(EpochRecord next) {
        List<EpochRecord> all = new ArrayList<>(epochs);
        all.add(next);
        return withEpochs(all);
    }

    KeptRun ended(TrainingResult end) {
        State now =
                switch (end.end()) {
                    case DONE -> State.DONE;
                    case STOPPED_EARLY -> State.STOPPED_EARLY;
                    case CANCELLED -> State.CANCELLED;
                    case DIVERGED -> State.DIVERGED;
                };
        return new KeptRun(
                id,
                name,
                comparison,
                plan,
                start,
                data,
                thinned(end.epochs(), end.best()),
                end.best(),
                now,
                Optional.of(end.config()));
    }

    /** Histograms of all epochs would fill memory and files: those of the first, the best and the last tell enough. */
    private static List<EpochRecord> thinned(List<EpochRecord> epochs, int best) {
        List<EpochRecord> thin = new ArrayList<>(epochs.size());
        for (EpochRecord epoch : epochs) {
            boolean kept = epoch.epoch() == 1 || epoch.epoch() == best || epoch.epoch() == epochs.size();
            thin.add(kept ? epoch : withoutHistograms(epoch));
        }
        return thin;
    }

    private static EpochRecord withoutHistograms(EpochRecord epoch) {
        if (epoch.gradients().stream().allMatch(gradient -> gradient.histogram().length == 0)) {
            return epoch;
        }
        List<GradientStatistics> gradients = epoch.gradients().stream()
                .map(one -> new GradientStatistics(
                        one.parameter(),
                        one.layer(),
                        one.values(),
                        one.maxAbs(),
                        one.zeros(),
                        one.step(),
                        one.mse(),
                        one.sqnr(),
                        one.roundedToZero(),
                        new long[0],
                        one.sentBits()))
                .toList();
        return new EpochRecord(
                epoch.epoch(),
                epoch.rate(),
                epoch.loss(),
                epoch.correct(),
                epoch.samples(),
                epoch.validation(),
                epoch.seconds(),
                epoch.sparsity(),
                gradients);
    }
}
