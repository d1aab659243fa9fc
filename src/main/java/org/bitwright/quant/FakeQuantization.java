package org.bitwright.quant;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;
import org.jspecify.annotations.Nullable;

/**
 * Rounds a tensor to its grids and sums up the errors in one pass, on all cores. Bit for bit what
 * {@link Grid#quantize} gives.
 */
final class FakeQuantization {
    private static final int PIECE = 64;

    private final float[] values;
    private final ChannelLayout layout;
    private final GranuleStatistics statistics;
    private final Grid[] grids;
    private final KernelPath[] paths;
    private final float @Nullable [] into;

    /**
     * @param statistics of {@code values} at {@code layout}
     * @param grids one for all granules or one a granule
     * @param into takes the quantized values; null where only errors are wanted
     */
    FakeQuantization(
            float[] values,
            ChannelLayout layout,
            GranuleStatistics statistics,
            List<Grid> grids,
            float @Nullable [] into) {
        this.values = values;
        this.layout = layout;
        this.statistics = statistics;
        this.grids = new Grid[layout.channels()];
        this.paths = new KernelPath[layout.channels()];
        this.into = into;
        inPieces((from, to) -> choosePaths(grids, from, to));
        if (!layout.hasLongRuns()) {
            // A row of columns takes the path of the one that needs most care.
            boolean alike = Arrays.stream(this.grids).allMatch(grid -> KernelPath.isAlike(this.grids[0], grid));
            KernelPath careful =
                    Arrays.stream(paths).max(Comparator.naturalOrder()).orElse(KernelPath.UNCLIPPED);
            Arrays.fill(paths, alike ? careful : KernelPath.SCALAR);
        }
    }

    /** Runs, and gives the exact error of every granule. */
    List<QuantError> run(CancelToken cancel) {
        ErrorSums sums = sums(cancel);
        QuantError[] errors = new QuantError[layout.channels()];
        boolean[] cancelled = new boolean[errors.length];
        inPieces((from, to) -> errors(sums, errors, cancelled, from, to));
        new ErrorRecount(values, layout, (channel, index) -> grids[channel]).renew(errors, cancelled, cancel);
        return Arrays.asList(errors);
    }

    /** Runs, and gives Σe² of the first granule: all that a search for its grid asks, so nothing is counted again. */
    double squaredError(CancelToken cancel) {
        return error(sums(cancel), 0).sumSquaredError();
    }

    private ErrorSums sums(CancelToken cancel) {
        return layout.hasLongRuns() ? runs(cancel) : columns(cancel);
    }

    private QuantError error(ErrorSums sums, int c) {
        return sums.error(c, statistics, c, grids[c], paths[c]);
    }

    private void errors(ErrorSums sums, QuantError[] errors, boolean[] cancelled, int from, int to) {
        for (int c = from; c < to; c++) {
            errors[c] = error(sums, c);
            cancelled[c] = ErrorRecount.isNeeded(errors[c], grids[c], statistics.range(c), paths[c]);
        }
    }

    private void choosePaths(List<Grid> each, int from, int to) {
        for (int c = from; c < to; c++) {
            grids[c] = each.get(each.size() == 1 ? 0 : c);
            paths[c] = KernelPath.of(grids[c], statistics, c, layout.valuesPerChannel());
        }
    }

    /** Channels {@code from … to − 1}. */
    private interface Piece {
        void run(int from, int to);
    }

    /** All channels: a loop over thousands at once is interpreted for several passes before it is compiled. */
    private void inPieces(Piece piece) {
        for (int from = 0; from < paths.length; from += PIECE) {
            piece.run(from, Math.min(paths.length, from + PIECE));
        }
    }

    private ErrorSums runs(CancelToken cancel) {
        Runs runs = new Runs(layout);
        ErrorSums[] parts = new ErrorSums[runs.chunks()];
        Parallel.forSlices(parts.length, cancel, chunk -> {
            RunKernel kernel = new RunKernel(values, into, runs.count(chunk));
            runs.visit(chunk, (run, c, from, to) -> kernel.quantize(run, grids[c], paths[c], from, to));
            parts[chunk] = kernel.sums();
        });
        ErrorSums whole = new ErrorSums(layout.channels());
        for (int chunk = 0; chunk < parts.length; chunk++) {
            for (int run = 0; run < runs.count(chunk); run++) {
                whole.add(runs.channel(chunk, run), parts[chunk], run);
            }
        }
        return whole;
    }

    private ErrorSums columns(CancelToken cancel) {
        ColumnTiles tiles = ColumnTiles.tall(layout);
        if (tiles.tiles() == 0) {
            return new ErrorSums(layout.channels());
        }
        List<List<LaneGrids>> grids = IntStream.range(0, tiles.across())
                .mapToObj(tile -> columnGrids(tiles, tile))
                .toList();
        int[][] channels = tiles.channels();
        TileSums sums = new TileSums(layout.channels(), tiles.tiles(), tiles.width(0), false, (whole, tile, part) -> {
            int[] places = channels[tile % tiles.across()];
            if (paths[0] == KernelPath.UNCLIPPED) {
                whole.addUnclipped(places, part);
            } else {
                whole.add(places, part);
            }
        });
        Parallel.forSlices(tiles.tiles(), cancel, tile -> {
            ColumnKernel kernel =
                    new ColumnKernel(values, into, grids.get(tile % tiles.across()), paths[0], sums.take());
            int row = tiles.firstRow(tile);
            for (; row + LaneLoops.ROWS <= tiles.fullRows(tile); row += LaneLoops.ROWS) {
                kernel.quantizeRows(tiles.start(tile, row), tiles.stride());
            }
            for (; row < tiles.endRow(tile); row++) {
                kernel.quantizeRow(tiles.start(tile, row), tiles.length(tile, row));
            }
            sums.done(tile, kernel.sums());
        });
        return sums.whole();
    }

    private List<LaneGrids> columnGrids(ColumnTiles tiles, int tile) {
        List<LaneGrids> blocks = new ArrayList<>();
        int first = 0;
        while (first < tiles.width(tile)) {
            int width = first == 0 ? LaneLoops.firstBlock(tiles.start(tile, 0)) : LaneLoops.BLOCK;
            LaneGrids block = new LaneGrids(Math.min(width, tiles.width(tile) - first));
            Grid[] places = places(tiles, tile, first, block.width());
            if (paths[0] == KernelPath.SCALAR || block.use(Arrays.asList(places), 0) == KernelPath.SCALAR) {
                block.useEach(places);
            }
            blocks.add(block);
            first += block.width();
        }
        return blocks;
    }

    private Grid[] places(ColumnTiles tiles, int tile, int first, int width) {
        Grid[] places = new Grid[width];
        for (int j = 0; j < width; j++) {
            places[j] = grids[tiles.channel(tile, first + j)];
        }
        return places;
    }
}
