package org.bitwright.ui.app;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.scene.Node;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.Spinner;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.stage.Stage;
import org.bitwright.analysis.SweepPlan;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.FormatRules;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Scheme;
import org.bitwright.ui.common.Appearance;
import org.bitwright.ui.common.CalibratorTexts;
import org.bitwright.ui.common.FormatTexts;
import org.bitwright.ui.common.GranularityTexts;
import org.bitwright.ui.common.Texts;

/** Asks what a sweep shall measure: series, widths, layers, samples. */
final class SweepForm {
    private static final int MOST_SERIES = 8;
    private static final int WIDEST = 16;
    private static final int FEWEST_SAMPLES = 100;

    /** What was asked for. */
    record Order(SweepPlan plan, OptionalInt samples) {}

    private final Map<CheckBox, Granularity> granularities = new LinkedHashMap<>();
    private final Map<CheckBox, Calibrator> calibrators = new LinkedHashMap<>();
    private final Map<CheckBox, Scheme> schemes = new LinkedHashMap<>();
    private final Map<CheckBox, FormatFamily> families = new LinkedHashMap<>();
    private final SweptActivations parts = new SweptActivations();
    private final CheckBox changed = new CheckBox(Texts.get("sweepForm.changed"));
    private final Spinner<Integer> from = spinner("sweep-from", 1, WIDEST, 1);
    private final Spinner<Integer> to = spinner("sweep-to", 1, WIDEST, WIDEST);
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
        samples = spinner(
                "sweep-samples", 1, Math.max(1, available), Math.min(1000, Math.max(FEWEST_SAMPLES, available)));
        add(granularities, Granularity.CHANNEL, "granularity.CHANNEL", true);
        add(granularities, Granularity.TENSOR, "granularity.TENSOR", true);
        for (Granularity group : List.of(Granularity.group(32), Granularity.group(128))) {
            add(granularities, group, GranularityTexts.name(group), "group" + group.size(), false);
        }
        add(calibrators, Calibrator.minMax(), "calibrator.minmax", true);
        add(calibrators, Calibrator.percentile(Calibrator.Percentile.DEFAULT_PERCENT), "calibrator.percentile", false);
        add(calibrators, Calibrator.mse(), CalibratorTexts.key(Calibrator.mse()), false);
        add(calibrators, Calibrator.entropy(), CalibratorTexts.key(Calibrator.entropy()), false);
        for (Scheme scheme : Scheme.values()) {
            add(schemes, scheme, "scheme." + scheme.name(), scheme == Scheme.SYMMETRIC);
        }
        for (FormatFamily family : FormatFamily.values()) {
            if (family != FormatFamily.FLOAT && family != FormatFamily.INT) {
                add(families, family, FormatTexts.name(family), family.id(), false);
            }
        }
        changed.setId("sweep-changed");
        changed.setSelected(hasChanged());
        group(whole, chosen);
        chosen.setDisable(layers.isEmpty());
        group(allSamples, someSamples);
        samples.disableProperty().bind(someSamples.selectedProperty().not());
    }

    /** Shows the form; {@code start} gets the order if it is confirmed. */
    void show(Stage owner, Consumer<Order> start) {
        Dialog<ButtonType> dialog = new Dialog<>();
        if (owner.isShowing()) {
            dialog.initOwner(owner);
        }
        dialog.setTitle(Texts.get("sweepForm.title"));
        dialog.setHeaderText(Texts.get("sweepForm.title"));
        dialog.setResizable(true);
        dialog.getDialogPane().setContent(form());
        dialog.getDialogPane().setId("sweep-form");
        ButtonType go = new ButtonType(Texts.get("sweepForm.start"), ButtonBar.ButtonData.OK_DONE);
        dialog.getDialogPane()
                .getButtonTypes()
                .setAll(go, new ButtonType(Texts.get("dialog.cancel"), ButtonBar.ButtonData.CANCEL_CLOSE));
        Appearance.follow(owner, dialog.getDialogPane());
        Node button = dialog.getDialogPane().lookupButton(go);
        button.setId("sweep-start");
        BooleanBinding wrong = wrong();
        button.disableProperty().bind(wrong);
        problem.visibleProperty().bind(wrong);
        dialog.resultProperty().addListener((property, before, answer) -> {
            if (answer == go) {
                start.accept(order());
            }
        });
        dialog.show();
    }

    private boolean hasChanged() {
        return present.layers().values().stream()
                .anyMatch(config -> config.overlay().isPresent());
    }

    private Node form() {
        GridPane form = new GridPane();
        form.getStyleClass().add("form");
        heading(form, "sweepForm.integers");
        row(form, "sweepForm.granularity", new FlowPane(granularities.keySet().toArray(Node[]::new)));
        row(form, "sweepForm.calibrator", new FlowPane(calibrators.keySet().toArray(Node[]::new)));
        row(form, "sweepForm.scheme", new FlowPane(schemes.keySet().toArray(Node[]::new)));
        Label dash = new Label("–");
        Label binary = new Label(Texts.get("sweepForm.binary"));
        binary.getStyleClass().add("muted");
        row(form, "sweepForm.bits", new HBox(from, dash, to, binary));
        row(form, "sweepForm.part", parts.parts());
        row(form, "sweepForm.activations", parts.ranges());
        heading(form, "sweepForm.others");
        row(form, "sweepForm.formats", new FlowPane(families.keySet().toArray(Node[]::new)));
        note(form, "sweepForm.dots");
        heading(form, "sweepForm.measured");
        row(form, "sweepForm.layers", new FlowPane(whole, chosen));
        if (hasChanged()) {
            row(form, "sweepForm.weights", changed);
        }
        row(form, "sweepForm.samples", new HBox(allSamples, someSamples, samples));
        problem.setText(Texts.get("sweepForm.wrong", String.valueOf(MOST_SERIES)));
        problem.getStyleClass().add("reason");
        problem.setWrapText(true);
        form.add(problem, 1, form.getRowCount());
        return form;
    }

    private static void heading(GridPane form, String key) {
        Label heading = new Label(Texts.get(key));
        heading.getStyleClass().add("form-heading");
        form.add(heading, 0, form.getRowCount(), 2, 1);
    }

    private static void note(GridPane form, String key) {
        Label note = new Label(Texts.get(key));
        note.getStyleClass().add("muted");
        note.setWrapText(true);
        form.add(note, 1, form.getRowCount());
    }

    private BooleanBinding wrong() {
        List<Observable> watched = new ArrayList<>();
        List.of(granularities, calibrators, schemes, families)
                .forEach(map -> map.keySet().forEach(box -> watched.add(box.selectedProperty())));
        watched.addAll(parts.watched());
        watched.add(from.valueProperty());
        watched.add(to.valueProperty());
        return Bindings.createBooleanBinding(
                () -> series().isEmpty() || series().size() > MOST_SERIES || bits().isEmpty(),
                watched.toArray(Observable[]::new));
    }

    private Order order() {
        List<String> swept = chosen.isSelected() ? layers : List.of();
        return new Order(
                new SweepPlan(
                        series(),
                        bits(),
                        swept,
                        QuantConfig.empty().withTarget(present.target()),
                        hasChanged() && changed.isSelected() ? present : QuantConfig.empty()),
                someSamples.isSelected() ? OptionalInt.of(samples.getValue()) : OptionalInt.empty());
    }

    private List<Integer> bits() {
        return IntStream.rangeClosed(from.getValue(), to.getValue()).boxed().toList();
    }

    private List<SweepSeries> series() {
        List<SweepSeries> series = new ArrayList<>();
        for (Granularity granularity : selected(granularities)) {
            for (Calibrator calibrator : selected(calibrators)) {
                boolean possible = FormatRules.obstacle(granularity, calibrator).isEmpty();
                for (Scheme scheme : possible ? selected(schemes) : List.<Scheme>of()) {
                    series.add(new SweepSeries(granularity, calibrator, scheme));
                }
            }
        }
        for (FormatFamily family : selected(families)) {
            Granularity usual = FormatRules.usual(family.near(family.maxBits(), Scheme.SYMMETRIC));
            series.add(new SweepSeries(family, usual, Calibrator.minMax(), Scheme.SYMMETRIC));
        }
        return parts.lines(series);
    }

    private static <T> List<T> selected(Map<CheckBox, T> boxes) {
        return boxes.entrySet().stream()
                .filter(entry -> entry.getKey().isSelected())
                .map(Map.Entry::getValue)
                .toList();
    }

    private static <T> void add(Map<CheckBox, T> boxes, T value, String key, boolean on) {
        add(boxes, value, Texts.get(key), key, on);
    }

    private static <T> void add(Map<CheckBox, T> boxes, T value, String text, String id, boolean on) {
        CheckBox box = new CheckBox(text);
        box.setId("sweep-" + id.replace('.', '-'));
        box.setSelected(on);
        boxes.put(box, value);
    }

    private static void group(RadioButton first, RadioButton second) {
        ToggleGroup group = new ToggleGroup();
        group.getToggles().addAll(first, second);
        group.selectToggle(first);
    }

    private static RadioButton radio(String key, String id) {
        RadioButton button = new RadioButton(Texts.get(key));
        button.setId(id);
        return button;
    }

    private static Spinner<Integer> spinner(String id, int least, int most, int value) {
        Spinner<Integer> spinner = new Spinner<>(least, most, value);
        spinner.setId(id);
        spinner.setEditable(true);
        spinner.getStyleClass().add("narrow-spinner");
        return spinner;
    }

    private static void row(GridPane form, String key, Node control) {
        Label label = new Label(Texts.get(key));
        label.setMinWidth(USE_PREF);
        control.getStyleClass().add("form-line");
        label.setLabelFor(control);
        form.addRow(form.getRowCount(), label, control);
    }

    private static final double USE_PREF = javafx.scene.layout.Region.USE_PREF_SIZE;
}
