package org.bitwright.ui.histogram;

import java.util.List;
import org.bitwright.quant.QuantError;

/**
 * Channels side by side: a cell each, or several in a cell where there is no room, which then shows its worst.
 *
 * @param channels number of channels
 * @param cells number of cells, at most {@code channels}
 * @param cellWidth pixels, whole where cells hold several channels
 */
record ChannelCells(int channels, int cells, double cellWidth) {
    private static final double LEAST_PIXELS = 3;
    private static final double MOST_PIXELS = 44;

    static ChannelCells of(int channels, double width) {
        int most = Math.max(1, (int) (width / LEAST_PIXELS));
        if (channels <= most) {
            return new ChannelCells(channels, channels, Math.min(MOST_PIXELS, width / channels));
        }
        int each = (channels + most - 1) / most;
        int cells = (channels + each - 1) / each;
        return new ChannelCells(channels, cells, width / cells);
    }

    boolean isMerged() {
        return cells < channels;
    }

    private int each() {
        return (channels + cells - 1) / cells;
    }

    int first(int cell) {
        return cell * each();
    }

    /** One past the last channel of a cell. */
    int end(int cell) {
        return Math.min(channels, first(cell) + each());
    }

    int cellOf(int channel) {
        return channel / each();
    }

    /** The cell at a pixel, or −1. */
    int at(double x) {
        int cell = (int) Math.floor(x / cellWidth);
        return x >= 0 && cell < cells && first(cell) < channels ? cell : -1;
    }

    double left(int cell) {
        return Math.round(cell * cellWidth);
    }

    /** The channel of a cell with the lowest SQNR; channels without signal only where there is no other. */
    int worst(int cell, List<QuantError> errors) {
        int worst = first(cell);
        double lowest = Double.POSITIVE_INFINITY;
        boolean found = false;
        for (int channel = first(cell); channel < end(cell) && channel < errors.size(); channel++) {
            double sqnr = errors.get(channel).sqnrDb();
            if (!Double.isNaN(sqnr) && (!found || sqnr < lowest)) {
                worst = channel;
                lowest = sqnr;
                found = true;
            }
        }
        return worst;
    }
}
