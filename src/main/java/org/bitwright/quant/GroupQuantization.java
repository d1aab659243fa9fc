package org.bitwright.quant;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;
import org.jspecify.annotations.Nullable;

/**
 * Rounds a tensor to the grids of its groups, half to even, and sums up the errors of each channel in one pass, on all
 * cores: where groups are runs of consecutive values, or lie beside each other in columns that belong to one channel each.
 * Bit for bit what {@link GeneralQuantization} writes.
 */
final class GroupQuantization {
    private static final int VECTOR = 16;

    /** Values whose grids are taken up at a time. */
    private static final int PART = 1 << 12;

    private final float[] values;
    private final GroupLayout layout;
    private final ChannelLayout channels;
    private final GranuleStatistics statistics;
    private final List<Grid> grids;
    private final float @Nullable [] into;
    private final boolean[] careful;

    /** @param into takes the quantized values; null where only errors are wanted */
    GroupQuantization(LayerWeights weights, GroupLayout layout, List<Grid> grids, float @Nullable [] into) {
        if (layout.granules() != grids.size()) {
            throw new IllegalArgumentException(
                    grids.size() + " grids where the weight has " + layout.granules() + " granules");
        }
        this.values = weights.values();
        this.layout = layout;
        this.channels = weights.channelLayout();
        this.statistics = weights.statistics(Granularity.CHANNEL);
        this.grids = grids;
        this.into = into;
        this.careful = new boolean[channels.channels()];
        for (int c = 0; c < careful.length; c++) {
            careful[c] =
                    statistics.finite(c) < channels.valuesPerChannel() || KernelPath.isExtreme(statistics.range(c));
        }
    }

    /** Whether groups lie as this class needs them. */
    static boolean fits(GroupLayout layout, ChannelLayout channels) {
        return isRun(layout, channels) || isColumn(layout, channels);
    }

    private static boolean isRun(GroupLayout layout, ChannelLayout channels) {
        return layout.inner() == 1
                && layout.group() >= VECTOR
                && Integer.bitCount(layout.group()) == 1
                && channels.hasLongRuns();
    }

    private static boolean isColumn(GroupLayout layout, ChannelLayout channels) {
        return !channels.hasLongRuns()
                && layout.inner() == channels.channels() * channels.inner()
                && layout.inner() >= VECTOR;
    }

    /** Runs, and gives the exact error of every channel. */
    List<QuantError> run(CancelToken cancel) {
        ErrorSums sums = isRun(layout, channels) ? runs(cancel) : columns(cancel);
        QuantError[] errors = new QuantError[channels.channels()];
        boolean[] cancelled = new boolean[errors.length];
        boolean isAny = false;
        for (int c = 0; c < errors.length; c++) {
            errors[c] = sums.errorBySquares(c, statistics, c);
            cancelled[c] = ErrorRecount.isNeeded(errors[c], !careful[c]);
            isAny |= cancelled[c];
        }
        if (isAny) {
            leaveOutZeros(cancelled);
            new ErrorRecount(values, channels, (channel, index) -> grids.get(layout.granule(index)))
                    .renew(errors, cancelled, cancel);
        }
        return Arrays.asList(errors);
    }

    /** Takes channels away that become all zero: their sums are right. */
    private void leaveOutZeros(boolean[] which) {
        boolean[] others = new boolean[which.length];
        for (int granule = 0; granule < layout.granules(); granule++) {
            int c = channels.granule(layout.first(granule));
            others[c] |= which[c] && !ErrorSums.isAllZero(statistics.range(c), grids.get(granule));
        }
        for (int c = 0; c < which.length; c++) {
            which[c] &= others[c];
        }
    }

    private ErrorSums runs(CancelToken cancel) {
        Runs runs = new Runs(channels);
        ErrorSums[] parts = new ErrorSums[runs.chunks()];
        Parallel.forSlices(parts.length, cancel, chunk -> {
            RunKernel kernel = new RunKernel(values, into, new ErrorSums(runs.count(chunk), true));
            GroupGrids groups = GroupGrids.ofGroups(PART, Integer.numberOfTrailingZeros(layout.group()));
            runs.visit(chunk, (run, channel, from, to) -> {
                int end;
                for (int at = from; at < to; at = end) {
                    long endOfRow = (at / layout.extent() + 1L) * layout.extent();
                    end = (int) Math.min(Math.min(to, at + (long) PART), endOfRow);
                    quantize(kernel, groups, run, careful[channel], at, end);
                }
            });
            parts[chunk] = kernel.sums();
        });
        ErrorSums whole = new ErrorSums(channels.channels());
        for (int chunk = 0; chunk < parts.length; chunk++) {
            for (int run = 0; run < runs.count(chunk); run++) {
                whole.add(runs.channel(chunk, run), parts[chunk], run);
            }
        }
        return whole;
    }

    /** Values of one channel and one row of groups. */
    private void quantize(RunKernel kernel, GroupGrids groups, int run, boolean isCareful, int from, int to) {
        int offset = from % layout.extent() % layout.group();
        int aligned = Math.min(to, from + (VECTOR - offset % VECTOR) % VECTOR);
        if (aligned > from) {
            kernel.scalar(run, grids.get(layout.granule(from)), from, aligned);
        }
        if (aligned < to) {
            int first = layout.granule(aligned);
            groups.use(grids, first, layout.granule(to - 1) - first + 1);
            if (isCareful || groups.path() == KernelPath.SCALAR) {
                singly(kernel, run, aligned, to);
            } else {
                int offsetInGroup = aligned % layout.extent() % layout.group();
                kernel.quantize(run, groups, offsetInGroup, groups.path(), aligned, to);
            }
        }
    }

    private void singly(RunKernel kernel, int run, int from, int to) {
        int end;
        for (int at = from; at < to; at = end) {
            int inGroup = at % layout.extent() % layout.group();
            end = Math.min(to, at + layout.group() - inGroup);
            kernel.scalar(run, grids.get(layout.granule(at)), at, end);
        }
    }

    private ErrorSums columns(CancelToken cancel) {
        GroupTiles tiles = new GroupTiles(layout);
        TileSums sums = new TileSums(channels.channels(), tiles.tiles(), tiles.width(0), true, (whole, tile, part) -> {
            int first = tiles.firstColumn(tile);
            int[] places = new int[tiles.width(tile)];
            Arrays.setAll(places, column -> (first + column) / channels.inner());
            whole.add(places, part);
        });
        Parallel.forSlices(tiles.tiles(), cancel, tile -> sums.done(tile, quantize(tiles, tile, sums.take())));
        return sums.whole();
    }

    private ErrorSums quantize(GroupTiles tiles, int tile, ErrorSums sums) {
        List<LaneGrids> blocks = blocks(tiles.start(tile, tiles.firstRow(tile)), tiles.width(tile));
        boolean isCareful = false;
        for (int column = 0; column < tiles.width(tile); column++) {
            isCareful |= careful[(tiles.firstColumn(tile) + column) / channels.inner()];
        }
        ColumnKernel kernel = new ColumnKernel(values, into, blocks, KernelPath.SCALAR, sums);
        int end;
        for (int row = tiles.firstRow(tile); row < tiles.endRow(tile); row = end) {
            end = Math.min(tiles.endRow(tile), row + layout.group());
            kernel.use(use(blocks, layout.granule(tiles.start(tile, row)), isCareful));
            for (; row + LaneLoops.ROWS <= end; row += LaneLoops.ROWS) {
                kernel.quantizeRows(tiles.start(tile, row), layout.inner());
            }
            for (; row < end; row++) {
                kernel.quantizeRow(tiles.start(tile, row), tiles.width(tile));
            }
        }
        return kernel.sums();
    }

    private static List<LaneGrids> blocks(int at, int width) {
        List<LaneGrids> blocks = new ArrayList<>();
        int first = 0;
        while (first < width) {
            int block = first == 0 ? LaneLoops.firstBlock(at) : LaneLoops.BLOCK;
            blocks.add(new LaneGrids(Math.min(block, width - first)));
            first += block;
        }
        return blocks;
    }

    /** Sets the grids of a row of groups; gives the path for all. */
    private KernelPath use(List<LaneGrids> blocks, int granule, boolean isCareful) {
        KernelPath path = KernelPath.ofKind(grids.get(granule));
        int first = granule;
        for (LaneGrids block : blocks) {
            if (!KernelPath.isAlike(grids.get(granule), grids.get(first))
                    || block.use(grids, first) == KernelPath.SCALAR) {
                path = KernelPath.SCALAR;
            }
            first += block.width();
        }
        if (isCareful || path == KernelPath.SCALAR) {
            path = KernelPath.SCALAR;
            first = granule;
            for (LaneGrids block : blocks) {
                for (int j = 0; j < block.width(); j++) {
                    block.use(j, grids.get(first++));
                }
            }
        }
        return path;
    }
}
