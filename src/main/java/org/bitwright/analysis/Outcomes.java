package org.bitwright.analysis;

import java.util.BitSet;

/**
 * Which samples a network answered correctly, one by one, so that two networks can be compared on the same samples.
 * Immutable.
 */
public final class Outcomes {
    private final BitSet right;
    private final int samples;

    private Outcomes(BitSet right, int samples) {
        this.right = right;
        this.samples = samples;
    }

    /** Answers that equal what is expected, sample by sample. */
    public static Outcomes of(int[] answers, int[] expected) {
        return of(answers, expected, 0);
    }

    /** @param first position in {@code expected} of the first answer's sample */
    public static Outcomes of(int[] answers, int[] expected, int first) {
        BitSet right = new BitSet(answers.length);
        for (int i = 0; i < answers.length; i++) {
            right.set(i, answers[i] == expected[first + i]);
        }
        return new Outcomes(right, answers.length);
    }

    /** @param bytes eight samples a byte, the first in the lowest bit, as {@link #bytes()} gives them */
    public static Outcomes of(byte[] bytes, int samples) {
        BitSet right = BitSet.valueOf(bytes);
        if (right.length() > samples) {
            throw new IllegalArgumentException("answers to more than " + samples + " samples");
        }
        return new Outcomes(right, samples);
    }

    public byte[] bytes() {
        return right.toByteArray();
    }

    public int samples() {
        return samples;
    }

    public boolean isRight(int sample) {
        return right.get(sample);
    }

    public Accuracy accuracy() {
        return new Accuracy(right.cardinality(), samples);
    }

    /** Of the samples at these positions, in this order. */
    public Outcomes at(int[] positions) {
        BitSet part = new BitSet(positions.length);
        for (int i = 0; i < positions.length; i++) {
            part.set(i, right.get(positions[i]));
        }
        return new Outcomes(part, positions.length);
    }

    /** Of the first samples. */
    public Outcomes first(int count) {
        return new Outcomes(right.get(0, count), count);
    }

    /** These and those of the samples that follow. */
    public Outcomes followedBy(Outcomes next) {
        BitSet all = (BitSet) right.clone();
        next.right.stream().forEach(sample -> all.set(samples + sample));
        return new Outcomes(all, samples + next.samples);
    }

    /** Samples that this network answers correctly and another one does not. */
    public long rightWhereOtherIsWrong(Outcomes other) {
        if (other.samples != samples) {
            throw new IllegalArgumentException(samples + " samples and " + other.samples);
        }
        BitSet alone = (BitSet) right.clone();
        alone.andNot(other.right);
        return alone.cardinality();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Outcomes outcomes && samples == outcomes.samples && right.equals(outcomes.right);
    }

    @Override
    public int hashCode() {
        return 31 * right.hashCode() + samples;
    }
}
