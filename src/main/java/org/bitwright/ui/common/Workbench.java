package org.bitwright.ui.common;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.WeakChangeListener;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.bitwright.project.Project;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.WeightOverlay;

/** The open project as the panels share it: layers, selection, configuration, history. Used on the window's thread. */
public final class Workbench {
    private final Tasks tasks;
    private final ReadOnlyObjectWrapper<Optional<Project>> project = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<QuantConfig> config = new ReadOnlyObjectWrapper<>(QuantConfig.empty());
    private final ReadOnlyObjectWrapper<Optional<String>> undoName = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<String>> redoName = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyBooleanWrapper modified = new ReadOnlyBooleanWrapper();
    private final ObservableList<LayerRow> rows = FXCollections.observableArrayList();
    private final ObservableList<LayerRow> selected = FXCollections.observableArrayList();
    private final CodedSize codedSize = new CodedSize(rows);
    private final LayerEditor editor = new LayerEditor(this);
    private final LayerErrors errors;
    private final Activations activations;
    private final Measurements measurements;
    private final Editing editing;
    private final Sensitivities sensitivities = new Sensitivities();
    private final LiveTraining training;
    private final BooleanBinding lacksNetwork;
    private final ChangeListener<Locale> renaming = (language, before, now) -> nameSteps();
    private final Closings closings;
    private final List<Runnable> endings = new ArrayList<>();
    private Optional<WeightOverlay> shownOverlay = Optional.empty();

    public Workbench(Tasks tasks, Dialogs dialogs) {
        this.tasks = tasks;
        this.errors = new LayerErrors(rows, editor, tasks);
        this.measurements = new Measurements(this, tasks);
        this.editing = new Editing(this, dialogs);
        this.activations = new Activations(this, tasks, dialogs);
        this.training = new LiveTraining(tasks);
        this.closings = new Closings(tasks);
        Texts.languageProperty().addListener(new WeakChangeListener<>(renaming));
        lacksNetwork = Bindings.createBooleanBinding(
                () -> project().filter(open -> !open.hasNetwork()).isPresent(), project);
    }

    public ReadOnlyObjectProperty<Optional<Project>> projectProperty() {
        return project.getReadOnlyProperty();
    }

    public Optional<Project> project() {
        return project.get();
    }

    /** Whether weights are open without a network: they can be looked at and quantized, but nothing can be run. */
    public BooleanBinding lacksNetwork() {
        return lacksNetwork;
    }

    public ReadOnlyObjectProperty<QuantConfig> configProperty() {
        return config.getReadOnlyProperty();
    }

    /** Name of the step that undo takes back. */
    public ReadOnlyObjectProperty<Optional<String>> undoNameProperty() {
        return undoName.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Optional<String>> redoNameProperty() {
        return redoName.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty modifiedProperty() {
        return modified.getReadOnlyProperty();
    }

    /** All quantizable layers, in the network's order. */
    public ObservableList<LayerRow> rows() {
        return rows;
    }

    /** The chosen layers; the last one chosen comes last. Changed through {@link #select}. */
    public ObservableList<LayerRow> selected() {
        return selected;
    }

    public CodedSize codedSize() {
        return codedSize;
    }

    public LayerEditor editor() {
        return editor;
    }

    public Activations activations() {
        return activations;
    }

    public Editing editing() {
        return editing;
    }

    public Measurements measurements() {
        return measurements;
    }

    public Sensitivities sensitivities() {
        return sensitivities;
    }

    public LiveTraining training() {
        return training;
    }

    public Closings closings() {
        return closings;
    }

    /** Does something in the background before the project that is being left is closed. */
    public void beforeClosing(Runnable ending) {
        endings.add(ending);
    }

    private void leave(Project before) {
        closings.close(before, takeEndings());
    }

    private List<Runnable> takeEndings() {
        List<Runnable> taken = List.copyOf(endings);
        endings.clear();
        return taken;
    }

    /** Shows a project in the place of the one before, which is closed in the background. */
    public void show(Project next) {
        Optional<Project> before = project();
        put(next);
        before.ifPresent(this::leave);
    }

    /** Shows a project that was made of the open one, as a step of this name, which undo takes back. */
    public void lead(Supplier<String> name, Project next) {
        Project before = project().orElseThrow();
        before.succession().lead(name, next);
        turn(before, next);
    }

    /** A step leads from one to the other: both stay open. */
    private void turn(Project before, Project next) {
        put(next);
        endings.add(() -> {
            next.saving().holdAgain();
            tasks.later(this::refresh);
        });
        closings.leave(before, takeEndings());
        closeAbandoned(before);
    }

    private void closeAbandoned(Project open) {
        open.succession().abandoned().forEach(closings::close);
    }

    private void put(Project next) {
        selected.clear();
        editor.show(Optional.empty());
        activations.show(next);
        rows.setAll(next.model().layers().stream()
                .map(layer -> new LayerRow(layer, next.config().of(layer.name())))
                .toList());
        sensitivities.close();
        training.clear();
        project.set(Optional.of(next));
        measurements.clear();
        refresh();
        rows.stream().findFirst().ifPresent(row -> select(List.of(row)));
    }

    public void close() {
        Optional<Project> before = project();
        selected.clear();
        editor.show(Optional.empty());
        rows.clear();
        activations.clear();
        sensitivities.close();
        training.clear();
        project.set(Optional.empty());
        config.set(QuantConfig.empty());
        nameSteps();
        modified.set(false);
        measurements.clear();
        before.ifPresent(this::leave);
    }

    /** Chooses layers; the last of them is the one that is shown. */
    public void select(List<LayerRow> chosen) {
        if (!selected.equals(chosen)) {
            selected.setAll(chosen);
        }
        Optional<LayerRow> lead = chosen.isEmpty() ? Optional.empty() : Optional.of(chosen.get(chosen.size() - 1));
        if (!editor.row().equals(lead)) {
            editor.show(lead);
            lead.ifPresent(this::readWeights);
        }
    }

    public Optional<LayerRow> row(String layer) {
        return rows.stream().filter(row -> row.name().equals(layer)).findFirst();
    }

    /** Makes {@code next} the configuration: one undo step of this name. */
    public void edit(Supplier<String> name, QuantConfig next) {
        project().ifPresent(open -> {
            open.edit(name, next);
            refresh();
        });
    }

    public void undo() {
        project()
                .ifPresent(open -> open.succession().undo().ifPresentOrElse(other -> turn(open, other), this::refresh));
    }

    public void redo() {
        project()
                .ifPresent(open -> open.succession().redo().ifPresentOrElse(other -> turn(open, other), this::refresh));
    }

    /** Brings everything in line with the project, after it was changed or saved. */
    public void refresh() {
        Project open = project().orElse(null);
        if (open == null) {
            return;
        }
        errors.follow(open);
        config.set(open.config());
        nameSteps();
        modified.set(open.isModified());
        closeAbandoned(open);
        errors.computeMissing(open);
        followOverlay();
        activations.refresh(open);
        measurements.refresh();
        sensitivities.refresh(open);
    }

    /** In the language of the moment. */
    private void nameSteps() {
        undoName.set(project().flatMap(open -> open.history().undoName()));
        redoName.set(project().flatMap(open -> open.history().redoName()));
    }

    /** Shows the numbers of the project again, in the place of a preview. */
    void recompute(LayerRow row) {
        project().ifPresent(open -> errors.recompute(row, open));
    }

    /** Changed weights are other weights: the histogram shows those that are quantized. */
    private void followOverlay() {
        editor.row().filter(row -> !row.config().overlay().equals(shownOverlay)).ifPresent(this::readWeights);
    }

    private void readWeights(LayerRow row) {
        shownOverlay = row.config().overlay();
        Project open = project().orElseThrow();
        tasks.<LayerWeights>task(Texts.supply("task.weights", row.name()), (progress, cancel) -> open.layers()
                        .weights(row.name(), row.config(), cancel))
                .latest("weights")
                .hidden()
                .onSuccess(values -> editor.arrived(row, values))
                .start();
    }
}
