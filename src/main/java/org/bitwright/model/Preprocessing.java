package org.bitwright.model;

import java.util.List;

/**
 * How the values of a data set become a network's inputs: {@code (raw · scale − mean) / std} for inputs that are floats.
 * Inputs that are integers, such as token ids or bytes, get their values as they are.
 *
 * @param scale multiplies raw values; 1/255 makes bytes into 0…1
 * @param mean one for all channels, or one a channel (the first axis of a sample, or its last where only that fits)
 * @param std the same; never 0
 * @param binding what data and network leave open about each other
 */
public record Preprocessing(float scale, List<Float> mean, List<Float> std, Binding binding) {
    /** With nothing left open. */
    public Preprocessing(float scale, List<Float> mean, List<Float> std) {
        this(scale, mean, std, Binding.none());
    }

    public Preprocessing {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        if (mean.isEmpty() || std.isEmpty()) {
            throw new RefusedException(Phrase.of("mean and std need at least one value each"));
        }
        if (!Float.isFinite(scale) || scale == 0) {
            throw new RefusedException(Phrase.of("scale must be finite and not 0, but is %s", scale));
        }
        if (std.stream().anyMatch(s -> !Float.isFinite(s) || s == 0)) {
            throw new RefusedException(Phrase.of("std must be finite and not 0, but is %s", std));
        }
        if (mean.stream().anyMatch(m -> !Float.isFinite(m))) {
            throw new RefusedException(Phrase.of("mean must be finite, but is %s", mean));
        }
    }

    /** Scale alone: mean 0, standard deviation 1. */
    public static Preprocessing scaled(float scale) {
        return new Preprocessing(scale, List.of(0f), List.of(1f));
    }

    /** Whether raw values pass unchanged. */
    public boolean isIdentity() {
        return scale == 1 && mean.stream().allMatch(m -> m == 0) && std.stream().allMatch(s -> s == 1);
    }

    public Preprocessing withBinding(Binding other) {
        return new Preprocessing(scale, mean, std, other);
    }
}
