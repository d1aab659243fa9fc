package org.bitwright.onnx;

import java.util.Optional;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.ManualGrid;
import org.bitwright.quant.NumberFormat;

/** What a configuration says of an activation with the parameters of a file. */
final class ActivationChoice {
    private ActivationChoice() {}

    /**
     * @param found empty where every run finds its own
     * @return empty where there is no such choice
     */
    static Optional<ActivationConfig> of(Optional<IntegerParameters> found) {
        if (found.isEmpty()) {
            return Optional.of(ActivationConfig.dynamic());
        }
        IntegerParameters parameters = found.get();
        if (!parameters.isPerTensor()) {
            return Optional.empty();
        }
        if (parameters.type().isFloating()) {
            return StoredCodes.floatType(parameters.type())
                    .map(NumberFormat.Minifloat::new)
                    .flatMap(format ->
                            FoundGrids.minifloat(format, parameters.scales()[0]).map(grid -> choice(format, grid)));
        }
        return IntegerLimits.of(parameters.low(), parameters.high(), !parameters.isSymmetric())
                .flatMap(limits -> FoundGrids.uniform(limits, parameters, 0)
                        .map(grid -> choice(limits.format(), ManualGrid.ofGrid(grid))));
    }

    private static ActivationConfig choice(NumberFormat.Ranged format, ManualGrid grid) {
        return ActivationConfig.ofStatic(format, Calibrator.minMax()).withManual(Optional.of(grid));
    }
}
