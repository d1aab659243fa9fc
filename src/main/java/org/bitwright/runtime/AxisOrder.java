package org.bitwright.runtime;

import org.bitwright.model.Shape;

/** How the axes of a stored image become those that a network takes. */
enum AxisOrder {
    /** As stored. */
    KEPT,
    /** Height × width × channels become channels × height × width. */
    TO_CHANNELS_FIRST,
    /** Channels × height × width become height × width × channels. */
    TO_CHANNELS_LAST;

    /** The shape that a stored image has then. */
    Shape of(Shape stored) {
        return switch (this) {
            case KEPT -> stored;
            case TO_CHANNELS_FIRST -> Shape.of(stored.extent(2), stored.extent(0), stored.extent(1));
            case TO_CHANNELS_LAST -> Shape.of(stored.extent(1), stored.extent(2), stored.extent(0));
        };
    }

    /** Whether these are axes of an image that this order changes: three, with 1, 3 or 4 channels. */
    boolean suits(Shape stored) {
        if (this == KEPT || stored.rank() != 3) {
            return this == KEPT;
        }
        long channels = stored.extent(this == TO_CHANNELS_FIRST ? 2 : 0);
        return channels == 1 || channels == 3 || channels == 4;
    }

    /** The values of one image in this order; {@code stored} itself where it is kept. */
    float[] apply(float[] stored, Shape shape) {
        if (this == KEPT) {
            return stored;
        }
        float[] moved = new float[stored.length];
        for (int i = 0; i < stored.length; i++) {
            moved[place(i, shape)] = stored[i];
        }
        return moved;
    }

    /** The same for integers. */
    long[] apply(long[] stored, Shape shape) {
        if (this == KEPT) {
            return stored;
        }
        long[] moved = new long[stored.length];
        for (int i = 0; i < stored.length; i++) {
            moved[place(i, shape)] = stored[i];
        }
        return moved;
    }

    /** Where the value at a place of an image of this shape goes. */
    private int place(int at, Shape stored) {
        int elements = (int) stored.elements();
        int rows = (int) (this == TO_CHANNELS_FIRST ? elements / stored.extent(2) : stored.extent(0));
        int columns = elements / rows;
        return at % columns * rows + at / columns;
    }
}
