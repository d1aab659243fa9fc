package org.bitwright.quant;

import java.util.List;

/** Loops over columns block after block, whose sums stay in the first cache. */
final class BlockColumns implements ColumnLoops {
    private final LaneLoops loops;
    private final List<LaneGrids> blocks;
    private final LaneSums[] lanes;

    BlockColumns(LaneLoops loops, List<LaneGrids> blocks) {
        this.loops = loops;
        this.blocks = blocks;
        this.lanes = blocks.stream().map(block -> new LaneSums(block.width())).toArray(LaneSums[]::new);
    }

    @Override
    public void use() {
        // The loops read the blocks themselves.
    }

    @Override
    public void rows(KernelPath path, int column, int n, float[] x, float[] into, int at, int stride) {
        each(
                column,
                n,
                (block, j, width) -> loops.rows(
                        path, blocks.get(block), lanes[block], x, at + j, stride, into, at + j, stride, width));
    }

    @Override
    public void row(KernelPath path, int column, int n, float[] x, float[] into, int at) {
        each(
                column,
                n,
                (block, j, width) -> loops.row(path, blocks.get(block), lanes[block], x, at + j, into, at + j, width));
    }

    /** Work on {@code width} columns of a block, the first of which is number {@code j} of those asked for. */
    private interface BlockWork {
        void run(int block, int j, int width);
    }

    private void each(int column, int n, BlockWork work) {
        int first = 0;
        for (int block = 0; first < column + n; block++) {
            int width = blocks.get(block).width();
            if (first >= column) {
                work.run(block, first - column, Math.min(width, column + n - first));
            }
            first += width;
        }
    }

    @Override
    public void drain(ErrorSums sums, KernelPath path) {
        int first = 0;
        for (LaneSums block : lanes) {
            block.drainEach(sums, first, path);
            first += block.width();
        }
    }

    @Override
    public void close() {
        // Nothing was taken.
    }
}
