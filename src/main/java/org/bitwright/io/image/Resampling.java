package org.bitwright.io.image;

import java.util.Arrays;

/**
 * Resizes by a triangle as wide as the source pixels that one target pixel covers: bilinear where an image grows, and
 * free of aliasing where it shrinks. The same as Pillow's {@code BILINEAR}, with which most networks were trained:
 * rows first, each pass rounded to 8 bits.
 */
final class Resampling {
    private Resampling() {}

    static Pixels resize(Pixels source, int width, int height) {
        return resize(source, width, height, 0, 0, width, height);
    }

    /** A rectangle out of the resized image: only what it needs is worked out, however large the whole would be. */
    static Pixels resize(Pixels source, long wide, long high, long left, long top, int width, int height) {
        Taps columns = Taps.of(source.width(), wide, left, width);
        Taps rows = Taps.of(source.height(), high, top, height);
        int firstRow = rows.first[0];
        int lastRow = rows.first[height - 1] + rows.weights[height - 1].length;
        Pixels needed = crop(source, firstRow, lastRow - firstRow);
        return alongColumns(alongRows(needed, columns), rows.from(firstRow));
    }

    private static Pixels crop(Pixels source, int top, int height) {
        int row = source.width() * source.channels();
        return height == source.height()
                ? source
                : new Pixels(
                        source.width(),
                        height,
                        source.channels(),
                        Arrays.copyOfRange(source.values(), top * row, (top + height) * row));
    }

    /** What target pixels take from the source. */
    private record Taps(int[] first, double[][] weights) {

        /** For {@code count} of {@code target} pixels, from the one at {@code start} on. */
        static Taps of(int source, long target, long start, int count) {
            double scale = (double) source / target;
            double support = Math.max(1, scale);
            int[] first = new int[count];
            double[][] weights = new double[count][];
            for (int i = 0; i < count; i++) {
                double centre = (start + i + 0.5) * scale;
                int from = Math.max(0, (int) (centre - support + 0.5));
                int to = Math.min(source, (int) (centre + support + 0.5));
                double[] taps = new double[to - from];
                double sum = 0;
                for (int j = 0; j < taps.length; j++) {
                    taps[j] = Math.max(0, 1 - Math.abs((j + from - centre + 0.5) / support));
                    sum += taps[j];
                }
                for (int j = 0; j < taps.length; j++) {
                    taps[j] /= sum;
                }
                first[i] = from;
                weights[i] = taps;
            }
            return new Taps(first, weights);
        }

        /** The same for a source that begins further on. */
        Taps from(int start) {
            return new Taps(Arrays.stream(first).map(at -> at - start).toArray(), weights);
        }

        byte at(int target, byte[] values, int start, int step) {
            double[] taps = weights[target];
            double sum = 0.5;
            for (int j = 0, at = start + first[target] * step; j < taps.length; j++, at += step) {
                sum += taps[j] * (values[at] & 0xFF);
            }
            return (byte) Math.min(255, (int) sum);
        }
    }

    private static Pixels alongRows(Pixels source, Taps taps) {
        int width = taps.first.length;
        int channels = source.channels();
        byte[] values = new byte[width * source.height() * channels];
        for (int y = 0, at = 0; y < source.height(); y++) {
            for (int x = 0; x < width; x++) {
                for (int channel = 0; channel < channels; channel++) {
                    values[at++] = taps.at(x, source.values(), y * source.width() * channels + channel, channels);
                }
            }
        }
        return new Pixels(width, source.height(), channels, values);
    }

    private static Pixels alongColumns(Pixels source, Taps taps) {
        int height = taps.first.length;
        int row = source.width() * source.channels();
        byte[] values = new byte[row * height];
        for (int y = 0, at = 0; y < height; y++) {
            for (int x = 0; x < row; x++) {
                values[at++] = taps.at(y, source.values(), x, row);
            }
        }
        return new Pixels(source.width(), height, source.channels(), values);
    }
}
