package org.bitwright.ui.app;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.Spinner;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.stage.Stage;
import org.bitwright.analysis.SweepPlan;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Scheme;
import org.bitwright.ui.common.Texts;

/** Asks what a sweep shall measure: series, widths, layers, samples. */
final class SweepForm {
    private static final int MOST_SERIES = 8;
    private static final int WIDEST = 16;
    private static final int FEWEST_SAMPLES = 100;

    /** What was asked for. */
    record Order(SweepPlan plan, OptionalInt samples) {}

    private final SeriesChoice weights = new SeriesChoice(
            "sweep",
            List.of(
                    new SweepSeries(Granularity.CHANNEL, Calibrator.minMax(), Scheme.SYMMETRIC),
                    new SweepSeries(Granularity.TENSOR, Calibrator.minMax(), Scheme.SYMMETRIC)),
            1,
            WIDEST);
    private final SweptActivations parts = new SweptActivations();
    private final CheckBox changed = new CheckBox(Texts.get("sweepForm.changed"));
    private final RadioButton whole = radio("sweepForm.whole", "sweep-whole");
    private final RadioButton chosen = radio("sweepForm.chosen", "sweep-chosen");
    private final RadioButton allSamples = radio("sweepForm.allSamples", "sweep-all-samples");
    private final RadioButton someSamples = radio("sweepForm.someSamples", "sweep-some-samples");
    private final Spinner<Integer> samples;
    private final List<String> layers;
    private final QuantConfig present;
    private final Label problem = new Label();

    /**
     * @param layers names of the layers that are selected
     * @param present whose changed weights can be swept
     */
    SweepForm(List<String> layers, int available, QuantConfig present) {
        this.layers = layers;
        this.present = present;
        samples = SeriesChoice.spinner(
                "sweep-samples", 1, Math.max(1, available), Math.min(1000, Math.max(FEWEST_SAMPLES, available)));
        changed.setId("sweep-changed");
        changed.setSelected(hasChanged());
        group(whole, chosen);
        chosen.setDisable(layers.isEmpty());
        group(allSamples, someSamples);
        samples.disableProperty().bind(someSamples.selectedProperty().not());
    }

    /** Shows the form; {@code start} gets the order if it is confirmed. */
    void show(Stage owner, Consumer<Order> start) {
        FormDialog dialog =
                new FormDialog(owner, "sweep", Texts.get("sweepForm.title"), Texts.get("sweepForm.start"), form());
        BooleanBinding wrong = wrong();
        dialog.button().disableProperty().bind(wrong);
        problem.visibleProperty().bind(wrong);
        dialog.show(() -> start.accept(order()));
    }

    private boolean hasChanged() {
        return present.layers().values().stream()
                .anyMatch(config -> config.overlay().isPresent());
    }

    private Node form() {
        FormGrid form = new FormGrid();
        form.heading("sweepForm.integers");
        weights.addIntegers(form);
        form.row("sweepForm.part", parts.parts());
        form.row("sweepForm.activations", parts.ranges());
        form.heading("sweepForm.others");
        weights.addFormats(form);
        form.note("sweepForm.dots");
        form.heading("sweepForm.measured");
        form.row("sweepForm.layers", new FlowPane(whole, chosen));
        if (hasChanged()) {
            form.row("sweepForm.weights", changed);
        }
        form.row("sweepForm.samples", new HBox(allSamples, someSamples, samples));
        problem.setText(Texts.get("sweepForm.wrong", String.valueOf(MOST_SERIES)));
        problem.getStyleClass().add("reason");
        form.under(problem);
        return form;
    }

    private BooleanBinding wrong() {
        List<Observable> watched = new ArrayList<>(weights.watched());
        watched.addAll(parts.watched());
        return Bindings.createBooleanBinding(
                () -> series().isEmpty()
                        || series().size() > MOST_SERIES
                        || weights.bits().isEmpty(),
                watched.toArray(Observable[]::new));
    }

    private Order order() {
        List<String> swept = chosen.isSelected() ? layers : List.of();
        return new Order(
                new SweepPlan(
                        series(),
                        weights.bits(),
                        swept,
                        QuantConfig.empty().withTarget(present.target()),
                        hasChanged() && changed.isSelected() ? present : QuantConfig.empty()),
                someSamples.isSelected() ? OptionalInt.of(samples.getValue()) : OptionalInt.empty());
    }

    private List<SweepSeries> series() {
        return parts.lines(weights.series());
    }

    static void group(RadioButton first, RadioButton second) {
        ToggleGroup group = new ToggleGroup();
        group.getToggles().addAll(first, second);
        group.selectToggle(first);
    }

    private static RadioButton radio(String key, String id) {
        RadioButton button = new RadioButton(Texts.get(key));
        button.setId(id);
        return button;
    }
}
