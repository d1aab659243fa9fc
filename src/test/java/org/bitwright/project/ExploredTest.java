package org.bitwright.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitwright.analysis.DataPart;
import org.bitwright.analysis.Fidelity;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.analysis.sensitivity.SensitivityCell;
import org.bitwright.analysis.sensitivity.SensitivityColumn;
import org.bitwright.analysis.sensitivity.SensitivityPlan;
import org.bitwright.analysis.sensitivity.SensitivityResult;
import org.bitwright.model.Model;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Preset;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.WeightOverlay;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExploredTest {
    private static final SweepSeries SERIES = new SweepSeries(Granularity.CHANNEL, Calibrator.mse(), Scheme.SYMMETRIC);
    private static final SensitivityColumn FOUR = new SensitivityColumn(SERIES, 4);

    private Model model;
    private Explored explored;
    private String layer;

    @BeforeEach
    void open() throws IOException {
        model = OnnxDocument.open(Path.of("sample-models/lenet5.onnx")).model();
        explored = new Explored(model);
        layer = model.layers().get(0).name();
    }

    private static Fidelity fidelity(int samples) {
        return new Fidelity(Optional.empty(), samples, samples, 0, 1, 0);
    }

    private static SensitivityPlan plan(QuantConfig present, DataPart part, boolean stopsEarly) {
        return new SensitivityPlan(
                List.of(SERIES), List.of(4), List.of(), present, true, part, Integer.MAX_VALUE, stopsEarly);
    }

    private SensitivityCell cell(Optional<SensitivityColumn> column, int samples, boolean settled) {
        return new SensitivityCell(layer, column, fidelity(samples), settled, 1);
    }

    private static SensitivityResult result(SensitivityPlan plan, int samples, SensitivityCell... cells) {
        return new SensitivityResult(
                plan, fidelity(samples), Optional.of(fidelity(samples)), List.of(cells), samples, 2, 3);
    }

    private QuantConfig rounding() {
        return QuantConfig.empty()
                .withActivation(
                        model.edges().get(0).name(),
                        ActivationConfig.ofStatic(new NumberFormat.Uniform(8, Scheme.ASYMMETRIC), Calibrator.minMax()));
    }

    @Test
    void halvesAreFoundByWhatChangesNumbers() {
        QuantConfig eight = QuantConfig.empty().with(layer, Preset.INT8_CHANNEL.config());
        explored.put(eight, fidelity(50));
        assertThat(explored.half(eight.with("no layer of the model", Preset.BINARY.config()), 50))
                .contains(fidelity(50));
        assertThat(explored.half(eight, 49)).isEmpty();
        assertThat(explored.half(QuantConfig.empty(), 50)).isEmpty();
    }

    @Test
    void theOldestHalvesAreForgotten() {
        QuantConfig config = QuantConfig.empty().with(layer, Preset.INT8_CHANNEL.config());
        for (int samples = 1; samples <= 4001; samples++) {
            explored.put(config, fidelity(samples));
            explored.half(config, 1);
        }
        assertThat(explored.halves()).hasSize(4000);
        assertThat(explored.half(config, 1)).isPresent();
        assertThat(explored.half(config, 2)).isEmpty();
    }

    @Test
    void cellsHoldForOtherPlansOfTheSameSamples() {
        SensitivityPlan early = plan(QuantConfig.empty(), DataPart.SEARCH, true);
        SensitivityCell settled = cell(Optional.of(FOUR), 60, true);
        SensitivityCell spared = cell(Optional.empty(), 100, true);
        explored.keep(result(early, 100, settled, spared), true);

        QuantConfig eight = QuantConfig.empty().with(layer, Preset.INT8_CHANNEL.config());
        assertThat(explored.known(plan(eight, DataPart.SEARCH, true), 100).cells())
                .as("alone it is the same whatever the present configuration is, spared it is not")
                .containsExactly(settled);
        assertThat(explored.known(plan(QuantConfig.empty(), DataPart.SEARCH, false), 100)
                        .cells())
                .as("who wants all samples goes on with a cell that was settled early")
                .containsExactly(cell(Optional.of(FOUR), 60, false), spared);
        assertThat(explored.known(early, 80).cells())
                .as("on fewer samples only what was measured on fewer counts")
                .containsExactly(settled);
        assertThat(explored.known(early, 80).floating()).isEmpty();
        assertThat(explored.known(plan(QuantConfig.empty(), DataPart.ALL, true), 100)
                        .cells())
                .isEmpty();
        WeightOverlay overlay = WeightOverlay.of("test", Map.of("w", new float[1]));
        QuantConfig changed =
                QuantConfig.empty().with(layer, TensorConfig.unquantized().withOverlay(Optional.of(overlay)));
        assertThat(explored.known(plan(changed, DataPart.SEARCH, true), 100).cells())
                .isEmpty();
    }

    @Test
    void theUsersOwnMeasurementComesBeforeThatOfASearch() {
        SensitivityResult ofSearch = result(plan(QuantConfig.empty(), DataPart.SEARCH, false), 100);
        SensitivityResult own = result(plan(QuantConfig.empty(), DataPart.ALL, true), 200);
        explored.keep(ofSearch, false);
        assertThat(explored.lastSensitivity()).contains(ofSearch);
        explored.keep(own, true);
        explored.keep(ofSearch, false);
        assertThat(explored.lastSensitivity()).contains(own);
        explored.keep(own, false);
        assertThat(explored.sensitivities()).contains(new Explored.Kept(own, true));
    }

    @Test
    void keepingTheSameAgainChangesNothing() {
        SensitivityResult result = result(plan(QuantConfig.empty(), DataPart.SEARCH, false), 100);
        explored.keep(result, true);
        long before = explored.revision();
        explored.keep(result, true);
        assertThat(explored.revision()).isEqualTo(before);
    }

    @Test
    void otherCalibrationDataLeaveWhatRoundsNoActivation() {
        QuantConfig rounding = rounding();
        SensitivityCell alone = cell(Optional.of(FOUR), 100, true);
        explored.keep(
                result(plan(rounding, DataPart.SEARCH, false), 100, alone, cell(Optional.empty(), 100, true)), true);
        explored.put(rounding, fidelity(50));
        explored.put(QuantConfig.empty(), fidelity(50));

        explored.dropCalibrated();

        SensitivityResult left = explored.lastSensitivity().orElseThrow();
        assertThat(left.cells()).containsExactly(alone);
        assertThat(left.present()).isEmpty();
        assertThat(SensitivityRecord.isComplete(left, model)).isFalse();
        assertThat(explored.half(rounding, 50)).isEmpty();
        assertThat(explored.half(QuantConfig.empty(), 50)).isPresent();
    }
}
