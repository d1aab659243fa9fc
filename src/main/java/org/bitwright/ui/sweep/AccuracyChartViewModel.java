package org.bitwright.ui.sweep;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
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
    private final ReadOnlyObjectWrapper<Optional<SweepPoint>> current = new ReadOnlyObjectWrapper<>(Optional.empty());
    private Consumer<SweepPoint> chosen = point -> {};

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

    /** The point under the keyboard's or the mouse's eye. */
    public ReadOnlyObjectProperty<Optional<SweepPoint>> currentProperty() {
        return current.getReadOnlyProperty();
    }

    /** Called with a point that the user wants to apply. */
    public void setOnPointChosen(Consumer<SweepPoint> listener) {
        chosen = listener;
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
        if (current.get().filter(now -> isSame(now, point)).isPresent()) {
            current.set(Optional.of(point));
        }
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
        current.set(Optional.empty());
        points.clear();
        series.clear();
        floatAccuracy.set(Optional.empty());
    }

    void look(Optional<SweepPoint> at) {
        current.set(at);
    }

    public void choose(SweepPoint point) {
        current.set(Optional.of(point));
        chosen.accept(point);
    }

    /** Goes to the next point of the same series to the right (1) or the left (−1). */
    public void step(int direction) {
        if (points.isEmpty()) {
            return;
        }
        Optional<SweepPoint> now = current.get();
        if (now.isEmpty()) {
            current.set(Optional.of(points.get(direction > 0 ? 0 : points.size() - 1)));
            return;
        }
        List<SweepPoint> line = line(now.get().series());
        int next = index(line, now.get()) + direction;
        if (next >= 0 && next < line.size()) {
            current.set(Optional.of(line.get(next)));
        }
    }

    /** Goes to the next series below (1) or above (−1) in the legend, at the nearest width. */
    public void stepSeries(int direction) {
        Optional<SweepPoint> now = current.get();
        if (now.isEmpty()) {
            step(1);
            return;
        }
        int next = series.indexOf(now.get().series()) + direction;
        if (next >= 0 && next < series.size()) {
            line(series.get(next)).stream()
                    .min(Comparator.comparingInt(
                            point -> Math.abs(point.bits() - now.get().bits())))
                    .ifPresent(point -> current.set(Optional.of(point)));
        }
    }

    /** Where a point stands on the axis of bits. */
    double place(SweepPoint point) {
        return SweepPlaces.of(point, series);
    }

    List<SweepPoint> line(SweepSeries of) {
        return points.stream().filter(point -> point.series().equals(of)).toList();
    }

    private static int index(List<SweepPoint> line, SweepPoint point) {
        for (int i = 0; i < line.size(); i++) {
            if (line.get(i).bits() == point.bits()) {
                return i;
            }
        }
        return -1;
    }

    private int order(SweepPoint a, SweepPoint b) {
        int bySeries = Integer.compare(series.indexOf(a.series()), series.indexOf(b.series()));
        return bySeries != 0 ? bySeries : Integer.compare(a.bits(), b.bits());
    }

    private static boolean isSame(SweepPoint a, SweepPoint b) {
        return a.bits() == b.bits() && a.series().equals(b.series());
    }
}
