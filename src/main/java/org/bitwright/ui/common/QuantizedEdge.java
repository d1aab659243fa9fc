package org.bitwright.ui.common;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.EdgeStatistics;
import org.bitwright.quant.Grid;
import org.bitwright.quant.ManualGrid;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantError;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.UniformGrid;
import org.bitwright.quant.target.Quantizer;

/**
 * What became of the choice for an activation under the rules of the target. Errors are estimated.
 *
 * @param config the choice that it follows from
 * @param grid where it is rounded; of a dynamic one the grid of an average run; empty where it stays float
 * @param error empty while the activation's values are not known, and of float
 * @param channelErrors of each channel, where there are some
 */
public record QuantizedEdge(
        ActivationConfig config,
        EdgeRole role,
        Optional<Grid> grid,
        Optional<QuantError> error,
        List<QuantError> channelErrors) {
    private static final NumberFormat.Ranged DYNAMIC =
            (NumberFormat.Ranged) ActivationConfig.dynamic().format();

    /** The range set by hand, where it is that of the grid. */
    public Optional<ManualGrid> manual() {
        return role == EdgeRole.CARRIED ? Optional.empty() : config.manual();
    }

    /** What it is rounded to: on the grid of another activation that one's format. */
    public NumberFormat format() {
        if (grid.isEmpty()) {
            return NumberFormat.float32();
        }
        Grid rounded = grid.get();
        if (role != EdgeRole.CARRIED || !(rounded instanceof UniformGrid uniform)) {
            return config.format();
        }
        boolean symmetric = uniform.zeroPoint() == 0 && uniform.qmin() < 0;
        return NumberFormat.uniform(bits(uniform), symmetric ? Scheme.SYMMETRIC : Scheme.ASYMMETRIC);
    }

    /** Its width; empty where it stays float. */
    public OptionalInt bits() {
        return grid.map(found -> OptionalInt.of(
                        found instanceof UniformGrid uniform
                                ? bits(uniform)
                                : config.format().bits()))
                .orElse(OptionalInt.empty());
    }

    private static int bits(UniformGrid grid) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(grid.qmax() - grid.qmin());
    }

    /** Of a float activation, or one that is left out. */
    static QuantizedEdge without(ActivationConfig config, EdgeRole role) {
        return new QuantizedEdge(config, role, Optional.empty(), Optional.empty(), List.of());
    }

    static QuantizedEdge of(
            ActivationConfig config, EdgeRole role, Quantizer quantizer, Optional<EdgeStatistics> statistics) {
        if (quantizer instanceof Quantizer.Static known) {
            return of(config, role, known.grid(), statistics);
        }
        return statistics
                .map(values -> of(config, role, typical(values), statistics))
                .orElseGet(() -> without(config, role));
    }

    /** On a grid that is known. */
    static QuantizedEdge of(ActivationConfig config, EdgeRole role, Grid grid, Optional<EdgeStatistics> statistics) {
        return new QuantizedEdge(
                config,
                role,
                Optional.of(grid),
                statistics.map(values -> values.estimate(grid)),
                statistics.map(values -> values.channelErrors(grid)).orElse(List.of()));
    }

    /** Each run has a range of its own: about that of an average one. */
    private static Grid typical(EdgeStatistics statistics) {
        return DYNAMIC.grid(statistics.averaged());
    }
}
