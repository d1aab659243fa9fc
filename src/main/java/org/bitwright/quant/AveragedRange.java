package org.bitwright.quant;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The least and the greatest value of a stream, and the moving average of those of its rounds, as torch's
 * {@code MovingAverageMinMaxObserver} has it: the first round's, then moved by {@value #MOMENTUM} of the difference to
 * each later round's. One thread.
 */
final class AveragedRange {
    static final double MOMENTUM = 0.1;

    private final List<Range> rounds = new ArrayList<>();
    private float min = Float.POSITIVE_INFINITY;
    private float max = Float.NEGATIVE_INFINITY;
    private float roundMin = Float.POSITIVE_INFINITY;
    private float roundMax = Float.NEGATIVE_INFINITY;
    private double averagedMin;
    private double averagedMax;
    private boolean averaged;

    /** Adds the ends of some finite values to the round. */
    void add(float least, float greatest) {
        roundMin = Math.min(roundMin, least);
        roundMax = Math.max(roundMax, greatest);
    }

    /** Ends a round, unless nothing was added to it. */
    void endRound() {
        if (roundMin <= roundMax) {
            rounds.add(new Range(roundMin, roundMax));
            min = Math.min(min, roundMin);
            max = Math.max(max, roundMax);
            roundMin = Float.POSITIVE_INFINITY;
            roundMax = Float.NEGATIVE_INFINITY;
        }
    }

    /** Adds the rounds of what came behind, which ends its round. */
    void add(AveragedRange next) {
        average();
        next.endRound();
        min = Math.min(min, next.min);
        max = Math.max(max, next.max);
        rounds.addAll(next.rounds);
        average();
    }

    private void average() {
        endRound();
        for (Range round : rounds) {
            averagedMin = averaged ? averagedMin + MOMENTUM * (round.min() - averagedMin) : round.min();
            averagedMax = averaged ? averagedMax + MOMENTUM * (round.max() - averagedMax) : round.max();
            averaged = true;
        }
        rounds.clear();
    }

    /** The ends of all values; 0 … 0 where there is none. Ends the round. */
    Range whole() {
        endRound();
        return min > max ? new Range(0, 0) : new Range(min, max);
    }

    /** The averaged ends; 0 … 0 where there is no value. Ends the round. */
    Range averaged() {
        average();
        return averaged ? new Range((float) averagedMin, (float) averagedMax) : new Range(0, 0);
    }

    int bytes() {
        return 2 * Float.BYTES * (rounds.size() + 2) + Integer.BYTES;
    }

    /** Writes what was gathered, not yet averaged, in {@link #bytes()} bytes. */
    void write(ByteBuffer into) {
        if (averaged) {
            throw new IllegalStateException("what was averaged is put together with others no more");
        }
        into.putFloat(min).putFloat(max).putFloat(roundMin).putFloat(roundMax).putInt(rounds.size());
        rounds.forEach(round -> into.putFloat(round.min()).putFloat(round.max()));
    }

    /**
     * Takes what was written. Nothing was added to this one.
     *
     * @throws RuntimeException if nothing was written there
     */
    void read(ByteBuffer from) {
        min = from.getFloat();
        max = from.getFloat();
        roundMin = from.getFloat();
        roundMax = from.getFloat();
        for (int left = from.getInt(); left > 0; left--) {
            rounds.add(new Range(from.getFloat(), from.getFloat()));
        }
    }

    /** Whether all values lie between these. */
    boolean isWithin(double low, double high) {
        return isWithin(min, max, low, high) && isWithin(roundMin, roundMax, low, high);
    }

    private static boolean isWithin(float least, float greatest, double low, double high) {
        boolean none = least == Float.POSITIVE_INFINITY && greatest == Float.NEGATIVE_INFINITY;
        return none || low <= least && least <= greatest && greatest <= high;
    }

    /** Forgets all values. */
    void clear() {
        rounds.clear();
        min = Float.POSITIVE_INFINITY;
        max = Float.NEGATIVE_INFINITY;
        roundMin = Float.POSITIVE_INFINITY;
        roundMax = Float.NEGATIVE_INFINITY;
        averaged = false;
    }
}
