package org.bitwright.quant;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what flows through one activation, batch by batch, in memory that does not grow with the number of batches.
 * One thread. Several tallies that were filled apart are put together by {@link #add(EdgeTally)} in the order of their
 * samples; then the result depends on how the samples were dealt out, but not on who counted when.
 */
public final class EdgeTally {
    /** Channels' histograms are made of every so many samples at most; of all where samples give a channel few values. */
    static final int SAMPLED = 32;

    static final int BINS = 1 << 13;

    /** Values of whole samples that are looked at together at most. */
    private static final int PIECE = 1 << 14;

    /** Values that are counted together at most, and looked at together where samples have more: 16 KB. */
    private static final int COUNTED = 1 << 12;

    private final String edge;
    private final OptionalInt channelAxis;
    private final SpareBins spare;
    private final GrowingHistogram histogram;
    private final AveragedRange ends = new AveragedRange();
    /** Whose values, those below 0 made 0, are this one's; they have one histogram together. */
    private final @Nullable EdgeTally source;

    private @Nullable EdgeTally rectified;
    private boolean settled;
    private final EdgeChannels channels = new EdgeChannels();

    private long zeros;
    private long nan;
    private long infinite;
    private long finite;

    /**
     * An empty tally.
     *
     * @param channelAxis of the values, negative ones counted from the last axis; the first axis is none
     */
    public EdgeTally(String edge, OptionalInt channelAxis) {
        this(edge, channelAxis, null, new SpareBins());
    }

    private EdgeTally(String edge, OptionalInt channelAxis, @Nullable EdgeTally source, SpareBins spare) {
        this.spare = spare;
        this.histogram = new GrowingHistogram(BINS, spare);
        this.edge = edge;
        this.channelAxis = channelAxis;
        this.source = source;
    }

    /** An empty tally that no two threads at a time fill together with this one: they share memory. */
    public EdgeTally beside(String name, OptionalInt axis) {
        return new EdgeTally(name, axis, null, spare);
    }

    /**
     * An empty tally of what a Relu makes of this one's values: filled as this one is filled, at a third of the cost, and
     * never by itself. One at most; both are added up, cleared and asked for their rounds alike.
     */
    public EdgeTally rectified(String name, OptionalInt axis) {
        EdgeTally made = new EdgeTally(name, axis, this, spare);
        rectified = made;
        return made;
    }

    /**
     * Whether all is known. Not so of a rectified tally where NaN was among the values, of which nobody knows what the
     * runtime makes, or where the values below 0 reach so far that the bins are too wide for the others.
     */
    public boolean isComplete() {
        if (source == null || settled) {
            return true;
        }
        settled = source.nan == 0 && histogram.takeRectified(source.histogram);
        return settled;
    }

    /** Room that the tallies of one thread share. */
    public static final class Scratch {
        private final float[] piece = new float[PIECE];
        final int[] units = new int[2 * COUNTED];
        final float[] rectified = new float[PIECE];
        private final PieceScan scan = new PieceScan();
    }

    /**
     * Adds the values of a batch.
     *
     * @param values all from its position to its limit, which it keeps; dense, row-major
     * @param shape extents, whose product is their number
     * @param firstSample number of the sample that is first on the first axis
     */
    public void add(FloatBuffer values, long[] shape, int firstSample, Scratch scratch) {
        int size = values.remaining();
        if (size == 0) {
            return;
        }
        EdgeBatch batch = batch(shape, size, firstSample);
        EdgeBatch rectifiedBatch = rectified == null ? null : rectified.batch(shape, size, firstSample);
        if (source == null && histogram.isEmpty()) {
            coverAtOnce(values.duplicate(), scratch);
        }
        FloatBuffer rest = values.duplicate();
        int piece = batch.pieceSize(PIECE, COUNTED);
        int n;
        for (int at = 0; at < size; at += n) {
            n = Math.min(piece, size - at);
            rest.get(scratch.piece, 0, n);
            scratch.scan.of(scratch.piece, 0, n);
            addPiece(n, scratch);
            if (rectified == null || rectifiedBatch == null) {
                batch.addChannels(scratch.piece, at, n, scratch.scan.isClean(), null, scratch);
            } else {
                addRectified(rectified, batch, rectifiedBatch, at, n, scratch);
            }
        }
    }

    /** What the channels of a piece and those of what becomes of it make: in one go where they lie alike. */
    private static void addRectified(
            EdgeTally rectified, EdgeBatch batch, EdgeBatch rectifiedBatch, int at, int n, EdgeTally.Scratch scratch) {
        if (scratch.scan.isClean() && batch.isLike(rectifiedBatch)) {
            batch.addChannels(scratch.piece, at, n, true, rectifiedBatch.channels(), scratch);
            rectified.addEnds(n, scratch.scan.notAbove, Math.max(0, scratch.scan.min), Math.max(0, scratch.scan.max));
            return;
        }
        batch.addChannels(scratch.piece, at, n, scratch.scan.isClean(), null, scratch);
        rectify(scratch.piece, 0, n, scratch.piece);
        scratch.scan.of(scratch.piece, 0, n);
        rectified.addPiece(n, scratch);
        rectifiedBatch.addChannels(scratch.piece, at, n, scratch.scan.isClean(), null, scratch);
    }

    /** Looks at all values before the first is counted: growing with each piece of them costs more. */
    private void coverAtOnce(FloatBuffer rest, Scratch scratch) {
        PieceScan scan = scratch.scan;
        while (rest.hasRemaining()) {
            int n = Math.min(PIECE, rest.remaining());
            rest.get(scratch.piece, 0, n);
            scan.of(scratch.piece, 0, n);
            if (!scan.isEmpty()) {
                histogram.cover(scan.min, scan.max);
            }
        }
    }

    private EdgeBatch batch(long[] shape, int size, int firstSample) {
        ChannelLayout layout = layout(shape, size);
        int sampleSize = shape.length == 0 ? size : (int) (size / shape[0]);
        return new EdgeBatch(layout, channels.of(layout, isEmpty()), firstSample, sampleSize);
    }

    /** Those below 0 made 0; where the array is the same, {@code from} is 0. */
    static void rectify(float[] values, int from, int n, float[] into) {
        for (int i = 0; i < n; i++) {
            into[i] = Math.max(values[from + i], 0f);
        }
    }

    private ChannelLayout layout(long[] shape, int size) {
        int axis = channelAxis.orElse(0);
        axis = axis < 0 ? axis + shape.length : axis;
        if (axis <= 0 || axis >= shape.length) {
            return new ChannelLayout(1, 1, size);
        }
        int inner = 1;
        for (int i = axis + 1; i < shape.length; i++) {
            inner *= (int) shape[i];
        }
        int channelCount = (int) shape[axis];
        return new ChannelLayout(size / channelCount / inner, channelCount, inner);
    }

    private boolean isEmpty() {
        return finite + nan + infinite == 0;
    }

    /** Adds a piece that was looked at, but not to the channels. */
    private void addPiece(int n, Scratch scratch) {
        PieceScan scan = scratch.scan;
        nan += scan.nan;
        infinite += scan.infinite;
        if (!scan.isEmpty()) {
            addEnds(scan.finite, scan.zeros, scan.min, scan.max);
            if (source == null) {
                addToHistogram(scratch, n);
            }
        }
    }

    private void addEnds(int count, int zeroCount, float least, float greatest) {
        finite += count;
        zeros += zeroCount;
        ends.add(least, greatest);
    }

    private void addToHistogram(Scratch scratch, int n) {
        histogram.cover(scratch.scan.min, scratch.scan.max);
        if (scratch.scan.isClean()) {
            histogram.add(scratch.piece, 0, n, scratch.units);
        } else {
            addSingly(scratch.piece, n);
        }
    }

    private void addSingly(float[] piece, int n) {
        for (int i = 0; i < n; i++) {
            if (Float.isFinite(piece[i]) && piece[i] != 0) {
                histogram.add(piece[i]);
            }
        }
    }

    /** Ends a round: the ends of its values count once for the moving average. */
    public void endRound() {
        ends.endRound();
    }

    /** Adds what another tally has gathered from the samples behind these. Both end their rounds. */
    public void add(EdgeTally next) {
        channels.add(next.channels, isEmpty(), next.isEmpty());
        histogram.add(next.histogram);
        ends.add(next.ends);
        zeros += next.zeros;
        nan += next.nan;
        infinite += next.infinite;
        finite += next.finite;
    }

    /** Bytes that {@link #write} needs. */
    public int bytes() {
        return 4 * Long.BYTES + ends.bytes() + histogram.bytes() + channels.bytes();
    }

    /** Writes what was gathered, for a tally in another process to {@link #read}. */
    public void write(ByteBuffer into) {
        into.putLong(zeros).putLong(nan).putLong(infinite).putLong(finite);
        ends.write(into);
        histogram.write(into);
        channels.write(into);
    }

    /**
     * Takes what was written. This one is empty; where it is rectified, its source was read before.
     *
     * @param from in the order of bytes in which it was written
     * @throws RuntimeException if nothing was written there
     */
    public void read(ByteBuffer from) {
        zeros = from.getLong();
        nan = from.getLong();
        infinite = from.getLong();
        finite = from.getLong();
        ends.read(from);
        histogram.read(from);
        boolean held = source == null ? histogram.holds(ends) : source.histogram.holds(ends);
        if (zeros < 0 || nan < 0 || infinite < 0 || finite < zeros || !held) {
            throw new IllegalArgumentException("the values of '" + edge + "' are not those that were counted");
        }
        channels.read(from);
    }

    /** Forgets all values. */
    public void clear() {
        histogram.clear();
        ends.clear();
        channels.clear();
        zeros = 0;
        nan = 0;
        infinite = 0;
        finite = 0;
    }

    /**
     * What was gathered. Ends the round.
     *
     * @throws IllegalStateException if it is not {@link #isComplete() complete}
     */
    public EdgeStatistics statistics() {
        if (!isComplete()) {
            throw new IllegalStateException("the values of '" + edge + "' do not follow from those before");
        }
        return new EdgeStatistics(
                edge, histogram.build(ends.whole(), zeros), zeros, nan, infinite, ends.averaged(), channels.list());
    }
}
