package org.bitwright.ui.inspector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitwright.model.Layer;
import org.bitwright.project.Project;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.FormatRules;
import org.bitwright.quant.FormatRules.Obstacle;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Preset;
import org.bitwright.quant.Range;
import org.bitwright.quant.Rounding;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.WeightOverlay;
import org.bitwright.ui.common.ChangedTexts;
import org.bitwright.ui.common.GridFigure;
import org.bitwright.ui.common.LayerRow;
import org.bitwright.ui.common.ScriptedDialogs;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Workbench;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InspectorViewModelTest {
    private final ScriptedDialogs dialogs = new ScriptedDialogs();
    private final Workbench workbench = new Workbench(Tasks.sameThread(), dialogs);
    private final InspectorViewModel model = new InspectorViewModel(workbench);

    @BeforeEach
    void open() throws IOException {
        workbench.show(Project.create(Path.of("sample-models", "lenet5.onnx")));
        workbench.select(List.of(row("conv2/Conv")));
        model.chooseGranularity(Granularity.TENSOR);
    }

    @AfterEach
    void close() {
        workbench.close();
    }

    @Test
    void editingTheMaximumRecomputesTheScale() {
        assertThat(model.typeMax("0.254")).isEmpty();
        assertThat(model.figures().scale().value()).hasValue(0.254f / 127);
        assertThat(model.figures().min().value()).hasValue(-0.254f);
        assertThat(model.figures().reach().orElseThrow().min()).isEqualTo(-128 * (0.254f / 127));
        assertThat(model.figures().manual()).isTrue();
    }

    @Test
    void editingTheScaleRecomputesTheRange() {
        assertThat(model.typeScale("0.5")).isEmpty();
        assertThat(model.figures().min().value()).hasValue(-64f);
        assertThat(model.figures().max().value()).hasValue(63.5f);
        assertThat(model.figures().zeroPoint().value()).hasValue(0);
    }

    @Test
    void editingTheZeroPointShiftsTheRange() {
        model.chooseScheme(Scheme.ASYMMETRIC);
        model.typeScale("0.5");
        assertThat(model.typeZeroPoint("10")).isEmpty();
        assertThat(model.figures().min().value()).hasValue(-5f);
        assertThat(model.figures().max().value()).hasValue(122.5f);
    }

    @Test
    void bitsKeepTheRangeThatWasAskedFor() {
        model.typeMin("-1");
        model.typeBits("4");
        assertThat(model.figures().min().value()).hasValue(-1f);
        assertThat(model.figures().scale().value()).hasValue(1f / 7);
        model.typeBits("8");
        assertThat(model.figures().min().value()).hasValue(-1f);
        assertThat(model.figures().scale().value()).hasValue(1f / 127);
    }

    @Test
    void aWrongNumberChangesNothing() {
        var before = workbench.configProperty().get();
        assertThat(model.typeBits("17")).isPresent();
        assertThat(model.typeBits("3.5")).isPresent();
        assertThat(model.typeMin("abc")).isPresent();
        assertThat(model.typeScale("0")).isPresent();
        assertThat(model.typeScale("-1")).isPresent();
        assertThat(model.typeScale("1e-40")).isPresent();
        assertThat(model.typeZeroPoint("300")).isPresent();
        assertThat(model.typePercent("101")).isPresent();
        assertThat(workbench.configProperty().get()).isEqualTo(before);
    }

    @Test
    void endsOfAnAsymmetricRangeMayNotCross() {
        model.chooseScheme(Scheme.ASYMMETRIC);
        model.typeMax("0.5");
        model.typeMin("-0.5");
        assertThat(model.typeMin("0.75")).isPresent();
        assertThat(model.typeMax("-0.75")).isPresent();
        assertThat(model.figures().min().value()).hasValue(-0.5f);
    }

    @Test
    void differingLayersShowMixedAndAChangeIsOneStep() {
        model.typeBits("4");
        workbench.select(List.of(row("conv1/Conv"), row("conv2/Conv"), row("fc1/Gemm")));
        assertThat(model.choices().bits().mixed()).isTrue();
        assertThat(model.typeBits("3")).isEmpty();
        assertThat(model.choices().bits()).isEqualTo(new Shared<>(Optional.of(3), false));
        assertThat(workbench.undoNameProperty().get()).hasValue("3 layers to 3 bits");
        workbench.undo();
        assertThat(row("conv1/Conv").config().format().bits()).isEqualTo(8);
        assertThat(row("conv2/Conv").config().format().bits()).isEqualTo(4);
    }

    @Test
    void oneChannelIsEditedAlone() {
        model.chooseGranularity(Granularity.CHANNEL);
        model.channelProperty().set(3);
        model.typeMax("0.1");
        assertThat(row("conv2/Conv").config().manual()).containsOnlyKeys(3);
        assertThat(model.figures().max().value()).hasValue(0.1f);
        model.reset();
        assertThat(row("conv2/Conv").config().isHandMade()).isFalse();
    }

    @Test
    void severalLayersKeepHandMadeRangesIfTheUserWantsSo() {
        model.typeMax("0.1");
        workbench.select(List.of(row("conv1/Conv"), row("conv2/Conv")));
        dialogs.answer("keep");
        workbench.editing().granularity(workbench.selected(), Granularity.TENSOR);
        assertThat(dialogs.questions()).hasSize(1);
        assertThat(row("conv2/Conv").config().isHandMade()).isTrue();
        assertThat(row("conv1/Conv").config().granularity()).isEqualTo(Granularity.TENSOR);
        dialogs.answer("overwrite");
        workbench.editing().fit(workbench.selected());
        assertThat(row("conv2/Conv").config().isHandMade()).isFalse();
    }

    @Test
    void puttingTheQuestionAwayChangesNothing() {
        model.typeMax("0.1");
        var before = workbench.configProperty().get();
        workbench.select(List.of(row("conv1/Conv"), row("conv2/Conv")));
        workbench.editing().fit(List.copyOf(workbench.selected()));
        assertThat(workbench.configProperty().get()).isEqualTo(before);
    }

    @Test
    void aPreviewShowsAnEstimateAndLeavesTheProjectAlone() {
        var before = workbench.configProperty().get();
        double exact = model.figures().error().orElseThrow().sqnrDb();
        workbench.editor().preview(new Range(-0.1f, 0.1f));
        assertThat(model.figures().max().value()).hasValue(0.1f);
        assertThat(model.figures().error().orElseThrow().sqnrDb()).isLessThan(exact);
        assertThat(workbench.configProperty().get()).isEqualTo(before);
        workbench.editor().cancelPreview();
        assertThat(model.figures().error().orElseThrow().sqnrDb()).isEqualTo(exact);
        workbench.editor().commit(new Range(-0.1f, 0.1f));
        assertThat(model.figures().error().orElseThrow().exact()).isTrue();
        assertThat(row("conv2/Conv").config().isHandMade()).isTrue();
    }

    @Test
    void floatHasNoRange() {
        model.chooseFamily(FormatFamily.FLOAT);
        assertThat(model.choices().integers()).isFalse();
        assertThat(model.figures().min().value()).isEmpty();
        model.chooseFamily(FormatFamily.INT);
        assertThat(model.choices().bits().value()).hasValue(8);
    }

    @Test
    void theCalibratorFollowsThePercentile() {
        model.chooseCalibrator(Calibrator.percentile(99));
        double narrow = model.figures().max().value().orElseThrow();
        assertThat(model.typePercent("100")).isEmpty();
        assertThat(model.figures().max().value().orElseThrow().doubleValue()).isGreaterThan(narrow);
    }

    @Test
    void everyFamilyCanBeChosenAndKeepsWhatHasAMeaning() {
        for (FormatFamily family : FormatFamily.values()) {
            model.chooseFamily(family);
            TensorConfig config = row("conv2/Conv").config();
            assertThat(FormatFamily.of(config.format())).isEqualTo(family);
            assertThat(FormatRules.obstacle(config.format(), config.granularity()))
                    .as(family.id())
                    .isEmpty();
            assertThat(model.choices().widths().isEmpty()).as(family.id()).isEqualTo(family.isFixed());
        }
    }

    @Test
    void bitsOfACodebookGoFromOneToEight() {
        model.chooseFamily(FormatFamily.CODEBOOK);
        assertThat(model.choices().bits().value()).hasValue(8);
        assertThat(model.typeBits("9")).isPresent();
        assertThat(model.typeBits("1")).isEmpty();
        assertThat(row("conv2/Conv").config().format()).isEqualTo(new NumberFormat.Codebook(1));
        assertThat(model.figures().own()).extracting(GridFigure::key).contains("figure.centroids");
    }

    @Test
    void bitsOfIntegersAndCodebooksTogetherAreThoseThatBothHave() {
        workbench.editing().family(List.of(row("conv1/Conv")), FormatFamily.CODEBOOK);
        workbench.select(List.of(row("conv1/Conv"), row("conv2/Conv")));
        assertThat(model.choices().widths()).hasValue(new Choices.Widths(2, 8));
        assertThat(model.typeBits("1")).isPresent();
        assertThat(model.typeBits("3")).isEmpty();
        assertThat(row("conv1/Conv").config().format()).isEqualTo(new NumberFormat.Codebook(3));
        assertThat(row("conv2/Conv").config().format()).isEqualTo(NumberFormat.uniform(3, Scheme.SYMMETRIC));
    }

    @Test
    void whatHasNoMeaningSaysWhy() {
        model.chooseFamily(FormatFamily.FP16);
        assertThat(model.choices().granularityObstacle()).hasValue(Obstacle.NO_SCALE);
        assertThat(model.choices().calibratorObstacle()).hasValue(Obstacle.SCALE_BY_DEFINITION);
        assertThat(model.choices().roundingObstacle()).isEmpty();
        model.chooseFamily(FormatFamily.MXFP4);
        assertThat(model.choices().granularityObstacle()).hasValue(Obstacle.FIXED_BLOCKS);
        model.chooseFamily(FormatFamily.NF4);
        assertThat(model.choices().granularityObstacle()).isEmpty();
        assertThat(model.choices().roundingObstacle()).hasValue(Obstacle.NEAREST_BY_DEFINITION);
        model.chooseFamily(FormatFamily.CODEBOOK);
        assertThat(model.choices().granularityObstacle()).isEmpty();
        assertThat(model.choices().obstacle(Granularity.group(32))).hasValue(Obstacle.CODEBOOK_OF_A_GROUP);
        model.chooseFamily(FormatFamily.FP8_E4M3);
        assertThat(model.choices().obstacle(Calibrator.articleRule())).hasValue(Obstacle.INTEGERS_ONLY);
    }

    @Test
    void aChoiceWithoutMeaningChangesNothing() {
        model.chooseFamily(FormatFamily.MXFP4);
        var before = workbench.configProperty().get();
        model.chooseGranularity(Granularity.CHANNEL);
        model.chooseCalibrator(Calibrator.mse());
        model.chooseFamily(FormatFamily.MXFP4);
        assertThat(workbench.configProperty().get()).isEqualTo(before);
    }

    @Test
    void groupsHaveASizeAndNoRangeToEdit() {
        assertThat(model.typeGroupSize("0")).isPresent();
        assertThat(model.typeGroupSize("2.5")).isPresent();
        assertThat(model.typeGroupSize("5")).isEmpty();
        assertThat(row("conv2/Conv").config().granularity()).isEqualTo(Granularity.group(5));
        assertThat(model.choices().editable()).isFalse();
        assertThat(model.figures().min().value()).isEmpty();
        // 16 × 6 × 5 × 5, groups along the 6 inputs: two for each of 16 channels and 25 places of the kernel
        assertThat(row("conv2/Conv").quantized().orElseThrow().grids()).hasSize(16 * 2 * 25);
        workbench.editor().commit(new Range(-1, 1));
        assertThat(row("conv2/Conv").config().isHandMade()).isFalse();
    }

    @Test
    void rangeAndScaleOfFp8FollowEachOther() {
        model.chooseFamily(FormatFamily.FP8_E4M3);
        assertThat(model.typeMax("0.875")).isEmpty();
        assertThat(model.figures().scale().value()).hasValue(0.875f / 448);
        assertThat(model.figures().min().value()).hasValue(-0.875f);
        assertThat(model.typeScale("0.5")).isEmpty();
        assertThat(model.figures().max().value()).hasValue(224f);
        assertThat(model.hasZeroPoint()).isFalse();
        workbench.editor().preview(new Range(-0.25f, 0.25f));
        assertThat(model.figures().max().value()).hasValue(0.25f);
    }

    @Test
    void roundingIsChosenAndSeeded() {
        model.chooseRounding(Rounding.of(Rounding.Direction.FLOOR));
        assertThat(workbench.undoNameProperty().get()).hasValue("conv2/Conv: rounding floor");
        assertThat(model.typeSeed("x")).isPresent();
        assertThat(model.typeSeed("7")).isEmpty();
        assertThat(row("conv2/Conv").config().rounding()).isEqualTo(Rounding.stochastic(7));
        model.chooseFamily(FormatFamily.TERNARY);
        assertThat(row("conv2/Conv").config().rounding()).isEqualTo(Rounding.HALF_EVEN);
    }

    @Test
    void presetsKeepChangedWeights() {
        Layer layer = row("conv2/Conv").layer();
        float[] ones = new float[(int) layer.parameters()];
        java.util.Arrays.fill(ones, 1);
        WeightOverlay overlay =
                WeightOverlay.of("equalize", Map.of(layer.weight().name(), ones));
        TensorConfig changed = row("conv2/Conv").config().withOverlay(Optional.of(overlay));
        workbench.edit(() -> "changed", workbench.configProperty().get().with("conv2/Conv", changed));
        workbench.editing().preset(List.of(row("conv2/Conv")), Preset.TERNARY);
        assertThat(row("conv2/Conv").config().overlay()).hasValue(overlay);
        // all weights are 1: the threshold is 0.7, and α the mean of those above it
        assertThat(model.figures().own()).extracting(GridFigure::text).containsExactly("1", "0.7");
        assertThat(ChangedTexts.of(row("conv2/Conv").config())).isEqualTo("Weights changed by equalization");
    }

    private LayerRow row(String name) {
        return workbench.row(name).orElseThrow();
    }
}
