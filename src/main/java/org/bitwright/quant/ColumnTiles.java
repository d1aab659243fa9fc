package org.bitwright.quant;

/**
 * Cuts a tensor whose granules change every few values into tiles of columns and rows. A row is as long as the pattern
 * of granules, or several times that where the pattern is short: in a column all values are of one granule. The cut
 * depends on nothing but the layout.
 */
final class ColumnTiles {
    /** Whole rows as far as possible: memory is read fastest in its order, while the sums stay in the second cache. */
    private static final int WIDTH = 1 << 14;

    private static final int ROWS = 256;

    private final ChannelLayout layout;
    private final int rowLength;
    private final int rows;
    private final int acrossTiles;
    private final int downTiles;

    ColumnTiles(ChannelLayout layout) {
        this.layout = layout;
        int period = layout.channels() * layout.inner();
        this.rowLength = period * Math.max(1, VectorLoops.BLOCK / Math.max(1, period));
        this.rows = ceil(layout.size(), rowLength);
        this.acrossTiles = ceil(rowLength, WIDTH);
        this.downTiles = ceil(rows, ROWS);
    }

    private static int ceil(int value, int by) {
        return by == 0 ? 0 : (int) (((long) value + by - 1) / by);
    }

    int tiles() {
        return acrossTiles * downTiles;
    }

    /** Number of columns of a tile. */
    int width(int tile) {
        int first = firstColumn(tile);
        return Math.min(WIDTH, rowLength - first);
    }

    /** The channel of a tile's column, counted from 0. */
    int channel(int tile, int column) {
        return (firstColumn(tile) + column) / layout.inner() % layout.channels();
    }

    /** Number of tiles beside each other. Tiles that far apart have the same columns. */
    int across() {
        return acrossTiles;
    }

    int firstRow(int tile) {
        return tile / acrossTiles * ROWS;
    }

    int endRow(int tile) {
        return Math.min(rows, firstRow(tile) + ROWS);
    }

    /** Where the tile's part of a row starts. */
    int start(int tile, int row) {
        return row * rowLength + firstColumn(tile);
    }

    /** How many values the tile's part of a row has: less than the width only in a last row that is not full. */
    int length(int tile, int row) {
        return (int) Math.max(0, Math.min(width(tile), layout.size() - ((long) row * rowLength + firstColumn(tile))));
    }

    private int firstColumn(int tile) {
        return tile % acrossTiles * WIDTH;
    }
}
