package org.bitwright.ui.training;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.InvalidationListener;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.bitwright.model.Dataset;
import org.bitwright.project.Training;
import org.bitwright.project.TrainingRun;
import org.bitwright.training.StepReport;
import org.bitwright.ui.common.Dialogs;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.common.Workbench;

/** The runs of the open project, those whose curves are shown, the one under way, and what can be done to each. */
public final class TrainingViewModel {
    private final Workbench workbench;
    private final Dialogs dialogs;
    private final RunNames names;
    private final CurvesViewModel curves = new CurvesViewModel();
    private final ObservableList<RunRow> rows = FXCollections.observableArrayList();
    private final ObservableList<String> chosen = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<RunControl> control = new ReadOnlyObjectWrapper<>(RunControl.IDLE);
    private final DoubleProperty progress = new SimpleDoubleProperty(-1);
    private Runnable asked = () -> {};
    private Runnable paused = () -> {};
    private Runnable resumed = () -> {};
    private Runnable cancelled = () -> {};
    private Consumer<String> continued = name -> {};
    private Consumer<String> measured = name -> {};

    public TrainingViewModel(Workbench workbench, Dialogs dialogs) {
        this.workbench = workbench;
        this.dialogs = dialogs;
        names = new RunNames(dialogs);
        InvalidationListener changed = observable -> refresh();
        workbench.projectProperty().addListener((property, before, now) -> {
            chosen.clear();
            refresh();
        });
        workbench.configProperty().addListener(changed);
        workbench.measurements().dataProperty().addListener(changed);
        workbench.measurements().presentProperty().addListener(changed);
        workbench.training().epochsProperty().addListener((property, before, now) -> refresh());
        workbench.training().reportProperty().addListener((property, before, now) -> heard());
        workbench.training().runProperty().addListener((property, before, now) -> refresh());
    }

    public CurvesViewModel curves() {
        return curves;
    }

    /** In the order in which they began. */
    public ObservableList<RunRow> rows() {
        return rows;
    }

    public ReadOnlyObjectProperty<RunControl> controlProperty() {
        return control.getReadOnlyProperty();
    }

    /** Of the run under way: 0…1, or −1 while it is not known. */
    public DoubleProperty progressProperty() {
        return progress;
    }

    /** The step that was heard last of the run under way. */
    ReadOnlyObjectProperty<Optional<StepReport>> reportProperty() {
        return workbench.training().reportProperty();
    }

    /** On what start and result of a run are measured. */
    ReadOnlyObjectProperty<Optional<Dataset>> dataProperty() {
        return workbench.measurements().dataProperty();
    }

    Optional<RunRow> live() {
        return rows.stream().filter(RunRow::isLive).findFirst();
    }

    /** Called when a new run is wanted. */
    public void setOnAsk(Runnable listener) {
        asked = listener;
    }

    public void setOnPause(Runnable listener) {
        paused = listener;
    }

    public void setOnResume(Runnable listener) {
        resumed = listener;
    }

    public void setOnCancel(Runnable listener) {
        cancelled = listener;
    }

    /** Called with a run that shall go on where it was broken off. */
    public void setOnContinue(Consumer<String> listener) {
        continued = listener;
    }

    /** Called with a run whose start and result shall be measured. */
    public void setOnMeasure(Consumer<String> listener) {
        measured = listener;
    }

    /** A run begins or goes on; its curves come to the front, beside no others. */
    public void begin(String name) {
        control.set(RunControl.RUNNING);
        next(name);
    }

    /** Another run of the same order; one that is held or shall end stays so. */
    public void next(String name) {
        chosen.setAll(List.of(name));
        workbench.training().begin(name);
    }

    /** Another project is shown, of which no run is under way. */
    public void leave() {
        control.set(RunControl.IDLE);
    }

    /** It is under way no more. */
    public void end() {
        control.set(RunControl.IDLE);
        workbench.training().end();
        refresh();
    }

    /** Takes over what the project knows. */
    public void refresh() {
        List<TrainingRun> runs =
                workbench.project().map(open -> open.training().runs()).orElse(List.of());
        chosen.removeIf(name -> runs.stream().noneMatch(run -> run.name().equals(name)) && !isLive(name));
        if (chosen.isEmpty() && !runs.isEmpty()) {
            chosen.add(runs.get(runs.size() - 1).name());
        }
        List<RunRow> next = runs.stream().map(this::row).toList();
        if (!next.equals(rows)) {
            rows.setAll(next);
        }
        showCurves();
    }

    private RunRow row(TrainingRun run) {
        boolean present =
                run.result().filter(workbench.configProperty().get()::equals).isPresent();
        return new RunRow(run, present, isLive(run.name()));
    }

    private boolean isLive(String name) {
        return workbench.training().runProperty().get().filter(name::equals).isPresent();
    }

    /** A run is the project's from shortly before its first step. */
    private void heard() {
        if (live().isEmpty()) {
            refresh();
        } else {
            showCurves();
        }
    }

    private void showCurves() {
        curves.waitingProperty()
                .set(chosen().stream().anyMatch(RunRow::isLive)
                        || rows.isEmpty() && control.get().isActive());
        curves.show(chosen().stream().map(this::curve).toList());
    }

    private Curve curve(RunRow row) {
        return row.curve(workbench.training().steps(row.name()));
    }

    /** Those whose curves are shown. */
    public List<RunRow> chosen() {
        return rows.stream().filter(row -> chosen.contains(row.name())).toList();
    }

    /** Names of the same, changed through {@link #choose}. */
    ObservableList<String> chosenNames() {
        return chosen;
    }

    /** Number of a run's line in the chart, from 0; −1 while it is not in it. */
    int series(String name) {
        return chosen().stream().map(RunRow::name).toList().indexOf(name);
    }

    /** The run that is chosen, if it is one alone. */
    public Optional<RunRow> single() {
        List<RunRow> some = chosen();
        return some.size() == 1 ? Optional.of(some.get(0)) : Optional.empty();
    }

    /** Shows the curves of these. */
    public void choose(List<String> some) {
        if (!some.equals(chosen)) {
            chosen.setAll(some);
            showCurves();
        }
    }

    void ask() {
        asked.run();
    }

    public void pause() {
        if (control.get() == RunControl.RUNNING) {
            control.set(RunControl.PAUSED);
            paused.run();
        }
    }

    public void resume() {
        if (control.get() == RunControl.PAUSED) {
            control.set(RunControl.RUNNING);
            resumed.run();
        }
    }

    public void cancel() {
        if (control.get().isActive()) {
            control.set(RunControl.ENDING);
            cancelled.run();
        }
    }

    void goOn() {
        single().filter(RunRow::canGoOn).ifPresent(row -> continued.accept(row.name()));
    }

    void measure() {
        single().filter(RunRow::canBeMeasured).ifPresent(row -> measured.accept(row.name()));
    }

    /** Makes the result of the chosen run the configuration: one step that can be undone. */
    public void use() {
        single().filter(RunRow::isUsable).ifPresent(row -> workbench
                .editing()
                .replace(
                        Texts.supply("edit.training", row.name()),
                        row.run().result().orElseThrow()));
    }

    public void keepAsVariant() {
        onSingle((training, name) -> {
            String kept = training.keepAsVariant(name).name();
            dialogs.inform(Texts.get("training.keep"), Texts.get("training.kept", kept));
        });
    }

    public void rename() {
        onSingle((training, name) -> names.other(training, name).ifPresent(other -> {
            training.rename(name, other);
            workbench.training().rename(name, other);
            chosen.setAll(List.of(other));
        }));
    }

    /** Asks first: undo does not bring runs back. */
    public void remove() {
        List<String> some =
                chosen().stream().filter(row -> !row.isLive()).map(RunRow::name).toList();
        workbench.project().filter(open -> !some.isEmpty()).ifPresent(open -> {
            boolean agreed = dialogs.ask(
                            Texts.get("training.remove"),
                            Texts.get("training.remove.question", String.join(", ", some)),
                            List.of(new Dialogs.Choice("remove", Texts.get("training.remove"))))
                    .isPresent();
            if (agreed) {
                some.forEach(open.training()::remove);
                workbench.refresh();
                refresh();
            }
        });
    }

    private void onSingle(Change change) {
        workbench.project().ifPresent(open -> single().filter(row -> !row.isLive())
                .ifPresent(row -> {
                    change.make(open.training(), row.name());
                    workbench.refresh();
                    refresh();
                }));
    }

    private interface Change {
        void make(Training training, String name);
    }
}
