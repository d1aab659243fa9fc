package org.bitwright.runtime;

import java.util.List;
import java.util.stream.Stream;
import org.bitwright.model.Phrase;
import org.bitwright.model.Preprocessing;
import org.bitwright.model.Shape;
import org.bitwright.runtime.session.InferenceException;

/**
 * {@code (raw · scale − mean) / std} on one sample, with one mean and std for all channels or one a channel. Channels
 * are the first axis, or the last where only that has as many.
 */
final class Affine {
    private final Preprocessing preprocessing;
    private final int channels;
    private final boolean channelsLast;

    private Affine(Preprocessing preprocessing, int channels, boolean channelsLast) {
        this.preprocessing = preprocessing;
        this.channels = channels;
        this.channelsLast = channelsLast;
    }

    /** @throws InferenceException if there are neither one mean and std nor as many as channels */
    static Affine of(Preprocessing preprocessing, Shape sample) throws InferenceException {
        int first = sample.rank() == 0 ? 1 : (int) sample.extent(0);
        int last = sample.rank() == 0 ? 1 : (int) sample.extent(sample.rank() - 1);
        if (fits(preprocessing, first)) {
            return new Affine(preprocessing, isPerChannel(preprocessing) ? first : 1, false);
        }
        if (fits(preprocessing, last)) {
            return new Affine(preprocessing, last, true);
        }
        int given = Math.max(preprocessing.mean().size(), preprocessing.std().size());
        throw new InferenceException(Phrase.of(
                "Mean and std need one value, or one for each of the %s channels of a sample of shape %s, but %s are given.",
                first, sample, given));
    }

    private static boolean isPerChannel(Preprocessing preprocessing) {
        return preprocessing.mean().size() > 1 || preprocessing.std().size() > 1;
    }

    private static boolean fits(Preprocessing preprocessing, int channels) {
        return Stream.of(preprocessing.mean(), preprocessing.std())
                .allMatch(list -> list.size() == 1 || list.size() == channels);
    }

    void apply(float[] values) {
        if (preprocessing.isIdentity()) {
            return;
        }
        int length = values.length / channels;
        for (int channel = 0; channel < channels; channel++) {
            if (channelsLast) {
                apply(values, channel, channel, channels, length);
            } else {
                apply(values, channel, channel * length, 1, length);
            }
        }
    }

    private void apply(float[] values, int channel, int first, int step, int count) {
        float scale = preprocessing.scale();
        float mean = of(preprocessing.mean(), channel);
        float std = of(preprocessing.std(), channel);
        for (int i = first, end = first + count * step; i < end; i += step) {
            values[i] = (values[i] * scale - mean) / std;
        }
    }

    private static float of(List<Float> list, int channel) {
        return list.get(list.size() == 1 ? 0 : channel);
    }
}
