package org.bitwright.io.image;

/**
 * A decoded image of 8-bit channels.
 *
 * @param channels 1 (gray) or 3 (red, green, blue)
 * @param values {@code height × width × channels}
 */
record Pixels(int width, int height, int channels, byte[] values) {

    /** The same with another number of channels: gray is 0.299 R + 0.587 G + 0.114 B (ITU-R 601-2), as Pillow counts it. */
    Pixels withChannels(int wanted) {
        if (wanted == channels) {
            return this;
        }
        int pixels = width * height;
        byte[] changed = new byte[pixels * wanted];
        for (int i = 0; i < pixels; i++) {
            if (wanted == 1) {
                int red = values[3 * i] & 0xFF;
                int green = values[3 * i + 1] & 0xFF;
                int blue = values[3 * i + 2] & 0xFF;
                changed[i] = (byte) (red * 19595 + green * 38470 + blue * 7471 + 0x8000 >> 16);
            } else {
                changed[3 * i] = values[i];
                changed[3 * i + 1] = values[i];
                changed[3 * i + 2] = values[i];
            }
        }
        return new Pixels(width, height, wanted, changed);
    }
}
