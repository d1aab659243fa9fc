package org.bitwright.ui.histogram;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.LayerQuantizer;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.Layers;
import org.bitwright.quant.ManualGrid;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantizedLayer;
import org.bitwright.quant.Range;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.UniformGrid;
import org.bitwright.task.CancelToken;
import org.bitwright.ui.histogram.HandleRules.End;
import org.junit.jupiter.api.Test;

class HandleRulesTest {
    private static final LayerWeights WEIGHTS = Layers.weights(-0.5f, -0.25f, 0f, 0.25f, 1f);
    private static final HandleRules MIRRORED = new HandleRules(true, 0.01f);
    private static final HandleRules FREE = new HandleRules(false, 0.01f);

    @Test
    void symmetricHandlesMoveAsMirrorImages() {
        Range range = new Range(-1f, 1f);
        assertThat(MIRRORED.moved(range, End.MAX, 0.5)).isEqualTo(new Range(-0.5f, 0.5f));
        assertThat(MIRRORED.moved(range, End.MIN, -0.25)).isEqualTo(new Range(-0.25f, 0.25f));
    }

    @Test
    void symmetricHandlesStayOnTheirSideOfZero() {
        assertThat(MIRRORED.moved(new Range(-1f, 1f), End.MAX, -0.7)).isEqualTo(new Range(-0.01f, 0.01f));
        assertThat(MIRRORED.moved(new Range(-1f, 1f), End.MIN, 0.7)).isEqualTo(new Range(-0.01f, 0.01f));
    }

    @Test
    void asymmetricHandlesMoveAlone() {
        Range range = new Range(-1f, 2f);
        assertThat(FREE.moved(range, End.MIN, -0.5)).isEqualTo(new Range(-0.5f, 2f));
        assertThat(FREE.moved(range, End.MAX, 3)).isEqualTo(new Range(-1f, 3f));
    }

    @Test
    void asymmetricRangeKeepsZeroAndSomeWidth() {
        assertThat(FREE.moved(new Range(-1f, 2f), End.MIN, 0.5)).isEqualTo(new Range(0f, 2f));
        assertThat(FREE.moved(new Range(0f, 2f), End.MAX, -1)).isEqualTo(new Range(0f, 0.01f));
        assertThat(FREE.moved(new Range(-1f, 0f), End.MIN, 1)).isEqualTo(new Range(-0.01f, 0f));
    }

    @Test
    void symmetricRangeStandsWhereItsMagnitudeIs() {
        QuantizedLayer byHand = quantized(Scheme.SYMMETRIC, Optional.of(ManualGrid.ofRange(new Range(-2f, 0.5f))));
        assertThat(HandleRules.standing(byHand, 0)).contains(new Range(-2f, 2f));
    }

    @Test
    void calibratedSymmetricRangeStandsAtTheLargestValue() {
        assertThat(HandleRules.standing(quantized(Scheme.SYMMETRIC, Optional.empty()), 0))
                .contains(new Range(-1f, 1f));
    }

    @Test
    void asymmetricRangeStandsAsAskedButHoldsZero() {
        QuantizedLayer byHand = quantized(Scheme.ASYMMETRIC, Optional.of(ManualGrid.ofRange(new Range(0.25f, 1f))));
        assertThat(HandleRules.standing(byHand, 0)).contains(new Range(0f, 1f));
    }

    @Test
    void gridTypedInByItsScaleStandsWhereItReaches() {
        QuantizedLayer byHand =
                quantized(Scheme.ASYMMETRIC, Optional.of(ManualGrid.ofGrid(new UniformGrid(0.25f, 4, 0, 15))));
        assertThat(HandleRules.standing(byHand, 0)).contains(new Range(-1f, 2.75f));
    }

    @Test
    void floatAndBinaryHaveNoHandles() {
        for (TensorConfig config : List.of(
                TensorConfig.unquantized(),
                TensorConfig.of(NumberFormat.binary(), Granularity.TENSOR, Calibrator.minMax()))) {
            QuantizedLayer state = LayerQuantizer.quantize(WEIGHTS, config, CancelToken.none());
            assertThat(HandleRules.standing(state, 0)).isEmpty();
        }
    }

    @Test
    void valuesAreRoundedToTheDecimalsThatAPixelCanPointAt() {
        assertThat(HandleRules.rounded(0.123456, 0.0013)).isEqualTo(0.123);
        assertThat(HandleRules.rounded(-0.123456, 0.01)).isEqualTo(-0.12);
        assertThat(HandleRules.rounded(1234.5, 30)).isEqualTo(1230);
    }

    private static QuantizedLayer quantized(Scheme scheme, Optional<ManualGrid> byHand) {
        TensorConfig config = TensorConfig.of(NumberFormat.uniform(4, scheme), Granularity.TENSOR, Calibrator.minMax());
        TensorConfig set = byHand.map(grid -> config.withManual(0, grid)).orElse(config);
        return LayerQuantizer.quantize(WEIGHTS, set, CancelToken.none());
    }
}
