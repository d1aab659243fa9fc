package org.bitwright.analysis.search;

import java.util.ArrayList;
import java.util.List;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;

/** Layers with choices, for tests. */
final class Choices {
    private Choices() {}

    /**
     * A layer at 2, 3, … bits.
     *
     * @param numbers cost and damage of each, in turns
     */
    static FreeLayer layer(double... numbers) {
        List<LayerChoice> choices = new ArrayList<>();
        for (int i = 0; i < numbers.length; i += 2) {
            choices.add(new LayerChoice(bits(2 + i / 2), (long) numbers[i], numbers[i + 1]));
        }
        return FreeLayer.of("layer", choices);
    }

    static TensorConfig bits(int bits) {
        return TensorConfig.of(NumberFormat.uniform(bits, Scheme.SYMMETRIC), Granularity.CHANNEL, Calibrator.minMax());
    }
}
