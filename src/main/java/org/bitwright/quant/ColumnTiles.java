package org.bitwright.quant;

import java.util.stream.IntStream;

/**
 * Cuts a tensor whose granules change every few values into tiles of columns and rows. A row is as long as the pattern
 * of granules, or several times that where the pattern is short: in a column all values are of one granule. The cut
 * depends on nothing but the layout.
 */
final class ColumnTiles {
    /** Whole rows as far as possible: memory is read fastest in its order, while the sums stay in the second cache. */
    private static final int WIDTH = 1 << 14;

    private static final int LEAST_ROWS = 64;

    private static final int MOST_ROWS = LaneSums.MOST;

    /** Tiles below each other, so that all cores have some. */
    private static final int DOWN = 16;

    /** A short pattern is repeated until a row has about this length, whole vectors if possible. */
    private static final int ROW = 1 << 12;

    private static final int VECTOR = 16;

    private final ChannelLayout layout;
    private final int rowLength;
    private final int rows;
    private final int acrossTiles;
    private final int downTiles;
    private final int tileRows;

    ColumnTiles(ChannelLayout layout) {
        this(layout, MOST_ROWS);
    }

    private ColumnTiles(ChannelLayout layout, int mostRows) {
        this.layout = layout;
        int period = layout.channels() * layout.inner();
        this.rowLength = rowLength(period, layout.size());
        this.rows = ceil(layout.size(), rowLength);
        this.acrossTiles = ceil(rowLength, WIDTH);
        this.tileRows = Math.min(mostRows, Math.max(LEAST_ROWS, rows / DOWN / LaneLoops.ROWS * LaneLoops.ROWS));
        this.downTiles = ceil(rows, tileRows);
    }

    /** Tiles of up to twice as many rows: every tile has sums of its own, which are made and put together. */
    static ColumnTiles tall(ChannelLayout layout) {
        return new ColumnTiles(layout, 2 * MOST_ROWS);
    }

    private static int rowLength(int period, int size) {
        if (period == 0 || period >= ROW) {
            return period;
        }
        int whole = period;
        while (whole % VECTOR != 0) {
            whole *= 2;
        }
        int repeated = whole <= ROW ? whole : period;
        return repeated * Math.max(1, Math.min(ROW, size) / repeated);
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

    /** The channels of all columns of the tiles that lie beside each other. */
    int[][] channels() {
        int[][] channels = new int[Math.min(acrossTiles, tiles())][];
        for (int tile = 0; tile < channels.length; tile++) {
            int across = tile;
            channels[tile] = IntStream.range(0, width(tile))
                    .map(column -> channel(across, column))
                    .toArray();
        }
        return channels;
    }

    /** Number of tiles beside each other. Tiles that far apart have the same columns. */
    int across() {
        return acrossTiles;
    }

    int firstRow(int tile) {
        return tile / acrossTiles * tileRows;
    }

    int endRow(int tile) {
        return Math.min(rows, firstRow(tile) + tileRows);
    }

    /** The end of the rows of a tile that are as long as it is wide. */
    int fullRows(int tile) {
        int end = endRow(tile);
        return end > firstRow(tile) && length(tile, end - 1) < width(tile) ? end - 1 : end;
    }

    /** Distance of rows. */
    int stride() {
        return rowLength;
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
