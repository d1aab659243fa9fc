package org.bitwright.ui.calibrators;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.bitwright.project.Project;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.CalibratorComparison;
import org.bitwright.quant.CalibratorResult;
import org.bitwright.quant.FormatRules;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.QuantError;
import org.bitwright.quant.TensorConfig;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;

/**
 * The calibrators of a layer, of one channel's weights or of all.
 *
 * @param channel or −1 for all
 * @param bars of the weights that are shown
 */
record ComparedCalibrators(String layer, int channel, WeightBars bars, CalibratorComparison comparison) {
    private static final int BARS = 96;

    /** How far beyond the weights ranges are shown, in widths of the weights. */
    private static final double MOST_BEYOND = 0.35;

    /** Computes the comparison; blocks. */
    static ComparedCalibrators of(
            Project project, String layer, TensorConfig config, int channel, Progress progress, CancelToken cancel)
            throws IOException {
        LayerWeights weights = project.layers().weights(layer, config, cancel);
        int shown = channel < weights.channels() && weights.channels() > 1 ? channel : -1;
        WeightBars bars = WeightBars.of(shown < 0 ? weights.histogram() : weights.channelHistogram(shown), BARS);
        return new ComparedCalibrators(layer, shown, bars, CalibratorComparison.of(weights, config, progress, cancel));
    }

    List<CalibratorResult> results() {
        return comparison.results();
    }

    Map<Calibrator, FormatRules.Obstacle> impossible() {
        return comparison.impossible();
    }

    QuantError error(CalibratorResult result) {
        return channel < 0 ? result.error() : result.error(channel);
    }

    /** What the levels reach: of the channel where it has a grid of its own, else of all grids together. */
    CalibratorResult.Ends ends(CalibratorResult result) {
        boolean own = channel >= 0 && result.config().granularity().isChannel();
        return own ? result.ends(channel) : result.ends();
    }

    /** The part of the line of numbers that all pictures show: the weights, and what ranges reach beyond them. */
    double[] window() {
        double span = bars.high() > bars.low() ? bars.high() - bars.low() : 1;
        double low = bars.low();
        double high = bars.high();
        for (CalibratorResult result : results()) {
            low = Math.min(low, Math.max(ends(result).low(), bars.low() - MOST_BEYOND * span));
            high = Math.max(high, Math.min(ends(result).high(), bars.high() + MOST_BEYOND * span));
        }
        return new double[] {low, high > low ? high : low + span};
    }

    /** Whether several grids stand behind the ends. */
    boolean hasSeveralGrids(CalibratorResult result) {
        boolean own = channel >= 0 && result.config().granularity().isChannel();
        return !own && result.layer().grids().size() > 1;
    }

    boolean isPresent(CalibratorResult result) {
        return result.config().equals(comparison.config());
    }

    /** Whether no other result has a lesser squared error of what is shown. */
    boolean isBest(CalibratorResult result) {
        ToDoubleFunction<CalibratorResult> squared = one -> error(one).sumSquaredError();
        double least = results().stream().mapToDouble(squared).min().orElse(Double.NaN);
        return squared.applyAsDouble(result) == least;
    }
}
