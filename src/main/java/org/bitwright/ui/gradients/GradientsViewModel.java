package org.bitwright.ui.gradients;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.bitwright.training.EpochRecord;
import org.bitwright.training.GradientRounding;
import org.bitwright.training.GradientStatistics;
import org.bitwright.training.StepReport;
import org.bitwright.ui.common.ZeroZoom;

/**
 * The gradients of a source over time, one moment of them, and one parameter of that. A moment that was chosen stays
 * until it is let go; else the newest is shown. Sources are filled from outside.
 */
public final class GradientsViewModel {
    private final Map<GradientSource, GradientRecorder> recorders = new LinkedHashMap<>();
    private final Map<GradientSource, GradientCourse> courses = new LinkedHashMap<>();
    private final ObservableList<GradientSource> sources = FXCollections.observableArrayList(GradientSource.PRESENT);
    private final ObjectProperty<GradientSource> source = new SimpleObjectProperty<>(GradientSource.PRESENT);
    private final ReadOnlyObjectWrapper<GradientCourse> course = new ReadOnlyObjectWrapper<>(GradientCourse.NONE);
    private final ReadOnlyObjectWrapper<Optional<GradientMoment>> moment =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<GradientStatistics>> shown =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyStringWrapper parameter = new ReadOnlyStringWrapper("");
    private final ObjectProperty<Optional<GradientRounding>> rounding =
            new SimpleObjectProperty<>(Optional.of(new GradientRounding(8, true, false)));
    private final ObjectProperty<GradientPage> page = new SimpleObjectProperty<>(GradientPage.SPREAD);
    private final ObjectProperty<CourseMeasure> measure = new SimpleObjectProperty<>(CourseMeasure.SQNR);
    private final BooleanProperty logScale = new SimpleBooleanProperty(true);
    private final ZeroZoom zoom = new ZeroZoom(0.05);
    private final BooleanProperty measuring = new SimpleBooleanProperty();
    private final ObjectProperty<Optional<String>> obstacle = new SimpleObjectProperty<>(Optional.empty());

    private boolean pinned;
    private String layer = "";

    public GradientsViewModel() {
        source.addListener((property, before, now) -> {
            pinned = false;
            refresh();
        });
    }

    /** The present configuration, and the runs whose gradients are known. */
    ObservableList<GradientSource> sources() {
        return sources;
    }

    public ObjectProperty<GradientSource> sourceProperty() {
        return source;
    }

    ReadOnlyObjectProperty<GradientCourse> courseProperty() {
        return course.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Optional<GradientMoment>> momentProperty() {
        return moment.getReadOnlyProperty();
    }

    Optional<GradientMoment> moment() {
        return moment.get();
    }

    /** The gradient that is drawn. */
    ReadOnlyObjectProperty<Optional<GradientStatistics>> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    Optional<GradientStatistics> shown() {
        return shown.get();
    }

    /** How what is drawn was rounded. */
    Optional<GradientRounding> shownRounding() {
        return course.get().rounding();
    }

    /** Name of the tensor whose gradient is shown. */
    ReadOnlyStringProperty parameterProperty() {
        return parameter.getReadOnlyProperty();
    }

    /** How gradients of the present configuration are to be rounded: what if. */
    public ObjectProperty<Optional<GradientRounding>> roundingProperty() {
        return rounding;
    }

    public ObjectProperty<GradientPage> pageProperty() {
        return page;
    }

    ObjectProperty<CourseMeasure> measureProperty() {
        return measure;
    }

    BooleanProperty logScaleProperty() {
        return logScale;
    }

    /** Part of ±max|g| that the histogram shows. */
    ZeroZoom zoom() {
        return zoom;
    }

    /** Whether gradients of the present configuration are on their way. */
    public BooleanProperty measuringProperty() {
        return measuring;
    }

    /** Key of the text that says why gradients of the present configuration cannot be measured; empty where they can. */
    public ObjectProperty<Optional<String>> obstacleProperty() {
        return obstacle;
    }

    /** Forgets everything: another project is looked at. */
    public void clear() {
        recorders.clear();
        courses.clear();
        sources.setAll(GradientSource.PRESENT);
        source.set(GradientSource.PRESENT);
        layer = "";
        parameter.set("");
        pinned = false;
        refresh();
    }

    /** Shows the weight of a layer, where its gradient is known. */
    public void showLayer(String name) {
        layer = name;
        chooseParameter();
        show();
    }

    /** A run that is over, or has been looked at while it went on: what is known of its epochs, unless more is. */
    public void keep(String run, Optional<GradientRounding> how, List<EpochRecord> epochs) {
        GradientSource of = new GradientSource(run);
        List<GradientMoment> moments = epochs.stream()
                .filter(epoch -> !epoch.gradients().isEmpty())
                .map(GradientMoment::of)
                .toList();
        if (!moments.isEmpty() && !recorders.containsKey(of)) {
            put(new GradientCourse(of, how, moments));
        }
    }

    /** Only these runs are there any more, in this order. */
    public void retain(List<String> runs) {
        List<GradientSource> wanted = new ArrayList<>(List.of(GradientSource.PRESENT));
        runs.stream().map(GradientSource::new).filter(courses::containsKey).forEach(wanted::add);
        courses.keySet().removeIf(known -> !wanted.contains(known));
        recorders.keySet().removeIf(known -> !wanted.contains(known));
        if (!wanted.contains(source.get())) {
            source.set(GradientSource.PRESENT);
        }
        if (!wanted.equals(sources)) {
            GradientSource before = source.get();
            sources.setAll(wanted);
            source.set(before);
        }
    }

    /** A run begins: it comes to the front. */
    public void begin(String run) {
        GradientSource of = new GradientSource(run);
        recorders.put(of, new GradientRecorder());
        put(new GradientCourse(of, Optional.empty(), List.of()));
        source.set(of);
    }

    /** A step of the run that was begun. */
    public void hear(String run, Optional<GradientRounding> how, StepReport report) {
        GradientSource of = new GradientSource(run);
        GradientRecorder recorder = recorders.get(of);
        if (recorder != null && !report.gradients().isEmpty()) {
            recorder.add(GradientMoment.of(report));
            put(new GradientCourse(of, how, recorder.moments()));
        }
    }

    /** Gradients of the present configuration, a list a step, rounded as was asked for. */
    public void measured(Optional<GradientRounding> how, List<List<GradientStatistics>> steps) {
        List<GradientMoment> moments = IntStream.range(0, steps.size())
                .mapToObj(step -> new GradientMoment(0, step + 1, steps.size(), steps.get(step)))
                .toList();
        put(new GradientCourse(GradientSource.PRESENT, how, moments));
    }

    /** Shows a run, where its gradients are known. */
    public void showRun(String run) {
        GradientSource wanted = new GradientSource(run);
        if (courses.containsKey(wanted)) {
            source.set(wanted);
        }
    }

    private void put(GradientCourse next) {
        courses.put(next.source(), next);
        if (!sources.contains(next.source())) {
            sources.add(next.source());
        }
        if (next.source().equals(source.get())) {
            refresh();
        }
    }

    private void refresh() {
        GradientCourse next =
                courses.getOrDefault(source.get(), new GradientCourse(source.get(), Optional.empty(), List.of()));
        course.set(next);
        Optional<GradientMoment> before = moment.get();
        Optional<GradientMoment> same = before.filter(any -> pinned).flatMap(pin -> next.moments().stream()
                .filter(any -> any.time() == pin.time())
                .findFirst());
        pinned = same.isPresent();
        moment.set(same.or(next::last));
        chooseParameter();
        show();
    }

    /** Keeps the parameter of the layer, or takes the largest of it: its weight. */
    private void chooseParameter() {
        List<GradientStatistics> known =
                moment.get().map(GradientMoment::gradients).orElse(List.of());
        Optional<GradientStatistics> present = moment.get().flatMap(any -> any.of(parameter.get()));
        if (present.filter(any -> layer.isEmpty() || any.layer().equals(layer)).isPresent()) {
            return;
        }
        known.stream()
                .filter(any -> any.layer().equals(layer))
                .max(Comparator.comparingInt(GradientStatistics::values))
                .or(() -> present.or(() -> known.stream().findFirst()))
                .ifPresent(any -> parameter.set(any.parameter()));
    }

    private void show() {
        shown.set(moment.get().flatMap(any -> any.of(parameter.get())));
    }

    /** Shows another parameter; it may belong to another layer, or to none. */
    public void select(GradientStatistics gradient) {
        layer = gradient.layer();
        parameter.set(gradient.parameter());
        show();
    }

    /** Stays at a moment. */
    void pin(GradientMoment wanted) {
        pinned = !course.get().last().filter(wanted::equals).isPresent();
        moment.set(Optional.of(wanted));
        show();
    }

    boolean isPinned() {
        return pinned;
    }

    /** Goes with the newest moment again. */
    void follow() {
        pinned = false;
        refresh();
    }

    /** Goes to the next moment (1) or the one before (−1). */
    void step(int direction) {
        List<GradientMoment> moments = course.get().moments();
        int next = moment.get().map(moments::indexOf).orElse(-1) + direction;
        if (next >= 0 && next < moments.size()) {
            pin(moments.get(next));
        }
    }
}
