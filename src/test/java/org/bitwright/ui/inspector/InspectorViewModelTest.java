package org.bitwright.ui.inspector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.bitwright.project.Project;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.Range;
import org.bitwright.quant.Scheme;
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

    private LayerRow row(String name) {
        return workbench.row(name).orElseThrow();
    }
}
