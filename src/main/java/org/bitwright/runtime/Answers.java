package org.bitwright.runtime;

import java.util.Arrays;
import java.util.Optional;
import org.bitwright.model.Phrase;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.runtime.session.OutputFloats;
import org.bitwright.runtime.session.Values;

/**
 * Collects what a network answers: the arg-max of every sample, of one number whether it says yes (1) or no (0), and,
 * where wanted, the whole output. Batches arrive from several threads, each with samples of its own.
 */
final class Answers {
    private final String output;
    private final int count;
    private final boolean needsClasses;
    private final boolean keepOutputs;
    private final float yesFrom;
    private final int[] predictions;
    private float[] outputs = {};
    private int row = -1;

    /** For what is looked at otherwise than as answers. */
    Answers(String output, int count, boolean needsClasses, boolean keepOutputs) {
        this(output, count, needsClasses, keepOutputs, 0);
    }

    /**
     * @param needsClasses whether the output must be one number a class, since it is compared with labels
     * @param yesFrom above which number an output of one number a sample says yes ({@link YesFrom})
     */
    Answers(String output, int count, boolean needsClasses, boolean keepOutputs, float yesFrom) {
        this.yesFrom = yesFrom;
        this.output = output;
        this.count = count;
        this.needsClasses = needsClasses;
        this.keepOutputs = keepOutputs;
        this.predictions = new int[count];
    }

    /**
     * Takes the answer for {@code samples} samples; what the network says of padding behind them is left out.
     *
     * @param at position of the first of them among all
     * @param batch number of samples that were run, padding included
     * @param counted positions of the samples over which their outputs are averaged, where they are
     */
    void take(Values answer, int at, int samples, int batch, Optional<boolean[]> counted) throws InferenceException {
        long[] shape = answer.shape().toArray();
        if (shape.length == 0 || shape[0] != batch) {
            throw new InferenceException(Phrase.of(
                    "The network's output '%s' of shape %s does not have one row for each of %s samples.",
                    output, Arrays.toString(shape), batch));
        }
        float[] values = OutputFloats.read(answer, output);
        if (counted.isPresent()) {
            refuseUnlessPositions(shape, counted.get().length / samples);
            values = MaskedMean.of(values, shape, counted.get(), samples);
            shape = new long[] {batch, shape[2]};
        }
        int length = values.length / batch;
        if (needsClasses && (length < 1 || classes(shape) != length)) {
            throw new InferenceException(Phrase.of(
                    "The network's output '%s' of shape %s is not one number for each class, so that accuracy cannot be measured.",
                    output, Arrays.toString(shape)));
        }
        reserve(length);
        for (int sample = 0; sample < samples; sample++) {
            predictions[at + sample] = length == 1 ? yes(values[sample]) : argMax(values, sample * length, length);
        }
        if (keepOutputs) {
            System.arraycopy(values, 0, outputs, at * length, samples * length);
        }
    }

    private void refuseUnlessPositions(long[] shape, int positions) throws InferenceException {
        if (shape.length != 3 || shape[1] != positions) {
            throw new InferenceException(Phrase.of(
                    "The network's output '%s' of shape %s is not made of %s positions of a sequence, over which it could be averaged.",
                    output, Arrays.toString(shape), positions));
        }
    }

    int[] predictions() {
        return predictions;
    }

    float[] outputs() {
        return outputs;
    }

    private synchronized void reserve(int length) throws InferenceException {
        if (row == length) {
            return;
        }
        if (row >= 0) {
            throw new InferenceException(Phrase.of(
                    "The network's output '%s' changes its size from %s to %s numbers a sample.", output, row, length));
        }
        if (keepOutputs) {
            if ((long) length * count > Integer.MAX_VALUE - 8) {
                throw new InferenceException(
                        Phrase.of("The outputs of %s samples, %s numbers each, are too large to keep.", count, length));
            }
            outputs = new float[length * count];
        }
        row = length;
    }

    /** The largest extent behind the first axis: all the numbers of a sample where its other axes have extent 1. */
    private static long classes(long[] shape) {
        return shape.length < 2 ? 0 : Arrays.stream(shape).skip(1).max().orElse(0);
    }

    private int yes(float value) {
        return Float.isNaN(value) ? -1 : value > yesFrom ? 1 : 0;
    }

    /** The lowest index among equals; −1 where a value is NaN, or there is none. */
    static int argMax(float[] values, int from, int length) {
        int best = length == 0 ? -1 : 0;
        for (int i = 0; i < length; i++) {
            float value = values[from + i];
            if (Float.isNaN(value)) {
                return -1;
            }
            if (value > values[from + best]) {
                best = i;
            }
        }
        return best;
    }
}
