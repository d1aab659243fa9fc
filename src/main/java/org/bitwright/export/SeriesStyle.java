package org.bitwright.export;

import java.util.List;

/**
 * How one line of a chart looks: a colour after Okabe and Ito (2008), which colour-blind people can tell apart, and a
 * marker, so that the colour is never the only difference.
 *
 * @param light colour on a light ground, {@code #rrggbb}
 * @param dark the same hue, light enough for a dark ground
 */
public record SeriesStyle(String light, String dark, Marker marker) {

    /** The shape of a measured point. */
    public enum Marker {
        CIRCLE,
        SQUARE,
        TRIANGLE,
        DIAMOND,
        TRIANGLE_DOWN,
        PENTAGON,
        CROSS
    }

    private static final List<SeriesStyle> ALL = List.of(
            new SeriesStyle("#0072B2", "#4FA8E0", Marker.CIRCLE),
            new SeriesStyle("#D55E00", "#F0803C", Marker.SQUARE),
            new SeriesStyle("#009E73", "#2DC89B", Marker.TRIANGLE),
            new SeriesStyle("#B5568F", "#E09AC4", Marker.DIAMOND),
            new SeriesStyle("#C98A00", "#F0B840", Marker.TRIANGLE_DOWN),
            new SeriesStyle("#3A9BD0", "#9AD6F8", Marker.PENTAGON),
            new SeriesStyle("#595959", "#C4C4C4", Marker.CROSS));

    /** The style of series number {@code index}, from 0; they repeat after seven. */
    public static SeriesStyle of(int index) {
        return ALL.get(Math.floorMod(index, ALL.size()));
    }

    /** Corners of the marker around (0, 0), x and y in turn, for a marker of about {@code radius}; none for a circle. */
    public double[] corners(double radius) {
        double r = radius;
        return switch (marker) {
            case CIRCLE -> new double[0];
            case SQUARE -> scaled(0.9 * r, -1, -1, 1, -1, 1, 1, -1, 1);
            case TRIANGLE -> scaled(r, 0, -1.2, 1.1, 0.8, -1.1, 0.8);
            case DIAMOND -> scaled(1.25 * r, 0, -1, 1, 0, 0, 1, -1, 0);
            case TRIANGLE_DOWN -> scaled(r, 0, 1.2, 1.1, -0.8, -1.1, -0.8);
            case PENTAGON -> scaled(1.1 * r, 0, -1, 0.951, -0.309, 0.588, 0.809, -0.588, 0.809, -0.951, -0.309);
            case CROSS ->
                scaled(
                        r, -0.35, -1.1, 0.35, -1.1, 0.35, -0.35, 1.1, -0.35, 1.1, 0.35, 0.35, 0.35, 0.35, 1.1, -0.35,
                        1.1, -0.35, 0.35, -1.1, 0.35, -1.1, -0.35, -0.35, -0.35);
        };
    }

    private static double[] scaled(double factor, double... unit) {
        double[] scaled = new double[unit.length];
        for (int i = 0; i < unit.length; i++) {
            scaled[i] = unit[i] * factor;
        }
        return scaled;
    }
}
