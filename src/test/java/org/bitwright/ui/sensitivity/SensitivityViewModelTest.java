package org.bitwright.ui.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.bitwright.analysis.DataPart;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.analysis.sensitivity.SensitivityCell;
import org.bitwright.analysis.sensitivity.SensitivityPlan;
import org.bitwright.analysis.sensitivity.SensitivityResult;
import org.bitwright.export.SensitivityMeasure;
import org.bitwright.project.Project;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.ui.common.LayerRow;
import org.bitwright.ui.common.ScriptedDialogs;
import org.bitwright.ui.common.SensitivityTexts;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Workbench;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SensitivityViewModelTest {
    private static final List<SweepSeries> SERIES = List.of(SensitivityExamples.TENSOR, SensitivityExamples.CHANNEL);

    private final ScriptedDialogs dialogs = new ScriptedDialogs();
    private final Workbench workbench = new Workbench(Tasks.sameThread(), dialogs);
    private final SensitivityViewModel model = new SensitivityViewModel(workbench);

    @BeforeEach
    void open() throws IOException {
        workbench.show(Project.create(Path.of("sample-models", "lenet5.onnx")));
    }

    @AfterEach
    void close() {
        workbench.close();
    }

    @Test
    void cellsComeInTheOrderOfLayersAndColumnsHoweverTheyArrive() {
        begin(plan());
        put("fc1/Gemm", 8, 60, 1_000);
        put("conv1/Conv", 4, 90, 1_000);
        put("conv1/Conv", 2, 900, 1_000);
        assertThat(model.cells())
                .extracting(
                        cell -> cell.layer() + " " + cell.column().orElseThrow().bits())
                .containsExactly("conv1/Conv 2", "conv1/Conv 4", "fc1/Gemm 8");
        assertThat(model.rows()).hasSize(5);
        assertThat(model.columnCount()).isEqualTo(7);
    }

    @Test
    void refinedCellTakesThePlaceOfTheRoughOne() {
        begin(plan());
        put("conv1/Conv", 2, 90, 100);
        put("conv1/Conv", 2, 850, 5_000);
        assertThat(model.cells()).hasSize(1);
        assertThat(model.cells().get(0).fidelity().samples()).isEqualTo(5_000);
    }

    @Test
    void roughCellIsComparedWithFloatOnItsOwnSamples() {
        begin(plan());
        put("conv1/Conv", 2, 90, 100);
        var numbers = model.numbers(model.cells().get(0)).orElseThrow();
        // Float answers the first 50 samples wrongly, the cell the first 90 of 100.
        assertThat(numbers.drop()).isEqualTo(0.4);
        assertThat(numbers.complete()).isFalse();
        assertThat(SensitivityTexts.tip(model.cells().get(0), model.columns(), model.known()))
                .contains("conv1/Conv · 2 bits, per tensor · minmax")
                .contains("top-1 10.00 %")
                .contains("40.0 points lost")
                .contains("Worse than float: 40 samples lost, 0 gained (p < 0.0001)")
                .contains("100 samples (search half) · more samples to come");
    }

    @Test
    void oneSampleIsNotEnoughToTellACellFromFloat() {
        begin(plan());
        put("conv1/Conv", 2, 51, 5_000);
        assertThat(SensitivityTexts.tip(model.cells().get(0), model.columns(), model.known()))
                .contains("Not told apart from float: 1 sample lost, 0 gained (p = 1.00)");
    }

    @Test
    void sparedLayerIsComparedWithTheWholeConfiguration() {
        begin(plan());
        SensitivityCell spared = new SensitivityCell(
                "conv1/Conv", Optional.empty(), SensitivityExamples.labelled(150, 5_000, 0.1, 12), true, 1);
        workbench.sensitivities().put(spared);
        // The whole configuration is wrong on 400 of 5,000, 250 more.
        assertThat(SensitivityTexts.tip(spared, model.columns(), model.known()))
                .contains("+5.00 points won back")
                .contains("The layer in float is better than the whole configuration:"
                        + " 250 samples gained, 0 lost (p < 0.0001)");
    }

    @Test
    void choosingACellChangesItsLayerInOneStepThatCanBeUndone() {
        begin(plan());
        model.cursor().choose(new Place(1, 4));
        TensorConfig expected =
                TensorConfig.of(NumberFormat.uniform(4, Scheme.SYMMETRIC), Granularity.CHANNEL, Calibrator.mse());
        assertThat(row("conv2/Conv").config()).isEqualTo(expected);
        assertThat(workbench.selected()).containsExactly(row("conv2/Conv"));
        assertThat(workbench.undoNameProperty().get()).contains("conv2/Conv: 4 bits, per channel · mse");
        assertThat(model.isPresent(new Place(1, 4))).isTrue();
        assertThat(model.isPresent(new Place(1, 2))).isFalse();
        workbench.undo();
        assertThat(row("conv2/Conv").config().format().bits()).isEqualTo(8);
        assertThat(model.isPresent(new Place(1, 2))).isTrue();
        assertThat(workbench.undoNameProperty().get()).isEmpty();
    }

    @Test
    void choosingThePresentCellIsNoStep() {
        begin(plan());
        model.cursor().choose(new Place(0, 2));
        assertThat(workbench.undoNameProperty().get()).isEmpty();
    }

    @Test
    void lastColumnLeavesTheLayerInFloat() {
        begin(plan());
        model.cursor().choose(new Place(4, 6));
        assertThat(workbench.rows().get(4).config().format()).isInstanceOf(NumberFormat.Float32.class);
        assertThat(model.isPresent(new Place(4, 6))).isTrue();
    }

    @Test
    void rangeSetByHandIsGivenUpOnlyIfTheUserSaysSo() {
        begin(plan());
        workbench.select(List.of(row("conv1/Conv")));
        workbench.editing().max(List.of(row("conv1/Conv")), 0.2f);
        TensorConfig before = row("conv1/Conv").config();
        dialogs.answer("keep");
        model.cursor().choose(new Place(0, 0));
        assertThat(row("conv1/Conv").config()).isEqualTo(before);
        dialogs.answer("overwrite");
        model.cursor().choose(new Place(0, 0));
        assertThat(row("conv1/Conv").config().format().bits()).isEqualTo(2);
        assertThat(dialogs.questions()).hasSize(2);
    }

    @Test
    void arrowsGoOverTheMapAndTakeTheSelectionAlong() {
        begin(plan());
        workbench.select(List.of(row("conv2/Conv")));
        model.step(1, 0);
        assertThat(model.cursor().point()).contains(new Place(1, 0));
        model.step(1, 0);
        model.step(0, 1);
        assertThat(model.cursor().point()).contains(new Place(2, 1));
        assertThat(workbench.selected()).containsExactly(row("fc1/Gemm"));
        for (int i = 0; i < 10; i++) {
            model.step(1, 1);
        }
        assertThat(model.cursor().point()).contains(new Place(4, 6));
    }

    @Test
    void dataWithoutLabelsAreShownByTheirOutputs() {
        SensitivityPlan plan = plan();
        begin(new SensitivityResult(
                plan,
                SensitivityExamples.unlabelled(0, 99),
                Optional.empty(),
                List.of(SensitivityExamples.cell(
                        "conv1/Conv", SensitivityExamples.TENSOR, 2, SensitivityExamples.unlabelled(0.25, 12.5))),
                5_000,
                1,
                1));
        assertThat(model.canShow(SensitivityMeasure.DROP)).isFalse();
        assertThat(model.shown()).isEqualTo(SensitivityMeasure.KL);
        SensitivityCell cell = model.cells().get(0);
        assertThat(model.shown().text(model.numbers(cell).orElseThrow())).isEqualTo("250");
        model.measureProperty().set(SensitivityMeasure.SQNR);
        assertThat(model.shown().text(model.numbers(cell).orElseThrow())).isEqualTo("12.5");
    }

    @Test
    void tableOfLayersSaysWhatThePresentWidthLoses() {
        SensitivityPlan plan = plan();
        workbench.sensitivities().show(SensitivityExamples.before(plan));
        workbench
                .sensitivities()
                .put(SensitivityExamples.cell(
                        "conv1/Conv", SensitivityExamples.CHANNEL, 8, SensitivityExamples.labelled(100, 5_000, 0, 40)));
        LayerRow row = row("conv1/Conv");
        // 8 bits per tensor were not measured, 8 bits per channel were.
        assertThat(workbench.sensitivities().ofPresent(row))
                .contains(model.cells().get(0));
        workbench.editing().bits(List.of(row), 4);
        assertThat(workbench.sensitivities().ofPresent(row)).isEmpty();
    }

    @Test
    void anotherProjectHasNoneOfIt() throws IOException {
        begin(plan());
        put("conv1/Conv", 2, 90, 100);
        workbench.show(Project.create(Path.of("sample-models", "residual.onnx")));
        assertThat(model.isEmpty()).isTrue();
        assertThat(model.rows()).isEmpty();
    }

    private SensitivityPlan plan() {
        return new SensitivityPlan(
                SERIES,
                List.of(2, 4, 8),
                List.of(),
                workbench.configProperty().get(),
                true,
                DataPart.SEARCH,
                SensitivityExamples.SAMPLES,
                true);
    }

    private void begin(SensitivityPlan plan) {
        begin(SensitivityExamples.before(plan));
    }

    private void begin(SensitivityResult before) {
        workbench.sensitivities().show(before);
    }

    private void put(String layer, int bits, int wrong, int samples) {
        workbench
                .sensitivities()
                .put(new SensitivityCell(
                        layer,
                        Optional.of(SensitivityExamples.column(SensitivityExamples.TENSOR, bits)),
                        SensitivityExamples.labelled(wrong, samples, 0.1, 10),
                        false,
                        1));
    }

    private LayerRow row(String layer) {
        return workbench.row(layer).orElseThrow();
    }
}
