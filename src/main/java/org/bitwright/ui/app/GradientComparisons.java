package org.bitwright.ui.app;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.value.ObservableValue;
import javafx.stage.Stage;
import org.bitwright.project.Measurement;
import org.bitwright.project.Project;
import org.bitwright.project.TrainingRun;
import org.bitwright.ui.common.Dialogs;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.common.Workbench;
import org.bitwright.ui.gradients.GradientTwin;
import org.bitwright.ui.gradients.WidthsView;
import org.bitwright.ui.gradients.WidthsViewModel;
import org.bitwright.ui.training.Curve;
import org.bitwright.ui.training.CurvesView;
import org.bitwright.ui.training.CurvesViewModel;

/** Comparisons of runs whose gradients have other widths: asks for one, and shows those that were made. */
final class GradientComparisons {
    private final Workbench workbench;
    private final Tasks tasks;
    private final Dialogs dialogs;
    private final TrainingFlow flow;
    private final WidthsViewModel widths = new WidthsViewModel();
    private final CurvesViewModel curves = new CurvesViewModel();
    private final WidthsView view;
    private Runnable started = () -> {};
    private List<TrainingRun> known = List.of();

    GradientComparisons(Workbench workbench, Tasks tasks, Dialogs dialogs, TrainingFlow flow) {
        this.workbench = workbench;
        this.tasks = tasks;
        this.dialogs = dialogs;
        this.flow = flow;
        CurvesView together = new CurvesView(curves, "twin-curve");
        together.setOnSave(new ChartSaving(tasks, dialogs, "gradient-curves")::save);
        view = new WidthsView(widths, together);
        view.setOnSave(new ChartSaving(tasks, dialogs, "gradient-bits")::save);
        widths.comparisonProperty().addListener(observable -> show(known));
        Texts.follow(view, this::showCurves);
        workbench.training().reportProperty().addListener((property, before, now) -> showCurves());
    }

    WidthsView view() {
        return view;
    }

    /** Called when runs begin: they come to the front. */
    void setOnStarted(Runnable listener) {
        started = listener;
    }

    /** Called with a run that the user wants to look at. */
    void setOnRunChosen(Consumer<String> listener) {
        widths.setOnRunChosen(listener);
    }

    /** Lets the user compare from the page itself, while that is possible. */
    void offer(Stage stage, ObservableValue<Boolean> possible) {
        widths.possibleProperty().bind(possible);
        view.setOnCompare(() -> ask(stage));
    }

    /** Asks what to compare, then trains. */
    void ask(Stage stage) {
        workbench.project().ifPresent(project -> new GradientWidthsForm(project, tasks, dialogs, stage)
                .show(order -> compare(project, order)));
    }

    void compare(Project project, GradientWidthsForm.Order order) {
        widths.comparisonProperty().set(Optional.of(order.name()));
        widths.runningProperty().set(true);
        started.run();
        flow.compare(project, order.name(), order.plan(), order.bits(), () -> widths.runningProperty()
                .set(false));
    }

    void clear() {
        known = List.of();
        widths.comparisonProperty().set(Optional.empty());
        widths.comparisons().clear();
        widths.runningProperty().set(false);
        widths.titleProperty()
                .set(workbench.project().map(open -> open.model().fileName()).orElse(""));
        curves.titleProperty().set(widths.titleProperty().get());
    }

    /** Takes over what is known of all runs. */
    void show(List<TrainingRun> runs) {
        known = runs;
        List<String> names = runs.stream()
                .flatMap(run -> run.comparison().stream())
                .distinct()
                .toList();
        if (!names.equals(widths.comparisons())) {
            widths.comparisons().setAll(names);
        }
        if (widths.comparisonProperty().get().isEmpty() && !names.isEmpty()) {
            widths.comparisonProperty().set(Optional.of(names.get(names.size() - 1)));
        }
        widths.show(compared().stream().map(GradientComparisons::twin).toList());
        showCurves();
    }

    private List<TrainingRun> compared() {
        return known.stream()
                .filter(run -> run.comparison().isPresent()
                        && run.comparison().equals(widths.comparisonProperty().get()))
                .toList();
    }

    private void showCurves() {
        curves.waitingProperty().set(widths.runningProperty().get());
        curves.show(compared().stream().map(this::curve).toList());
    }

    private Curve curve(TrainingRun run) {
        boolean live = workbench
                .training()
                .runProperty()
                .get()
                .filter(run.name()::equals)
                .isPresent();
        String name = run.plan()
                .gradients()
                .map(how -> Texts.get("gradients.width", String.valueOf(how.bits())))
                .orElse(Texts.get("twins.full"));
        return Curve.of(run, name, live, workbench.training().steps(run.name()));
    }

    private static GradientTwin twin(TrainingRun run) {
        return new GradientTwin(
                run.name(),
                run.plan().gradients(),
                run.epochs(),
                run.best(),
                run.state().isFinal(),
                run.after().flatMap(Measurement::accuracy));
    }
}
