package org.bitwright.ui.app;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javafx.beans.InvalidationListener;
import javafx.beans.Observable;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.Spinner;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.stage.Stage;
import org.bitwright.project.Project;
import org.bitwright.project.TrainingRun;
import org.bitwright.training.GradientRounding;
import org.bitwright.training.TrainingPlan;
import org.bitwright.ui.common.Dialogs;
import org.bitwright.ui.common.FailureTexts;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.training.PlanTexts;

/** Asks which widths of gradients shall be compared; how to train is taken from the last run. */
final class GradientWidthsForm {
    private static final int LEAST = 2;
    private static final int MOST = 16;
    private static final Set<Integer> USUAL = Set.of(2, 3, 4, 6, 8, 16);

    private final Project project;
    private final Tasks tasks;
    private final Stage stage;
    private final TrainingPlan last;
    private final TextField name;
    private final Label nameFault = new Label();
    private final Map<CheckBox, Integer> widths = new LinkedHashMap<>();
    private final RadioButton stochastic = new RadioButton(Texts.get("gradients.stochastic"));
    private final RadioButton nearest = new RadioButton(Texts.get("gradients.nearest"));
    private final CheckBox feedback = new CheckBox(Texts.get("gradients.feedback"));
    private final Spinner<Integer> epochs;
    private final TrainingDataField data;
    private final Label runs = new Label();
    private final Label problem = new Label();
    private Node start = new Label();
    private Optional<TrainingPlan> checked = Optional.empty();
    private List<String> obstacles = List.of();

    /**
     * What was asked for.
     *
     * @param name of the comparison
     * @param bits rising
     */
    record Order(String name, TrainingPlan plan, List<Integer> bits) {}

    GradientWidthsForm(Project project, Tasks tasks, Dialogs dialogs, Stage stage) {
        this.project = project;
        this.tasks = tasks;
        this.stage = stage;
        last = lastPlan(project);
        name = TypedNumbers.field(
                "widths-name", freeName(project), text -> fault(text).isEmpty());
        for (int bits = LEAST; bits <= MOST; bits++) {
            CheckBox box = new CheckBox(String.valueOf(bits));
            box.setId("widths-bits-" + bits);
            box.setSelected(USUAL.contains(bits));
            widths.put(box, bits);
        }
        GradientRounding how = last.gradients().orElse(new GradientRounding(LEAST, true, false));
        SweepForm.group(stochastic, nearest);
        stochastic.setId("widths-stochastic");
        nearest.setId("widths-nearest");
        nearest.setSelected(!how.stochastic());
        feedback.setId("widths-feedback");
        feedback.setSelected(how.errorFeedback());
        epochs = SeriesChoice.spinner("widths-epochs", least(last), TrainingPlan.MOST_EPOCHS, last.epochs());
        TrainingDataFlow opening = new TrainingDataFlow(project, tasks, dialogs, stage);
        data = new TrainingDataField(project, opening);
        opening.setOnChanged(() -> {
            checked = Optional.empty();
            changed();
        });
    }

    /** Pruning needs its time. */
    private static int least(TrainingPlan plan) {
        return plan.pruning()
                .map(pruning -> Math.max(1, (int) Math.ceil(pruning.end())))
                .orElse(1);
    }

    private static TrainingPlan lastPlan(Project project) {
        List<TrainingRun> runs = project.training().runs();
        return runs.isEmpty() ? TrainingPlan.usual() : runs.get(runs.size() - 1).plan();
    }

    private static String freeName(Project project) {
        String base = Texts.get("gradients.title");
        String free = base;
        for (int number = 2; isTaken(project, free); number++) {
            free = base + " " + number;
        }
        return free;
    }

    private static boolean isTaken(Project project, String name) {
        return project.training().runs().stream()
                .anyMatch(run -> run.comparison().filter(name::equals).isPresent());
    }

    /** Shows the form; {@code go} gets the order if it is confirmed. */
    void show(Consumer<Order> go) {
        FormDialog dialog = new FormDialog(
                stage, "gradient-widths", Texts.get("widthsForm.title"), Texts.get("widthsForm.start"), form());
        start = dialog.button();
        InvalidationListener listener = observable -> changed();
        watched().forEach(one -> one.addListener(listener));
        changed();
        dialog.show(() -> go.accept(new Order(name.getText().strip(), plan(), bits())));
    }

    private List<Observable> watched() {
        List<Observable> watched = new ArrayList<>(List.of(
                name.textProperty(),
                stochastic.selectedProperty(),
                feedback.selectedProperty(),
                epochs.valueProperty()));
        widths.keySet().forEach(box -> watched.add(box.selectedProperty()));
        return watched;
    }

    private Node form() {
        FormGrid form = new FormGrid();
        form.note("widthsForm.note");
        nameFault.getStyleClass().add("reason");
        form.row("trainingForm.name", new HBox(name, nameFault));
        form.row("trainingForm.data", data);
        FlowPane boxes = new FlowPane(widths.keySet().toArray(Node[]::new));
        boxes.setPrefWrapLength(0);
        form.row("gradients.bits", boxes);
        form.row("gradients.rounding", new HBox(stochastic, nearest, feedback));
        form.row("widthsForm.epochs", new HBox(epochs));
        Label plan = new Label(PlanTexts.line(last.withGradients(Optional.empty())));
        plan.setId("widths-plan");
        plan.getStyleClass().add("muted");
        plan.setWrapText(true);
        form.row("widthsForm.plan", plan);
        runs.setId("widths-runs");
        runs.getStyleClass().add("muted");
        form.under(runs);
        problem.setId("widths-problem");
        problem.getStyleClass().add("reason");
        form.under(problem);
        return form;
    }

    private Optional<String> fault(String text) {
        return text.isBlank() ? Optional.of(Texts.get("training.name.blank")) : Optional.empty();
    }

    private List<Integer> bits() {
        return widths.entrySet().stream()
                .filter(entry -> entry.getKey().isSelected())
                .map(Map.Entry::getValue)
                .toList();
    }

    private TrainingPlan plan() {
        GradientRounding how = new GradientRounding(LEAST, stochastic.isSelected(), feedback.isSelected());
        return last.withEpochs(epochs.getValue()).withGradients(Optional.of(how));
    }

    /** Looks at network and data in the background. */
    private void changed() {
        TrainingPlan wanted = plan();
        data.tell(Optional.of(wanted));
        if (checked.filter(wanted::equals).isPresent()) {
            tell();
            return;
        }
        checked = Optional.empty();
        tell();
        tasks.<List<String>>task(
                        Texts.supply("trainingForm.checking"),
                        (progress, cancel) -> TrainingFaultTexts.of(project, wanted))
                .latest("training check")
                .hidden()
                .onSuccess(found -> answer(wanted, found))
                .onFailure(error ->
                        answer(wanted, List.of(Texts.get("trainingForm.unchecked", FailureTexts.sentence(error)))))
                .start();
    }

    private void answer(TrainingPlan plan, List<String> found) {
        checked = Optional.of(plan);
        obstacles = found;
        tell();
    }

    private void tell() {
        int count = bits().size();
        Optional<String> wrongName = fault(name.getText());
        nameFault.setText(wrongName.orElse(""));
        runs.setText(Texts.get("widthsForm.runs", Numbers.count(count + 1L), Numbers.count(epochs.getValue())));
        List<String> problems = count == 0 ? List.of(Texts.get("widthsForm.none")) : obstacles;
        problem.setText(checked.isPresent() ? String.join("\n", problems) : "");
        start.setDisable(wrongName.isPresent() || checked.isEmpty() || !problems.isEmpty());
    }
}
