package org.bitwright.ui.inspector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bitwright.project.Project;
import org.bitwright.project.Sample;
import org.bitwright.project.Samples;
import org.bitwright.quant.ActivationMode;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TargetProfile;
import org.bitwright.quant.target.TargetRule;
import org.bitwright.ui.common.Activations;
import org.bitwright.ui.common.EdgeRole;
import org.bitwright.ui.common.EdgeRow;
import org.bitwright.ui.common.EdgeTexts;
import org.bitwright.ui.common.QuantizedEdge;
import org.bitwright.ui.common.ScriptedDialogs;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Workbench;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EdgeInspectorViewModelTest {
    /** Behind the first rectification, so that nothing is below 0. */
    private static final String RELU = "/Relu_output_0";

    private final ScriptedDialogs dialogs = new ScriptedDialogs();
    private final Workbench workbench = new Workbench(Tasks.sameThread(), dialogs);
    private final EdgeInspectorViewModel model = new EdgeInspectorViewModel(workbench);

    @BeforeEach
    void open() throws IOException {
        Sample sample = Samples.list().stream()
                .filter(each -> each.id().equals("lenet5"))
                .findFirst()
                .orElseThrow();
        Project project = Project.create(sample.model());
        project.dataSets().useForCalibration(sample.calibrationSource());
        workbench.show(project);
        workbench.activations().watch(true);
        workbench.activations().select(List.of(row(RELU)));
        model.chooseFamily(FormatFamily.INT);
    }

    @AfterEach
    void close() {
        workbench.close();
    }

    @Test
    void watchedActivationsAreKnownFromTheCalibrationData() {
        assertThat(workbench.activations().stateProperty().get()).isEqualTo(Activations.State.KNOWN);
        // 1,000 samples of 6 channels of 28 × 28
        assertThat(row(RELU).statistics().orElseThrow().count()).isEqualTo(1000L * 6 * 28 * 28);
        assertThat(row("input").statistics().orElseThrow().range().max()).isEqualTo(1f);
    }

    @Test
    void integersAreAsymmetricOverWhatFlowed() {
        float most = row(RELU).statistics().orElseThrow().range().max();
        assertThat(model.choices().scheme().value()).hasValue(Scheme.ASYMMETRIC);
        assertThat(model.figures().scale().value().orElseThrow()).isCloseTo(most / 255, within(1e-9f));
        assertThat(model.figures().zeroPoint().value()).hasValue(0);
        assertThat(model.figures().error().orElseThrow().exact()).isFalse();
    }

    @Test
    void editingTheMaximumRecomputesTheScale() {
        assertThat(model.typeMax("1")).isEmpty();
        assertThat(model.figures().scale().value()).hasValue(1f / 255);
        assertThat(model.figures().min().value()).hasValue(0f);
        assertThat(model.choices().handMade()).isTrue();
        assertThat(model.figures().error().orElseThrow().clipped()).isPositive();
    }

    @Test
    void bitsKeepTheRangeThatWasAskedFor() {
        model.typeMax("1");
        model.typeBits("4");
        assertThat(model.figures().scale().value()).hasValue(1f / 15);
        model.typeBits("8");
        assertThat(model.figures().scale().value()).hasValue(1f / 255);
    }

    @Test
    void theZeroPointShiftsTheRange() {
        model.typeScale("0.5");
        assertThat(model.typeZeroPoint("10")).isEmpty();
        assertThat(model.figures().min().value()).hasValue(-5f);
        assertThat(model.figures().max().value()).hasValue(122.5f);
    }

    @Test
    void aWrongNumberChangesNothing() {
        QuantConfig before = workbench.configProperty().get();
        assertThat(model.typeBits("17")).isPresent();
        assertThat(model.typeBits("1")).isPresent();
        assertThat(model.typeMax("-1")).isPresent();
        assertThat(model.typeScale("0")).isPresent();
        assertThat(model.typeZeroPoint("300")).isPresent();
        assertThat(model.typePercent("0")).isPresent();
        assertThat(workbench.configProperty().get()).isEqualTo(before);
    }

    @Test
    void everyEditIsOneStepBack() {
        QuantConfig before = workbench.configProperty().get();
        choose(RELU, "input");
        model.typeBits("6");
        assertThat(workbench.undoNameProperty().get().orElseThrow()).contains("2");
        workbench.undo();
        assertThat(workbench.configProperty().get()).isEqualTo(before);
    }

    @Test
    void aRangeOfEveryRunsOwnCannotBeTyped() {
        model.chooseMode(ActivationMode.DYNAMIC);
        assertThat(row(RELU).config().isDynamic()).isTrue();
        assertThat(model.typeMax("1")).isPresent();
        assertThat(model.range()).isEmpty();
        assertThat(model.figures().reach()).as("an average run's").isPresent();
        model.chooseMode(ActivationMode.STATIC);
        assertThat(row(RELU).config().isDynamic()).isFalse();
        assertThat(model.typeMax("1")).isEmpty();
    }

    @Test
    void severalThatDifferAreMixed() {
        model.typeBits("4");
        choose("input");
        model.chooseFamily(FormatFamily.FP8_E4M3);
        choose(RELU, "input");
        assertThat(model.choices().kind().mixed()).isTrue();
        assertThat(model.figures().scale().mixed()).isTrue();
        model.chooseCalibrator(Calibrator.mse());
        assertThat(List.of(row(RELU), row("input")))
                .allSatisfy(row -> assertThat(row.config().calibrator()).isEqualTo(Calibrator.mse()));
    }

    @Test
    void rangesSetByHandAreNotFittedWithoutAsking() {
        model.typeMax("1");
        choose(RELU, "input");
        dialogs.answer("keep");
        model.fit();
        assertThat(row(RELU).config().isHandMade()).isTrue();
        dialogs.answer("overwrite");
        model.fit();
        assertThat(row(RELU).config().isHandMade()).isFalse();
        assertThat(dialogs.questions()).hasSize(2);
    }

    @Test
    void whatIsOnlyMovedFollowsWhereItCameFrom() {
        String moved = "/pool/MaxPool_output_0";
        choose(moved);
        model.chooseFamily(FormatFamily.INT);
        model.chooseTarget(TargetProfile.ORT_CPU);
        QuantizedEdge edge = row(moved).quantized().orElseThrow();
        assertThat(edge.role()).isEqualTo(EdgeRole.CARRIED);
        assertThat(edge.grid()).isEqualTo(row(RELU).quantized().orElseThrow().grid());
        assertThat(row(moved).notes()).extracting(note -> note.rule()).contains(TargetRule.PASS_THROUGH);
        assertThat(model.choices().governed()).isTrue();
        assertThat(model.decider(row(moved).notes().get(0))).hasValue(row(RELU));
        assertThat(model.typeMax("1")).as("it is set elsewhere").isPresent();
    }

    @Test
    void aLayerBringsWhatFlowsIntoIt() {
        workbench.select(List.of(workbench.row("conv2/Conv").orElseThrow()));
        assertThat(workbench.activations().editor().row()).map(EdgeRow::name).hasValue("/pool/MaxPool_output_0");
        workbench.select(List.of(workbench.row("conv1/Conv").orElseThrow()));
        assertThat(workbench.activations().editor().row()).map(EdgeRow::name).hasValue("input");
        assertThat(EdgeTexts.way(row("input").edge())).isEqualTo("input → conv1/Conv");
        assertThat(workbench.activations().touchesSelection(row("input"))).isTrue();
        assertThat(workbench.activations().touchesSelection(row(RELU))).isFalse();
    }

    private void choose(String... edges) {
        workbench.activations().select(Arrays.stream(edges).map(this::row).toList());
    }

    private EdgeRow row(String edge) {
        Optional<EdgeRow> found = workbench.activations().row(edge);
        return found.orElseThrow();
    }
}
