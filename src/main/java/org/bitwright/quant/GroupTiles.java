package org.bitwright.quant;

/**
 * Cuts a tensor whose groups lie beside each other into tiles of columns and of whole groups of rows. The cut depends on
 * nothing but the layout.
 *
 * @param layout with at least one column
 */
record GroupTiles(GroupLayout layout) {
    private static final int WIDTH = 1 << 14;
    private static final int ROWS = 128;

    private int tileRows() {
        return layout.group() * Math.max(1, ROWS / layout.group());
    }

    private int down() {
        return layout.extent() == 0 ? 0 : (layout.extent() - 1) / tileRows() + 1;
    }

    private int across() {
        return (layout.inner() - 1) / WIDTH + 1;
    }

    int tiles() {
        return layout.outer() * down() * across();
    }

    int firstColumn(int tile) {
        return tile % across() * WIDTH;
    }

    int width(int tile) {
        return Math.min(WIDTH, layout.inner() - firstColumn(tile));
    }

    /** Rows are counted through all repetitions of the axis. */
    int firstRow(int tile) {
        int block = tile / across();
        return block / down() * layout.extent() + block % down() * tileRows();
    }

    int endRow(int tile) {
        int block = tile / across();
        return Math.min(block / down() * layout.extent() + layout.extent(), firstRow(tile) + tileRows());
    }

    /** Where the tile's part of a row starts. */
    int start(int tile, int row) {
        return row * layout.inner() + firstColumn(tile);
    }
}
