package org.bitwright.quant;

/**
 * Hands out the finite values of one granule after the other. Where the values of a channel lie a row apart, those of
 * neighbours are gathered together: a line of memory holds one value of each, and each row is another page. One thread.
 */
final class GranuleSource {
    /** Granules whose values are gathered together at most: as many as a line of memory has floats. */
    static final int TOGETHER = 16;

    private final float[] values;
    private final GranuleLayout layout;
    private final int end;
    private final float[][] gathered = new float[TOGETHER][];
    private int first = -TOGETHER;

    /** @param end of the granules that will be asked for */
    GranuleSource(float[] values, GranuleLayout layout, int end) {
        this.values = values;
        this.layout = layout;
        this.end = end;
    }

    /** Whether neighbours of a layout are gathered together. */
    static boolean isTogether(GranuleLayout layout) {
        return layout instanceof ChannelLayout channels && channels.inner() == 1 && channels.channels() > 1;
    }

    /** The finite values in storage order: a new array. */
    float[] finite(int granule) {
        if (!isTogether(layout)) {
            return GranuleValues.finite(values, layout, granule);
        }
        if (granule < first || granule >= first + TOGETHER) {
            gather(granule);
        }
        float[] own = gathered[granule - first];
        if (own.length == 0) {
            return GranuleValues.finite(values, layout, granule);
        }
        // It is the asker's from now on, who may sort it.
        gathered[granule - first] = new float[0];
        return GranuleValues.finite(own);
    }

    private void gather(int granule) {
        first = granule;
        int count = Math.min(TOGETHER, end - granule);
        int rows = layout.values(granule);
        for (int k = 0; k < TOGETHER; k++) {
            gathered[k] = new float[k < count ? rows : 0];
        }
        for (int row = 0; row < rows; row++) {
            int at = layout.index(granule, row);
            for (int k = 0; k < count; k++) {
                gathered[k][row] = values[at + k];
            }
        }
    }
}
