package org.bitwright.training;

import java.util.Optional;
import java.util.SplittableRandom;
import org.bitwright.model.Shape;

/**
 * Shifts and flips images by chance, in place. Channels lie before height and width or, where a sample has at most four
 * numbers on its last axis and more on its first, behind them.
 */
final class SampleChanges {
    private static final int MOST_CHANNELS = 4;

    private final Augmentation augmentation;
    private final int channels;
    private final int height;
    private final int width;
    private final boolean channelsLast;

    private SampleChanges(Augmentation augmentation, int channels, int height, int width, boolean channelsLast) {
        this.augmentation = augmentation;
        this.channels = channels;
        this.height = height;
        this.width = width;
        this.channelsLast = channelsLast;
    }

    /** Empty where samples of a shape have no height and width. */
    static Optional<SampleChanges> of(Augmentation augmentation, Shape sample) {
        int rank = sample.rank();
        if (rank < 2 || rank > 3) {
            return Optional.empty();
        }
        int first = rank == 2 ? 1 : (int) sample.extent(0);
        int middle = (int) sample.extent(rank - 2);
        int last = (int) sample.extent(rank - 1);
        boolean channelsLast = rank == 3 && last <= MOST_CHANNELS && first > MOST_CHANNELS;
        return Optional.of(
                channelsLast
                        ? new SampleChanges(augmentation, last, first, middle, true)
                        : new SampleChanges(augmentation, first, middle, last, false));
    }

    /** Changes the sample that begins at {@code at}. */
    void apply(float[] values, int at, SplittableRandom random) {
        int down = random.nextInt(2 * augmentation.shift() + 1) - augmentation.shift();
        int right = random.nextInt(2 * augmentation.shift() + 1) - augmentation.shift();
        boolean flips = augmentation.flip() && random.nextBoolean();
        float[] before = new float[channels * height * width];
        System.arraycopy(values, at, before, 0, before.length);
        for (int channel = 0; channel < channels; channel++) {
            float corner = before[place(channel, 0, 0)];
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    int fromY = y - down;
                    int fromX = flips ? width - 1 - (x - right) : x - right;
                    boolean inside = fromY >= 0 && fromY < height && fromX >= 0 && fromX < width;
                    values[at + place(channel, y, x)] = inside ? before[place(channel, fromY, fromX)] : corner;
                }
            }
        }
    }

    private int place(int channel, int y, int x) {
        return channelsLast ? (y * width + x) * channels + channel : (channel * height + y) * width + x;
    }
}
