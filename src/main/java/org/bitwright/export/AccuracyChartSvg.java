package org.bitwright.export;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bitwright.analysis.Accuracy;
import org.bitwright.analysis.SweepPoint;
import org.bitwright.analysis.SweepResult;
import org.bitwright.analysis.SweepSeries;

/**
 * Accuracy against bit-width as one self-contained SVG picture: a line a series with its 95 % band, a dot a format
 * with one width only, the float accuracy dashed, points on part of the data hollow. Light or dark as the reader's system asks for.
 */
public final class AccuracyChartSvg {
    private final Map<SweepSeries, List<SweepPoint>> lines = new LinkedHashMap<>();
    private final Optional<Accuracy> floatAccuracy;
    private final SweepWords words;
    private final AccuracyPicture picture;

    private AccuracyChartSvg(
            Optional<Accuracy> floatAccuracy, Collection<SweepPoint> points, String title, SweepWords words) {
        this.floatAccuracy = floatAccuracy;
        this.words = words;
        points.forEach(
                p -> lines.computeIfAbsent(p.series(), s -> new ArrayList<>()).add(p));
        lines.values().forEach(line -> line.sort((a, b) -> Integer.compare(a.bits(), b.bits())));
        List<Accuracy> shown = Stream.concat(points.stream().map(SweepPoint::accuracy), floatAccuracy.stream())
                .toList();
        picture = new AccuracyPicture(shown, lines.size(), title, theme -> theme.rules(lines.size()));
    }

    /** The picture of a sweep, with English words. */
    public static String write(SweepResult result, String title) {
        return write(Optional.of(result.floatAccuracy()), result.points(), title, SweepWords.ENGLISH);
    }

    /** The picture of the points measured so far. */
    public static String write(
            Optional<Accuracy> floatAccuracy, Collection<SweepPoint> points, String title, SweepWords words) {
        return new AccuracyChartSvg(floatAccuracy, points, title, words).draw();
    }

    private String draw() {
        picture.axes(words.accuracy(), words.bits());
        int index = 0;
        for (List<SweepPoint> points : lines.values()) {
            picture.band(marks(points), index++);
        }
        floatAccuracy
                .filter(accuracy -> accuracy.samples() > 0)
                .ifPresent(accuracy -> picture.dashed(accuracy, words.floating()));
        index = 0;
        for (Map.Entry<SweepSeries, List<SweepPoint>> entry : lines.entrySet()) {
            series(entry.getKey(), entry.getValue(), index++);
        }
        return picture.toString();
    }

    /** A line with its markers; a marker alone where the format has one width only. */
    private void series(SweepSeries series, List<SweepPoint> points, int index) {
        String name = words.series().apply(series);
        if (!series.isDot()) {
            picture.line(marks(points), index);
        }
        for (SweepPoint point : points) {
            String tip = AccuracyPicture.tip(name, point.bits(), words.bits(), point.accuracy());
            picture.point(mark(point), index, tip);
        }
        picture.legend(name, index, !series.isDot());
    }

    private List<AccuracyMark> marks(List<SweepPoint> points) {
        return points.stream().map(this::mark).toList();
    }

    private AccuracyMark mark(SweepPoint point) {
        return new AccuracyMark(SweepPlaces.of(point, lines.keySet()), point.accuracy(), point.complete());
    }
}
