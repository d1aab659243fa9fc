package org.bitwright.quant;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What one channel contributes to a layer's squared error.
 *
 * @param share of Σe², 0…1; where some channels' errors are infinite those share it evenly
 * @param clip the part of {@code share} that comes from values beyond the ends of their grid; the rest is rounding
 * @param rmseSteps RMSE in steps, 1/√12 at best on smooth values; empty where the grid is not uniform
 * @param error of the channel
 */
public record ErrorShare(int channel, double share, double clip, OptionalDouble rmseSteps, QuantError error) {

    /** The part of {@code share} that is rounding. */
    public double round() {
        return share - clip;
    }

    /** Of every channel, the greatest share first, equal ones in the order of the channels. */
    static List<ErrorShare> of(List<QuantError> errors, StepErrors steps) {
        double whole = errors.stream().mapToDouble(QuantError::sumSquaredError).sum();
        long infinite = errors.stream()
                .filter(error -> Double.isInfinite(error.sumSquaredError()))
                .count();
        List<ErrorShare> shares = new ArrayList<>();
        for (int channel = 0; channel < errors.size(); channel++) {
            QuantError error = errors.get(channel);
            double share;
            double clip;
            if (infinite > 0) {
                share = Double.isInfinite(error.sumSquaredError()) ? 1.0 / infinite : 0;
                clip = share;
            } else {
                share = whole == 0 ? 0 : error.sumSquaredError() / whole;
                clip = whole == 0 ? 0 : error.sumSquaredClipError() / whole;
            }
            shares.add(new ErrorShare(channel, share, clip, steps.rmse(channel), error));
        }
        shares.sort(Comparator.comparingDouble(ErrorShare::share).reversed());
        return List.copyOf(shares);
    }
}
