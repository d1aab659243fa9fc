package org.bitwright.ui.sweep;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.bitwright.analysis.Accuracy;
import org.bitwright.analysis.SweepPoint;
import org.bitwright.analysis.SweepResult;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.export.SweepPlaces;
import org.bitwright.ui.common.PlotCursor;

/** Accuracy against bit-width: the points measured so far, the one that is looked at, and what to do with it. */
public final class AccuracyChartViewModel {
    private final StringProperty title = new SimpleStringProperty("");
    private final ObservableList<SweepPoint> points = FXCollections.observableArrayList();
    private final ObservableList<SweepPoint> readOnlyPoints = FXCollections.unmodifiableObservableList(points);
    private final ObservableList<SweepSeries> series = FXCollections.observableArrayList();
    private final ObservableList<SweepSeries> readOnlySeries = FXCollections.unmodifiableObservableList(series);
    private final ObjectProperty<Optional<Accuracy>> floatAccuracy = new SimpleObjectProperty<>(Optional.empty());
    private final ObjectProperty<Optional<PresentPoint>> present = new SimpleObjectProperty<>(Optional.empty());
    private final BooleanProperty running = new SimpleBooleanProperty(false);
    private final PlotCursor<SweepPoint> cursor = new PlotCursor<>();

    /** What the sweep was about; heads saved pictures. */
    public StringProperty titleProperty() {
        return title;
    }

    /** By series in the order in which they came, then by bits. */
    public ObservableList<SweepPoint> points() {
        return readOnlyPoints;
    }

    /** The lines of the chart in the order in which they came. */
    public ObservableList<SweepSeries> series() {
        return readOnlySeries;
    }

    public ObjectProperty<Optional<Accuracy>> floatAccuracyProperty() {
        return floatAccuracy;
    }

    public ObjectProperty<Optional<PresentPoint>> presentProperty() {
        return present;
    }

    /** Whether points are still coming. */
    public BooleanProperty runningProperty() {
        return running;
    }

    /** The point that is looked at, or chosen to be applied. */
    public PlotCursor<SweepPoint> cursor() {
        return cursor;
    }

    /** Adds a point, or refines the one that was there for the same series and width. */
    public void addPoint(SweepPoint point) {
        if (!series.contains(point.series())) {
            series.add(point.series());
        }
        int at = 0;
        while (at < points.size() && order(points.get(at), point) < 0) {
            at++;
        }
        if (at < points.size() && isSame(points.get(at), point)) {
            points.set(at, point);
        } else {
            points.add(at, point);
        }
        cursor.follow(now -> Optional.of(isSame(now, point) ? point : now));
    }

    /** Shows a whole sweep. */
    public void show(SweepResult result) {
        clear();
        result.plan().series().forEach(this::expect);
        floatAccuracy.set(Optional.of(result.floatAccuracy()));
        result.points().forEach(this::addPoint);
    }

    /** Gives a series its place and colour before its first point is there. */
    public void expect(SweepSeries awaited) {
        if (!series.contains(awaited)) {
            series.add(awaited);
        }
    }

    public void clear() {
        cursor.lookAway();
        points.clear();
        series.clear();
        floatAccuracy.set(Optional.empty());
    }

    /** Goes to the next point of the same series to the right (1) or the left (−1). */
    public void step(int direction) {
        cursor.step(direction, cursor.point().map(now -> line(now.series())).orElse(points));
    }

    /** Goes to the next series below (1) or above (−1) in the legend, at the nearest width. */
    public void stepSeries(int direction) {
        Optional<SweepPoint> now = cursor.point();
        if (now.isEmpty()) {
            step(1);
            return;
        }
        int next = series.indexOf(now.get().series()) + direction;
        if (next >= 0 && next < series.size()) {
            line(series.get(next)).stream()
                    .min(Comparator.comparingInt(
                            point -> Math.abs(point.bits() - now.get().bits())))
                    .ifPresent(cursor::lookAt);
        }
    }

    /** Where a point stands on the axis of bits. */
    double place(SweepPoint point) {
        return SweepPlaces.of(point, series);
    }

    List<SweepPoint> line(SweepSeries of) {
        return points.stream().filter(point -> point.series().equals(of)).toList();
    }

    private int order(SweepPoint a, SweepPoint b) {
        int bySeries = Integer.compare(series.indexOf(a.series()), series.indexOf(b.series()));
        return bySeries != 0 ? bySeries : Integer.compare(a.bits(), b.bits());
    }

    private static boolean isSame(SweepPoint a, SweepPoint b) {
        return a.bits() == b.bits() && a.series().equals(b.series());
    }
}
