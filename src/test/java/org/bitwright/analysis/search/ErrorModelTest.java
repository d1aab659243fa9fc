package org.bitwright.analysis.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitwright.analysis.DataPart;
import org.bitwright.analysis.Fidelity;
import org.bitwright.analysis.Outcomes;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.analysis.sensitivity.SensitivityCell;
import org.bitwright.analysis.sensitivity.SensitivityColumn;
import org.bitwright.analysis.sensitivity.SensitivityPlan;
import org.bitwright.analysis.sensitivity.SensitivityResult;
import org.bitwright.model.Layer;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Scheme;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErrorModelTest {
    private static final SweepSeries FINE = new SweepSeries(Granularity.CHANNEL, Calibrator.minMax(), Scheme.SYMMETRIC);
    private static final SweepSeries COARSE =
            new SweepSeries(Granularity.TENSOR, Calibrator.minMax(), Scheme.SYMMETRIC);

    @TempDir
    Path folder;

    private Layer layer;
    private final List<SensitivityCell> cells = new ArrayList<>();

    @BeforeEach
    void network() throws Exception {
        layer = OnnxModels.opset(13)
                .input("x", -1, 4)
                .weight("w", 4, 3)
                .node("MatMul", "layer", "x w", "y")
                .output("y", -1, 3)
                .open(folder)
                .model()
                .layers()
                .get(0);
    }

    @Test
    void moreBitsOfASeriesLoseNoMore() {
        cell(FINE, 8, 2e-5);
        cell(FINE, 7, 1e-5);
        cell(FINE, 6, 9e-5);
        cell(COARSE, 8, 5e-5);

        ErrorModel model = ErrorModel.of(result(), LossMeasure.DIVERGENCE);

        assertThat(damage(model, FINE, 6)).isCloseTo(9e-5, within(1e-15));
        assertThat(damage(model, FINE, 7)).isCloseTo(1.5e-5, within(1e-15));
        assertThat(damage(model, FINE, 8)).isCloseTo(1.5e-5, within(1e-15));
        assertThat(damage(model, COARSE, 8)).isCloseTo(5e-5, within(1e-15));
    }

    @Test
    void outputsThatAreNoNumbersAreWorseThanAnything() {
        cell(FINE, 2, Double.NaN);
        cell(FINE, 3, 7);

        ErrorModel model = ErrorModel.of(result(), LossMeasure.DIVERGENCE);

        assertThat(damage(model, FINE, 2)).isEqualTo(LossMeasure.BROKEN);
        assertThat(damage(model, FINE, 3)).isEqualTo(7);
    }

    @Test
    void floatLosesNothingAndWhatWasNotMeasuredIsNotKnown() {
        cell(FINE, 4, 1);
        ErrorModel model = ErrorModel.of(result(), LossMeasure.DIVERGENCE);
        SweepSeries whole =
                new SweepSeries(FormatFamily.FLOAT, Granularity.TENSOR, Calibrator.minMax(), Scheme.SYMMETRIC);

        assertThat(damage(model, whole, 32)).isZero();
        assertThatThrownBy(() -> damage(model, FINE, 5)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void classesAreMeasuredByDivergenceAndOtherOutputsByNoise() {
        Fidelity classes = new Fidelity(Optional.of(Outcomes.of(new byte[0], 2)), 2, 2, 0.5, 8, 2);
        Fidelity unlabelled = new Fidelity(Optional.empty(), 2, 2, 0.5, 8, 2);
        Fidelity single = new Fidelity(Optional.of(Outcomes.of(new byte[0], 2)), 2, 2, Double.NaN, 8, 2);

        assertThat(LossMeasure.suiting(classes)).isEqualTo(LossMeasure.DIVERGENCE);
        assertThat(LossMeasure.suiting(unlabelled)).isEqualTo(LossMeasure.NOISE);
        assertThat(LossMeasure.suiting(single)).isEqualTo(LossMeasure.NOISE);
        assertThat(LossMeasure.DIVERGENCE.of(classes)).isEqualTo(0.25);
        assertThat(LossMeasure.NOISE.of(classes)).isEqualTo(0.25);
        assertThat(LossMeasure.NOISE.of(single)).isEqualTo(0.25);
    }

    private double damage(ErrorModel model, SweepSeries series, int bits) {
        return model.damage(layer, new SensitivityColumn(series, bits));
    }

    private void cell(SweepSeries series, int bits, double kl) {
        Fidelity fidelity = new Fidelity(Optional.empty(), 10, 10, 10 * kl, 1, 0);
        cells.add(new SensitivityCell("layer", Optional.of(new SensitivityColumn(series, bits)), fidelity, true, 0));
    }

    private SensitivityResult result() {
        SensitivityPlan plan = new SensitivityPlan(
                List.of(FINE), List.of(8), List.of(), QuantConfig.empty(), false, DataPart.SEARCH, 10, false);
        return new SensitivityResult(
                plan, new Fidelity(Optional.empty(), 10, 10, 0, 1, 0), Optional.empty(), cells, 10, 0, 0);
    }
}
