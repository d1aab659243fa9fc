package org.bitwright.ui.variants;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.bitwright.analysis.Outcomes;
import org.bitwright.analysis.PairedTest;
import org.bitwright.project.Project;
import org.bitwright.project.Variant;
import org.bitwright.project.VariantComparison;
import org.bitwright.quant.Preset;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.TensorConfig;
import org.bitwright.ui.common.AverageBits;
import org.bitwright.ui.common.LayerRow;
import org.bitwright.ui.common.ScriptedDialogs;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Workbench;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VariantsViewModelTest {
    private final ScriptedDialogs dialogs = new ScriptedDialogs();
    private final Workbench workbench = new Workbench(Tasks.sameThread(), dialogs);
    private final VariantsViewModel model = new VariantsViewModel(workbench, dialogs);

    @BeforeEach
    void open() throws IOException {
        workbench.show(Project.create(Path.of("sample-models", "lenet5.onnx")));
    }

    @AfterEach
    void close() {
        workbench.close();
    }

    @Test
    void snapshotKeepsThePresentConfigurationUnderAName() {
        snapshot("start");
        QuantConfig start = workbench.configProperty().get();
        workbench.editing().bits(List.of(row("conv2/Conv")), 4);
        snapshot("conv2 at 4");
        assertThat(model.rows()).extracting(VariantRow::name).containsExactly("start", "conv2 at 4");
        assertThat(model.rows().get(0).variant().config()).isEqualTo(start);
        assertThat(model.rows()).extracting(VariantRow::isPresent).containsExactly(false, true);
        assertThat(model.rows().get(0).averageBits()).isEqualTo(8);
        assertThat(model.chosen()).containsExactly(model.rows().get(1));
        assertThat(workbench.modifiedProperty().get()).isTrue();
    }

    @Test
    void averageCountsEveryWeightOfLayersAlike() {
        LayerRow row = row("conv2/Conv");
        workbench.editing().bits(List.of(row), 4);
        long all = workbench.rows().stream()
                .mapToLong(one -> one.layer().parameters())
                .sum();
        double expected = 8 - 4.0 * row.layer().parameters() / all;
        assertThat(AverageBits.of(
                        workbench.project().orElseThrow().model(),
                        workbench.configProperty().get()))
                .isEqualTo(expected);
    }

    @Test
    void nameThatCannotBeHadIsAskedForAgain() {
        snapshot("one");
        dialogs.answer("  ");
        dialogs.answer("one");
        dialogs.answer("two");
        model.snapshot();
        assertThat(model.rows()).extracting(VariantRow::name).containsExactly("one", "two");
        model.snapshot();
        assertThat(model.rows()).as("put away").hasSize(2);
    }

    @Test
    void loadIsOneStepThatCanBeUndone() {
        snapshot("start");
        workbench.editing().bits(List.copyOf(workbench.rows()), 3);
        model.choose(List.of(model.rows().get(0)));
        model.load();
        assertThat(workbench.rows()).allMatch(row -> row.config().format().bits() == 8);
        assertThat(workbench.undoNameProperty().get()).contains("variant start");
        workbench.undo();
        assertThat(workbench.rows()).allMatch(row -> row.config().format().bits() == 3);
    }

    @Test
    void loadGivesUpRangesSetByHandOnlyIfTheUserSaysSo() {
        snapshot("start");
        workbench.select(List.of(row("conv1/Conv")));
        workbench.editing().max(List.of(row("conv1/Conv")), 0.2f);
        TensorConfig before = row("conv1/Conv").config();
        model.choose(List.of(model.rows().get(0)));
        dialogs.answer("keep");
        model.load();
        assertThat(row("conv1/Conv").config()).isEqualTo(before);
    }

    @Test
    void renameKeepsTheConfigurationAndRemoveAsksFirst() {
        snapshot("start");
        dialogs.answer("begin");
        model.rename();
        assertThat(model.rows()).extracting(VariantRow::name).containsExactly("begin");
        model.remove();
        assertThat(model.rows()).as("thought better of it").hasSize(1);
        dialogs.answer("remove");
        model.remove();
        assertThat(model.rows()).isEmpty();
        assertThat(model.chosen()).isEmpty();
    }

    @Test
    void oneAloneIsComparedWithThePresentConfiguration() {
        snapshot("start");
        assertThat(model.pair()).as("with itself").isEmpty();
        workbench.editing().bits(List.of(row("conv2/Conv")), 4);
        assertThat(model.pair().orElseThrow()).extracting(Variant::name).containsExactly("start", "Now");
        snapshot("other");
        model.choose(List.copyOf(model.rows()));
        assertThat(model.pair().orElseThrow()).extracting(Variant::name).containsExactly("start", "other");
    }

    @Test
    void comparisonSaysOnlyWhatThePairedTestSays() {
        // 9 samples fall to the first and 1 to the second: p = 2 (1 + 10) / 1024 = 0.0215.
        assertThat(comparison(new PairedTest(9, 1)).verdict())
                .isEqualTo("b is worse than a: 9 samples lost, 1 gained (p = 0.02)");
        // 8 and 2: p = 2 (1 + 10 + 45) / 1024 = 0.109.
        assertThat(comparison(new PairedTest(8, 2)).verdict())
                .isEqualTo("b is not told apart from a: 2 samples gained, 8 lost (p = 0.11)");
        assertThat(comparison(PairedTest.of(Outcomes.of(new int[40], ones(40)), Outcomes.of(ones(40), ones(40))))
                        .verdict())
                .isEqualTo("b is better than a: 40 samples gained, 0 lost (p < 0.0001)");
    }

    @Test
    void differencesAreCountedAndCanBeShownAlone() {
        ComparisonViewModel comparison = comparison(new PairedTest(0, 0));
        assertThat(comparison.differing()).isEqualTo(1);
        assertThat(comparison.layers()).hasSize(2);
        comparison.differencesOnlyProperty().set(true);
        assertThat(comparison.layers())
                .extracting(VariantComparison.LayerRow::layer)
                .containsExactly("conv2/Conv");
    }

    private ComparisonViewModel comparison(PairedTest test) {
        TensorConfig eight = Preset.INT8_TENSOR.config();
        TensorConfig four = Preset.INT4_CHANNEL_MSE.config();
        VariantComparison comparison = new VariantComparison(
                new Variant("a", QuantConfig.empty()),
                new Variant("b", QuantConfig.empty()),
                List.of(
                        new VariantComparison.LayerRow("conv1/Conv", eight, eight, 40, 40, 100, 100),
                        new VariantComparison.LayerRow("conv2/Conv", eight, four, 40, 20, 100, 50)),
                200,
                150,
                Optional.empty(),
                Optional.empty(),
                Optional.of(test));
        return new ComparisonViewModel(
                comparison, workbench.project().orElseThrow().model());
    }

    private static int[] ones(int count) {
        int[] ones = new int[count];
        java.util.Arrays.fill(ones, 1);
        return ones;
    }

    private void snapshot(String name) {
        dialogs.answer(name);
        model.snapshot();
    }

    private LayerRow row(String layer) {
        return workbench.row(layer).orElseThrow();
    }
}
