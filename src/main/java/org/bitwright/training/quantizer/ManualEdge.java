package org.bitwright.training.quantizer;

import java.util.Optional;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.FloatGrid;
import org.bitwright.quant.Grid;
import org.bitwright.quant.ManualGrid;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.UniformGrid;

/** Choices for activations that lead to a given grid. */
final class ManualEdge {
    private ManualEdge() {}

    /** Whether a grid is one of the format, however a target numbers its codes. */
    static boolean isOf(NumberFormat format, Grid grid) {
        if (format instanceof NumberFormat.Uniform uniform) {
            return grid instanceof UniformGrid found && found.levels() == uniform.qmax() - uniform.qmin() + 1;
        }
        return format instanceof NumberFormat.Minifloat minifloat
                && grid instanceof FloatGrid floats
                && floats.type() == minifloat.type();
    }

    /** The choice with the range set by hand that leads to the grid; empty where none does. */
    static Optional<ActivationConfig> of(ActivationConfig choice, Grid grid) {
        if (!isOf(choice.format(), grid)) {
            return Optional.empty();
        }
        Grid plain = UniformGridNumbers.of(choice.format(), grid).plain(grid);
        return byHand((NumberFormat.Ranged) choice.format(), plain)
                .map(manual -> choice.withManual(Optional.of(manual)));
    }

    /** The range set by hand that leads to a grid of a format; empty where none does. */
    static Optional<ManualGrid> byHand(NumberFormat.Ranged format, Grid grid) {
        Optional<ManualGrid> manual = Optional.empty();
        if (grid instanceof UniformGrid uniform) {
            manual = Optional.of(ManualGrid.ofGrid(uniform));
        } else if (format instanceof NumberFormat.Minifloat minifloat && grid instanceof FloatGrid floats) {
            manual = ManualGrid.ofGrid(minifloat, floats);
        }
        return manual.filter(found -> found.grid(format).equals(grid));
    }
}
