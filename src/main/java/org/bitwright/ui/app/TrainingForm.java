package org.bitwright.ui.app;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import javafx.beans.InvalidationListener;
import javafx.geometry.Rectangle2D;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.bitwright.model.Layer;
import org.bitwright.project.Project;
import org.bitwright.project.TrainingRun;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.QuantConfig;
import org.bitwright.training.TrainingPlan;
import org.bitwright.ui.common.Dialogs;
import org.bitwright.ui.common.FailureTexts;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.training.PlanForm;
import org.bitwright.ui.training.PlanInput;
import org.bitwright.ui.training.RunNames;

/** Asks how to train and on what, and says at once what stands in the way. */
final class TrainingForm {
    private static final String WIDE = "wide-dialog";

    private final Project project;
    private final Tasks tasks;
    private final Stage stage;
    private final PlanInput input;
    private final TextField name;
    private final Label nameFault = new Label();
    private final TrainingDataField data;
    private final Label problem = new Label();
    private Node start = new Label();
    private Optional<TrainingPlan> checked = Optional.empty();
    private List<String> obstacles = List.of();

    TrainingForm(Project project, Tasks tasks, Dialogs dialogs, Stage stage) {
        this.project = project;
        this.tasks = tasks;
        this.stage = stage;
        input = new PlanInput(
                lastPlan(project),
                project.model().layers().stream().map(Layer::name).toList());
        name = TypedNumbers.field(
                "training-name",
                project.training().freeName(Texts.get("trainingForm.usualName")),
                text -> RunNames.fault(project.training(), text).isEmpty());
        TrainingDataFlow opening = new TrainingDataFlow(project, tasks, dialogs, stage);
        data = new TrainingDataField(project, opening);
        opening.setOnChanged(() -> {
            data.tell(input.plan());
            check();
        });
    }

    /** Who trains again changes little. */
    private static TrainingPlan lastPlan(Project project) {
        List<TrainingRun> runs = project.training().runs();
        return runs.isEmpty() ? TrainingPlan.usual() : runs.get(runs.size() - 1).plan();
    }

    /** Shows the form; {@code go} gets name and plan if it is confirmed. */
    void show(BiConsumer<String, TrainingPlan> go) {
        FormDialog dialog = new FormDialog(
                stage, "training", Texts.get("trainingForm.title"), Texts.get("trainingForm.start"), form());
        start = dialog.button();
        InvalidationListener changed = observable -> {
            data.tell(input.plan());
            check();
        };
        input.watched().forEach(one -> one.addListener(changed));
        name.textProperty().addListener(observable -> tell());
        data.tell(input.plan());
        check();
        tasks.later(name::requestFocus);
        dialog.show(
                () -> input.plan().ifPresent(plan -> go.accept(name.getText().strip(), plan)));
    }

    private Node form() {
        QuantConfig config = project.config();
        int layers = (int) project.model().layers().stream()
                .filter(layer -> config.of(layer.name()).format().isQuantized())
                .count();
        int activations = (int) config.activations().values().stream()
                .filter(ActivationConfig::isQuantized)
                .count();
        FormGrid head = new FormGrid();
        Label what = new Label(Texts.get(
                "trainingForm.what",
                Numbers.count(layers),
                Numbers.count(project.model().layers().size()),
                Numbers.count(activations)));
        what.getStyleClass().add("muted");
        head.under(what);
        nameFault.getStyleClass().add("reason");
        head.row("trainingForm.name", new HBox(name, nameFault));
        head.row("trainingForm.data", data);
        PlanForm plan = new PlanForm(input, layers, activations);
        plan.setOnResized(() -> fit(plan));
        problem.setId("training-problem");
        problem.setWrapText(true);
        VBox form = new VBox(head, plan, problem);
        form.getStyleClass().add("training-form");
        return form;
    }

    private static void fit(PlanForm plan) {
        List<String> styles = plan.getScene().getRoot().getStyleClass();
        styles.remove(WIDE);
        if (plan.showsAll()) {
            styles.add(WIDE);
        }
        Parent root = plan.getScene().getRoot();
        root.applyCss();
        Window window = plan.getScene().getWindow();
        Rectangle2D screen = Screen.getPrimary().getVisualBounds();
        double frameWidth = window.getWidth() - plan.getScene().getWidth();
        double frameHeight = window.getHeight() - plan.getScene().getHeight();
        double width = Math.min(root.prefWidth(-1) + frameWidth, screen.getWidth());
        double height = Math.min(root.prefHeight(width - frameWidth) + frameHeight, screen.getHeight());
        window.setWidth(width);
        window.setHeight(height);
        // A size that is only asked for may come later: where the window lies cannot wait for it.
        window.setX(screen.getMinX() + (screen.getWidth() - width) / 2);
        window.setY(screen.getMinY() + (screen.getHeight() - height) / 2);
    }

    /** Looks at network and data in the background; what was found for a plan holds until it changes. */
    private void check() {
        Optional<TrainingPlan> plan = input.plan();
        checked = Optional.empty();
        tell();
        plan.ifPresent(wanted -> tasks.<List<String>>task(
                        Texts.supply("trainingForm.checking"),
                        (progress, cancel) -> TrainingFaultTexts.of(project, wanted))
                .latest("training check")
                .hidden()
                .onSuccess(found -> answer(wanted, found))
                .onFailure(error ->
                        answer(wanted, List.of(Texts.get("trainingForm.unchecked", FailureTexts.sentence(error)))))
                .start());
    }

    /** What is typed may have become another plan since, or none. */
    private void answer(TrainingPlan plan, List<String> found) {
        if (input.plan().filter(plan::equals).isEmpty()) {
            return;
        }
        checked = Optional.of(plan);
        obstacles = found;
        tell();
    }

    private void tell() {
        Optional<String> wrongName = RunNames.fault(project.training(), name.getText());
        nameFault.setText(wrongName.orElse(""));
        boolean looking = checked.isEmpty() && input.plan().isPresent();
        problem.getStyleClass().setAll("label", looking ? "muted" : "reason");
        problem.setText(
                looking ? Texts.get("trainingForm.checking") : checked.isPresent() ? String.join("\n", obstacles) : "");
        start.setDisable(wrongName.isPresent() || checked.isEmpty() || !obstacles.isEmpty());
    }
}
