package org.bitwright.runtime;

import java.util.List;
import org.bitwright.model.Preprocessing;
import org.bitwright.model.Shape;

/** {@code (raw · scale − mean) / std} on one sample, with one mean and std for all channels or one a channel. */
final class Affine {
    private final Preprocessing preprocessing;
    private final int channels;

    private Affine(Preprocessing preprocessing, int channels) {
        this.preprocessing = preprocessing;
        this.channels = channels;
    }

    /** @throws InferenceException if there are neither one mean and std nor as many as channels */
    static Affine of(Preprocessing preprocessing, Shape sample) throws InferenceException {
        int first = sample.rank() == 0 ? 1 : (int) sample.extent(0);
        for (List<Float> list : List.of(preprocessing.mean(), preprocessing.std())) {
            if (list.size() != 1 && list.size() != first) {
                throw new InferenceException("Mean and std need one value, or one for each of the " + first
                        + " channels of a sample of shape " + sample + ", but " + list.size() + " are given.");
            }
        }
        boolean perChannel =
                preprocessing.mean().size() > 1 || preprocessing.std().size() > 1;
        return new Affine(preprocessing, perChannel ? first : 1);
    }

    void apply(float[] values) {
        if (preprocessing.isIdentity()) {
            return;
        }
        float scale = preprocessing.scale();
        int length = values.length / channels;
        for (int channel = 0; channel < channels; channel++) {
            float mean = of(preprocessing.mean(), channel);
            float std = of(preprocessing.std(), channel);
            for (int i = channel * length; i < (channel + 1) * length; i++) {
                values[i] = (values[i] * scale - mean) / std;
            }
        }
    }

    private static float of(List<Float> list, int channel) {
        return list.get(list.size() == 1 ? 0 : channel);
    }
}
