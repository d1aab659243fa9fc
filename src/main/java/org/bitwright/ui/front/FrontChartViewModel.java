package org.bitwright.ui.front;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javafx.beans.InvalidationListener;
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
import org.bitwright.quant.QuantConfig;
import org.bitwright.ui.common.PlotCursor;

/** Size against accuracy: what was measured, what part of it is seen, and the point that is looked at. */
public final class FrontChartViewModel {
    private final StringProperty title = new SimpleStringProperty("");
    private final ObservableList<FrontPoint> points = FXCollections.observableArrayList();
    private final ObservableList<FrontPoint> readOnlyPoints = FXCollections.unmodifiableObservableList(points);
    private final ObjectProperty<Optional<Accuracy>> floating = new SimpleObjectProperty<>(Optional.empty());
    private final ObjectProperty<Optional<QuantConfig>> present = new SimpleObjectProperty<>(Optional.empty());
    private final BooleanProperty labelled = new SimpleBooleanProperty(true);
    private final ObjectProperty<FrontScale> scale = new SimpleObjectProperty<>(FrontScale.SIZE_LOG);
    private final ObjectProperty<ScoreScale> scores = new SimpleObjectProperty<>(ScoreScale.ERROR_LOG);
    private final ReadOnlyObjectWrapper<Optional<FrontWindow>> zoom = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final PlotCursor<FrontPoint> cursor = new PlotCursor<>();

    public FrontChartViewModel() {
        InvalidationListener whole = observable -> zoom.set(Optional.empty());
        scale.addListener(whole);
        scores.addListener(whole);
    }

    /** Heads saved pictures. */
    public StringProperty titleProperty() {
        return title;
    }

    /** Those measured on all samples first, then those of a search; each by rising size. */
    public ObservableList<FrontPoint> points() {
        return readOnlyPoints;
    }

    /** Of the float network on all samples. */
    public ObjectProperty<Optional<Accuracy>> floatingProperty() {
        return floating;
    }

    /** The project's configuration. */
    public ObjectProperty<Optional<QuantConfig>> presentProperty() {
        return present;
    }

    /** Whether scores are accuracies; else agreement with the float network. */
    public BooleanProperty labelledProperty() {
        return labelled;
    }

    ObjectProperty<FrontScale> scaleProperty() {
        return scale;
    }

    ObjectProperty<ScoreScale> scoresProperty() {
        return scores;
    }

    ReadOnlyObjectProperty<Optional<FrontWindow>> zoomProperty() {
        return zoom.getReadOnlyProperty();
    }

    /** The point that is looked at, or chosen to be loaded. */
    public PlotCursor<FrontPoint> cursor() {
        return cursor;
    }

    /** Shows these points and no others; the one that is looked at stays if it is among them. */
    public void show(Collection<FrontPoint> all) {
        List<FrontPoint> ordered = all.stream()
                .sorted(Comparator.comparing((FrontPoint point) -> !point.isFull())
                        .thenComparingLong(FrontPoint::bytes)
                        .thenComparingDouble(point -> -point.score().top1()))
                .toList();
        if (!ordered.equals(points)) {
            points.setAll(ordered);
            cursor.follow(this::same);
        }
    }

    private Optional<FrontPoint> same(FrontPoint before) {
        return points.stream().filter(before::isSame).findFirst();
    }

    public void clear() {
        cursor.lookAway();
        zoom.set(Optional.empty());
        points.clear();
        floating.set(Optional.empty());
    }

    boolean isPresent(FrontPoint point) {
        return present.get().filter(point.config()::equals).isPresent();
    }

    List<FrontPoint> front() {
        return FrontLine.of(points, scale.get());
    }

    /** What is seen at first: all that is not hopeless beside the float network. */
    FrontWindow whole() {
        FrontWindow all = everything();
        boolean near = points.stream().anyMatch(point -> floating.get().isPresent() && position(point) > lowest());
        return near ? all.above(lowest()) : all;
    }

    private double lowest() {
        return floating.get()
                .filter(accuracy -> accuracy.samples() > 0)
                .map(accuracy -> scores.get().lowestNear(accuracy.top1()))
                .orElse(Double.NEGATIVE_INFINITY);
    }

    private double position(FrontPoint point) {
        return scores.get().position(point.score().top1());
    }

    FrontWindow everything() {
        return FrontWindow.around(
                scale.get(), scores.get(), points, floating.get().stream().toList());
    }

    FrontWindow window() {
        return zoom.get().orElseGet(this::whole);
    }

    /** Zooms around a place of the chart, given by positions; not farther than everything. */
    void zoom(double factor, double x, double y) {
        FrontWindow all = everything();
        FrontWindow next = window().zoomed(factor, x, y, all);
        zoom.set(next.isWhole(all) && whole().isWhole(all) ? Optional.empty() : Optional.of(next));
    }

    void pan(double byX, double byY) {
        zoom.set(zoom.get().map(window -> window.moved(byX, byY, everything())));
    }

    void showWhole() {
        zoom.set(Optional.empty());
    }

    /** Goes to the next point to the right (1) or the left (−1). */
    public void step(int direction) {
        step(direction, points);
    }

    /** Goes to the next point of the front, upwards (1) or downwards (−1). */
    public void stepFront(int direction) {
        step(direction, front());
    }

    private void step(int direction, List<FrontPoint> among) {
        Comparator<FrontPoint> order = Comparator.comparingDouble(
                        (FrontPoint point) -> scale.get().position(point))
                .thenComparingDouble(point -> point.score().top1())
                .thenComparingInt(points::indexOf);
        Comparator<FrontPoint> onwards = direction > 0 ? order : order.reversed();
        among.stream()
                .filter(point ->
                        cursor.point().map(now -> onwards.compare(point, now) > 0).orElse(true))
                .min(onwards)
                .ifPresent(this::goTo);
    }

    private void goTo(FrontPoint point) {
        double x = scale.get().position(point);
        if (!window().contains(x, position(point))) {
            zoom.set(whole().contains(x, position(point)) ? Optional.empty() : Optional.of(everything()));
        }
        cursor.lookAt(point);
    }
}
