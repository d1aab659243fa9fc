package org.bitwright.training;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.bitwright.model.Phrase;
import org.bitwright.runtime.FloatSamples;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;
import org.jspecify.annotations.Nullable;

/**
 * Training samples batch by batch, in an order that seed and epoch decide; random changes are decided by seed, epoch and
 * place in that order. One batch is held at a time. Not thread-safe.
 */
final class Batches {
    private final FloatSamples samples;
    private final int[] chosen;
    private final int batch;
    private final long seed;
    private final Optional<SampleChanges> changes;
    private final float[] inputs;
    private final int[] order;
    private int epoch;

    Batches(FloatSamples samples, int[] chosen, TrainingPlan plan) throws InferenceException {
        this.samples = samples;
        this.chosen = chosen.clone();
        this.batch = plan.batch();
        this.seed = plan.seed();
        this.changes = changes(plan.augmentation(), samples);
        this.inputs = new float[Math.multiplyExact(batch, samples.elements())];
        this.order = new int[chosen.length];
    }

    private static Optional<SampleChanges> changes(Augmentation augmentation, FloatSamples samples)
            throws InferenceException {
        if (augmentation.isNone()) {
            return Optional.empty();
        }
        Optional<SampleChanges> changes = SampleChanges.of(augmentation, samples.shape());
        if (changes.isEmpty()) {
            throw new InferenceException(Phrase.of(
                    "Samples of shape %s have no height and width: they cannot be shifted or flipped.",
                    samples.shape()));
        }
        return changes;
    }

    /** Whether a sample is not the same each time. */
    boolean areChanged() {
        return changes.isPresent();
    }

    /** Number of samples. */
    int size() {
        return chosen.length;
    }

    /** Steps of an epoch. */
    int steps() {
        return (chosen.length + batch - 1) / batch;
    }

    /** Samples of a step. */
    int count(int step) {
        return Math.min(batch, chosen.length - step * batch);
    }

    /** Puts the samples in the order of an epoch, from 1 on; 0 is the order of the data, without changes. */
    void begin(int number) {
        epoch = number;
        Arrays.setAll(order, i -> i);
        if (number == 0) {
            return;
        }
        SplittableRandom random = new SplittableRandom(mixed(number));
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
    }

    /** Place of a sample of a step among all that are trained on. */
    int place(int step, int sample) {
        return order[step * batch + sample];
    }

    /** Number of a sample of a step in the data. */
    int number(int step, int sample) {
        return chosen[place(step, sample)];
    }

    /** The samples of a step, valid until the next call. */
    float[] inputs(int step) throws InferenceException {
        if (samples.readsSlowly()) {
            readAtOnce(step);
        } else {
            for (int sample = 0; sample < count(step); sample++) {
                read(step, sample);
            }
        }
        return inputs;
    }

    private void read(int step, int sample) throws InferenceException {
        int at = sample * samples.elements();
        samples.read(number(step, sample), inputs, at);
        if (epoch > 0 && changes.isPresent()) {
            long place = (long) step * batch + sample + 1;
            changes.get().apply(inputs, at, new SplittableRandom(mixed(epoch) ^ mixed(-place)));
        }
    }

    /** Reads on all cores. */
    private void readAtOnce(int step) throws InferenceException {
        AtomicReference<@Nullable InferenceException> failure = new AtomicReference<>();
        Parallel.forSlices(count(step), CancelToken.none(), sample -> {
            try {
                read(step, sample);
            } catch (InferenceException e) {
                failure.compareAndSet(null, e);
            }
        });
        InferenceException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
    }

    private long mixed(long number) {
        return new SplittableRandom(seed ^ (number * 0x9E3779B97F4A7C15L)).nextLong();
    }
}
