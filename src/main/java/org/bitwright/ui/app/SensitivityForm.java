package org.bitwright.ui.app;

import java.util.List;
import java.util.function.Consumer;
import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.Spinner;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.stage.Stage;
import org.bitwright.analysis.DataPart;
import org.bitwright.analysis.sensitivity.SensitivityPlan;
import org.bitwright.ui.common.Texts;

/** Asks what shall be measured of the layers: series, widths, layers, samples. */
final class SensitivityForm {
    private static final int MOST_SERIES = 8;
    private static final int USUAL_SAMPLES = 1000;

    private final SensitivityPlan usual;
    private final List<String> selected;
    private final SeriesChoice weights;
    private final RadioButton whole = radio("sensitivityForm.whole", "sensitivity-whole");
    private final RadioButton chosen = radio("sensitivityForm.chosen", "sensitivity-chosen");
    private final RadioButton searchHalf = radio("sensitivityForm.part.search", "sensitivity-part-search");
    private final RadioButton allData = radio("sensitivityForm.part.all", "sensitivity-part-all");
    private final RadioButton allSamples = radio("sweepForm.allSamples", "sensitivity-all-samples");
    private final RadioButton someSamples = radio("sweepForm.someSamples", "sensitivity-some-samples");
    private final CheckBox spares = box("sensitivityForm.spare", "sensitivity-spare");
    private final CheckBox early = box("sensitivityForm.early", "sensitivity-early");
    private final Spinner<Integer> samples;
    private final Label problem = new Label();

    /**
     * @param usual what is measured if nothing is changed
     * @param selected names of the layers that are selected
     * @param available number of evaluation samples
     */
    SensitivityForm(SensitivityPlan usual, List<String> selected, int available) {
        this.usual = usual;
        this.selected = selected;
        weights = new SeriesChoice("sensitivity", usual.series(), least(usual), most(usual));
        samples = SeriesChoice.spinner(
                "sensitivity-samples", 1, Math.max(1, available), Math.min(USUAL_SAMPLES, Math.max(1, available)));
        samples.disableProperty().bind(someSamples.selectedProperty().not());
        SweepForm.group(whole, chosen);
        chosen.setDisable(selected.isEmpty());
        SweepForm.group(searchHalf, allData);
        allData.setSelected(usual.part() == DataPart.ALL);
        SweepForm.group(allSamples, someSamples);
        spares.setSelected(usual.spares());
        early.setSelected(usual.stopsEarly());
    }

    private static int least(SensitivityPlan usual) {
        return usual.bits().stream().mapToInt(Integer::intValue).min().orElse(2);
    }

    private static int most(SensitivityPlan usual) {
        return usual.bits().stream().mapToInt(Integer::intValue).max().orElse(8);
    }

    /** Shows the form; {@code start} gets the plan if it is confirmed. */
    void show(Stage owner, Consumer<SensitivityPlan> start) {
        FormDialog dialog = new FormDialog(
                owner, "sensitivity", Texts.get("sensitivityForm.title"), Texts.get("sensitivityForm.start"), form());
        BooleanBinding wrong =
                Bindings.createBooleanBinding(this::isWrong, weights.watched().toArray(Observable[]::new));
        dialog.button().disableProperty().bind(wrong);
        problem.visibleProperty().bind(wrong);
        dialog.show(() -> start.accept(plan()));
    }

    private boolean isWrong() {
        return weights.series().isEmpty()
                || weights.series().size() > MOST_SERIES
                || weights.bits().isEmpty();
    }

    private Node form() {
        FormGrid form = new FormGrid();
        form.note("sensitivityForm.note");
        weights.addIntegers(form);
        weights.addFormats(form);
        form.heading("sweepForm.measured");
        form.row("sweepForm.layers", new FlowPane(whole, chosen));
        form.row("sensitivityForm.spareHeading", spares);
        form.row("sensitivityForm.part", new FlowPane(searchHalf, allData));
        form.note("sensitivityForm.part.why");
        form.row("sweepForm.samples", new HBox(allSamples, someSamples, samples));
        form.row("sensitivityForm.earlyHeading", early);
        problem.setText(Texts.get("sweepForm.wrong", String.valueOf(MOST_SERIES)));
        problem.getStyleClass().add("reason");
        form.under(problem);
        return form;
    }

    private SensitivityPlan plan() {
        return new SensitivityPlan(
                weights.series(),
                weights.bits(),
                chosen.isSelected() ? selected : List.of(),
                usual.present(),
                spares.isSelected(),
                allData.isSelected() ? DataPart.ALL : DataPart.SEARCH,
                someSamples.isSelected() ? samples.getValue() : Integer.MAX_VALUE,
                early.isSelected());
    }

    private static CheckBox box(String key, String id) {
        CheckBox box = new CheckBox(Texts.get(key));
        box.setId(id);
        return box;
    }

    private static RadioButton radio(String key, String id) {
        RadioButton button = new RadioButton(Texts.get(key));
        button.setId(id);
        return button;
    }
}
