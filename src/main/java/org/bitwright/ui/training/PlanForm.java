package org.bitwright.ui.training;

import javafx.beans.InvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ObjectProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.bitwright.training.Normalization;
import org.bitwright.training.RangeRule;
import org.bitwright.training.Schedule;
import org.bitwright.ui.common.Icons;
import org.bitwright.ui.common.Texts;
import org.kordamp.ikonli.feather.Feather;

/** The settings of a run: those that matter first, and the rest on request. */
public final class PlanForm extends VBox {
    private final PlanInput input;
    private final ToggleButton more = new ToggleButton("", Icons.of(Feather.SLIDERS));
    private final Label rest = new Label();
    private Runnable resized = () -> {};

    /**
     * @param layers number of quantized layers
     * @param activations number of quantized activations
     */
    public PlanForm(PlanInput input, int layers, int activations) {
        this.input = input;
        getStyleClass().add("plan-form");
        HBox columns = new HBox(first(layers, activations));
        columns.getStyleClass().add("plan-columns");
        ScrollPane others = others();
        others.visibleProperty().bind(more.selectedProperty());
        others.managedProperty().bind(more.selectedProperty());
        columns.getChildren().add(others);
        getChildren().addAll(columns, moreLine());
        InvalidationListener changed = observable -> tell();
        input.watched().forEach(one -> one.addListener(changed));
        more.selectedProperty().addListener(observable -> {
            tell();
            resized.run();
        });
        tell();
    }

    /** Whether every setting is seen. */
    public boolean showsAll() {
        return more.isSelected();
    }

    /** Called when it needs more or less room. */
    public void setOnResized(Runnable listener) {
        resized = listener;
    }

    private PlanGrid first(int layers, int activations) {
        PlanGrid grid = new PlanGrid();
        grid.line("epochs", PlanGrid.field("epochs", input.epochs), PlanGrid.fault("epochs", input.epochs));
        grid.line("batch", PlanGrid.field("batch", input.batch), PlanGrid.fault("batch", input.batch));
        grid.line(
                "optimizer",
                PlanGrid.choice("optimizer", "optimizer.", input.optimizer.kind, OptimizerInput.Kind.values()));
        grid.line("rate", PlanGrid.field("rate", input.schedule.rate), PlanGrid.fault("rate", input.schedule.rate));
        ranges(grid, "weightRanges", input.weightRanges, layers);
        ranges(grid, "activationRanges", input.activationRanges, activations);
        return grid;
    }

    /** Without anything quantized there are no ranges to choose a rule for. */
    private static void ranges(PlanGrid grid, String id, ObjectProperty<RangeRule> rule, int quantized) {
        var box = PlanGrid.choice(id, "rangeRule.", rule, RangeRule.values());
        box.setDisable(quantized == 0);
        Label none = new Label(quantized == 0 ? Texts.get("planNone." + id) : "");
        none.getStyleClass().addAll("muted", PlanGrid.UNDER);
        none.setManaged(quantized == 0);
        grid.line(id, box, none);
    }

    private HBox moreLine() {
        more.setId("plan-more");
        more.setText(Texts.get("planForm.more"));
        more.setMinWidth(USE_PREF_SIZE);
        rest.setId("plan-rest");
        rest.getStyleClass().add("muted");
        rest.setWrapText(true);
        HBox line = new HBox(more, rest);
        line.setAlignment(Pos.CENTER_LEFT);
        line.getStyleClass().add("form-line");
        return line;
    }

    private void tell() {
        boolean wrong = input.isMoreWrong();
        rest.getStyleClass().setAll("label", wrong ? "reason" : "muted");
        rest.setText(
                wrong
                        ? Texts.get("planForm.wrong")
                        : input.plan().map(PlanTexts::rest).orElse(""));
    }

    private ScrollPane others() {
        HBox columns = new HBox(learning(), extras());
        columns.getStyleClass().add("plan-columns");
        ScrollPane scroll = new ScrollPane(columns);
        scroll.getStyleClass().addAll("edge-to-edge", "plan-more");
        return scroll;
    }

    private PlanGrid learning() {
        PlanGrid grid = new PlanGrid();
        ScheduleInput schedule = input.schedule;
        grid.heading("schedule");
        grid.line("course", PlanGrid.choice("course", "course.", schedule.course, Schedule.Course.values()));
        grid.line(
                "steps",
                Bindings.createBooleanBinding(schedule::hasSteps, schedule.course),
                PlanGrid.field("step-epochs", schedule.stepEpochs),
                PlanGrid.unit("planForm.stepFactor"),
                PlanGrid.field("step-factor", schedule.stepFactor),
                PlanGrid.fault("steps", schedule.stepEpochs, schedule.stepFactor));
        number(grid, "warmup", schedule.warmup);
        optimizer(grid);
        grid.heading("samples");
        number(grid, "heldOut", input.heldOut);
        number(grid, "patience", input.patience);
        grid.line(
                "shift",
                PlanGrid.field("shift", input.shift),
                PlanGrid.check("flip", "planForm.flip", input.flip),
                PlanGrid.fault("shift", input.shift));
        number(grid, "seed", input.seed);
        return grid;
    }

    private void optimizer(PlanGrid grid) {
        OptimizerInput optimizer = input.optimizer;
        BooleanBinding sgd = Bindings.createBooleanBinding(optimizer::isSgd, optimizer.kind);
        grid.heading("update");
        grid.line(
                "momentum",
                sgd,
                PlanGrid.field("momentum", optimizer.momentum),
                PlanGrid.fault("momentum", optimizer.momentum));
        grid.line(
                "betas",
                sgd.not(),
                PlanGrid.field("beta1", optimizer.beta1),
                PlanGrid.field("beta2", optimizer.beta2),
                PlanGrid.fault("betas", optimizer.beta1, optimizer.beta2));
        grid.line(
                "epsilon",
                sgd.not(),
                PlanGrid.field("epsilon", optimizer.epsilon),
                PlanGrid.fault("epsilon", optimizer.epsilon));
        number(grid, "weightDecay", optimizer.weightDecay);
    }

    private PlanGrid extras() {
        PlanGrid grid = new PlanGrid();
        grid.heading("gradients");
        GradientInput gradients = input.gradients;
        grid.line("rounding", PlanGrid.check("gradients", "planForm.round", gradients.chosen));
        grid.line(
                "gradientBits",
                gradients.chosen,
                PlanGrid.field("gradient-bits", gradients.bits),
                PlanGrid.fault("gradient-bits", gradients.bits));
        grid.line(
                "gradientRounding",
                gradients.chosen,
                PlanGrid.check("stochastic", "planForm.stochastic", gradients.stochastic),
                PlanGrid.check("feedback", "planForm.feedback", gradients.errorFeedback));
        distillation(grid);
        pruning(grid);
        grid.heading("network");
        grid.line(
                "normalization",
                PlanGrid.choice("normalization", "normalization.", input.normalization, Normalization.values()));
        return grid;
    }

    private void distillation(PlanGrid grid) {
        DistillationInput soft = input.distillation;
        grid.heading("distillation");
        grid.line("teacher", PlanGrid.check("distilled", "planForm.distilled", soft.chosen));
        grid.line(
                "temperature",
                soft.chosen,
                PlanGrid.field("temperature", soft.temperature),
                PlanGrid.unit("planForm.share"),
                PlanGrid.field("soft-share", soft.share),
                PlanGrid.fault("soft", soft.temperature, soft.share));
    }

    private void pruning(PlanGrid grid) {
        PruningInput pruning = input.pruning;
        grid.heading("pruning");
        grid.line("zeros", PlanGrid.check("prunes", "planForm.prune", pruning.chosen));
        grid.line(
                "sparsity",
                pruning.chosen,
                PlanGrid.field("sparsity", pruning.sparsity),
                PlanGrid.fault("sparsity", pruning.sparsity));
        grid.line(
                "layerShares",
                pruning.chosen,
                PlanGrid.text("layer-shares", pruning.others.textProperty(), pruning.others::fault),
                PlanGrid.fault("layer-shares", pruning.watched(), pruning.others::fault));
        grid.line(
                "span",
                pruning.chosen,
                PlanGrid.field("prune-begin", pruning.begin),
                PlanGrid.unit("planForm.to"),
                PlanGrid.field("prune-end", pruning.end),
                pruningFault(pruning));
    }

    private static Label pruningFault(PruningInput pruning) {
        return PlanGrid.fault(
                "prune",
                pruning.watched(),
                () -> pruning.begin.fault().or(pruning.end::fault).or(pruning::spanFault));
    }

    private static void number(PlanGrid grid, String id, NumberInput number) {
        grid.line(id, PlanGrid.field(id, number), PlanGrid.fault(id, number));
    }
}
