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
        for (int c = 0; c < paths.length; c++) {
            this.grids[c] = grids.get(grids.size() == 1 ? 0 : c);
            paths[c] = KernelPath.of(this.grids[c], statistics, c, layout.valuesPerChannel());
        }
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
        ErrorSums sums = layout.hasLongRuns() ? runs(cancel) : columns(cancel);
        QuantError[] errors = new QuantError[layout.channels()];
        for (int c = 0; c < errors.length; c++) {
            errors[c] = sums.error(c, statistics, c, grids[c], paths[c]);
        }
        return Arrays.asList(errors);
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
        List<List<LaneGrids>> grids = IntStream.range(0, Math.min(tiles.across(), tiles.tiles()))
                .mapToObj(tile -> columnGrids(tiles, tile))
                .toList();
        ErrorSums[] parts = new ErrorSums[tiles.tiles()];
        Parallel.forSlices(parts.length, cancel, tile -> {
            ColumnKernel kernel = new ColumnKernel(values, into, grids.get(tile % tiles.across()), paths[0]);
            int row = tiles.firstRow(tile);
            for (; row + LaneLoops.ROWS <= tiles.fullRows(tile); row += LaneLoops.ROWS) {
                kernel.quantizeRows(tiles.start(tile, row), tiles.stride());
            }
            for (; row < tiles.endRow(tile); row++) {
                kernel.quantizeRow(tiles.start(tile, row), tiles.length(tile, row));
            }
            parts[tile] = kernel.sums();
        });
        ErrorSums whole = new ErrorSums(layout.channels());
        int[][] channels = tiles.channels();
        for (int tile = 0; tile < parts.length; tile++) {
            int[] places = channels[tile % tiles.across()];
            if (paths[0] == KernelPath.UNCLIPPED) {
                whole.addUnclipped(places, parts[tile]);
            } else {
                whole.add(places, parts[tile]);
            }
        }
        return whole;
    }

    private List<LaneGrids> columnGrids(ColumnTiles tiles, int tile) {
        List<LaneGrids> blocks = new ArrayList<>();
        int first = 0;
        while (first < tiles.width(tile)) {
            int width = first == 0 ? LaneLoops.firstBlock(tiles.start(tile, 0)) : LaneLoops.BLOCK;
            LaneGrids block = new LaneGrids(Math.min(width, tiles.width(tile) - first));
            for (int j = 0; j < block.width(); j++) {
                block.use(j, grids[tiles.channel(tile, first + j)]);
            }
            blocks.add(block);
            first += block.width();
        }
        return blocks;
    }
}
