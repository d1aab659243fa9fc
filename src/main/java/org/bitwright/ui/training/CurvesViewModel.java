package org.bitwright.ui.training;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.bitwright.training.EpochRecord;
import org.bitwright.ui.common.PlotCursor;

/** Loss and accuracy of the runs that are looked at, and the epoch under the keyboard's or the mouse's eye. */
public final class CurvesViewModel {
    private final StringProperty title = new SimpleStringProperty("");
    private final ObservableList<Curve> curves = FXCollections.observableArrayList();
    private final ObservableList<Curve> readOnlyCurves = FXCollections.unmodifiableObservableList(curves);
    private final ObservableList<CurvePoint> points = FXCollections.observableArrayList();
    private final BooleanProperty logarithmic = new SimpleBooleanProperty();
    private final BooleanProperty waiting = new SimpleBooleanProperty();
    private final PlotCursor<CurvePoint> cursor = new PlotCursor<>();

    /** Heads saved pictures. */
    public StringProperty titleProperty() {
        return title;
    }

    /** In the order of their colours. */
    public ObservableList<Curve> curves() {
        return readOnlyCurves;
    }

    /** Every epoch of every run that is shown. */
    ObservableList<CurvePoint> points() {
        return points;
    }

    /** Whether the axis of losses is logarithmic. */
    BooleanProperty logarithmicProperty() {
        return logarithmic;
    }

    /** Whether a run has begun that has nothing to show yet. */
    public BooleanProperty waitingProperty() {
        return waiting;
    }

    /** The epoch that is looked at. */
    PlotCursor<CurvePoint> cursor() {
        return cursor;
    }

    /** Shows these runs and no others; the epoch that is looked at stays if it is among them. */
    public void show(List<Curve> next) {
        List<CurvePoint> epochs = new ArrayList<>();
        for (int i = 0; i < next.size(); i++) {
            Curve curve = next.get(i);
            for (EpochRecord epoch : curve.epochs()) {
                epochs.add(new CurvePoint(curve.name(), i, epoch, epoch.epoch() == curve.best()));
            }
        }
        if (!points.equals(epochs)) {
            points.setAll(epochs);
        }
        if (!curves.equals(next)) {
            curves.setAll(next);
        }
        cursor.follow(this::same);
    }

    private Optional<CurvePoint> same(CurvePoint before) {
        return points.stream().filter(before::isSame).findFirst();
    }

    /** Epochs along the axis. */
    double length() {
        return Math.max(1, curves.stream().mapToInt(Curve::length).max().orElse(1));
    }

    /** The epoch next to a time, of the run whose marker is nearest by {@code distance}. */
    Optional<CurvePoint> nearest(double epoch, Comparator<CurvePoint> distance) {
        return points.stream()
                .mapToInt(point -> point.epoch().epoch())
                .boxed()
                .min(Comparator.comparingDouble(number -> Math.abs(number - epoch)))
                .flatMap(nearest -> points.stream()
                        .filter(point -> point.epoch().epoch() == nearest)
                        .min(distance));
    }

    /** Goes to the next epoch of the same run (1) or the one before (−1); from nowhere to an end. */
    void step(int direction) {
        cursor.step(direction, line(series()));
    }

    /** Goes to the last or the first epoch of the run that is looked at, or of the first. */
    void lookAtEnd(boolean last) {
        List<CurvePoint> line = line(series());
        if (!line.isEmpty()) {
            cursor.lookAt(line.get(last ? line.size() - 1 : 0));
        }
    }

    private int series() {
        return cursor.point().map(CurvePoint::series).orElse(0);
    }

    /** Goes to the next run below (1) or above (−1) in the legend, at the nearest epoch. */
    void stepRun(int direction) {
        Optional<CurvePoint> now = cursor.point();
        if (now.isEmpty()) {
            step(1);
            return;
        }
        line(now.get().series() + direction).stream()
                .min(Comparator.comparingInt(point ->
                        Math.abs(point.epoch().epoch() - now.get().epoch().epoch())))
                .ifPresent(cursor::lookAt);
    }

    /** What the runs that are shown have at the epoch that is looked at, its own first. */
    List<CurvePoint> together() {
        return cursor.point()
                .map(now -> points.stream()
                        .filter(point -> point.epoch().epoch() == now.epoch().epoch())
                        .sorted(Comparator.comparing((CurvePoint point) -> point.series() != now.series())
                                .thenComparingInt(CurvePoint::series))
                        .toList())
                .orElse(List.of());
    }

    private List<CurvePoint> line(int series) {
        return points.stream().filter(point -> point.series() == series).toList();
    }
}
