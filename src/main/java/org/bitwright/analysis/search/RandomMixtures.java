package org.bitwright.analysis.search;

import java.util.List;
import java.util.Random;
import org.bitwright.quant.QuantConfig;

/**
 * Random configurations of mixed widths, spread over the widths: each draws a lowest and a highest width, and every
 * layer one of its choices between them.
 */
final class RandomMixtures {
    private final ChoiceSet choices;
    private final List<Integer> widths;
    private final Random random;

    RandomMixtures(ChoiceSet choices, long seed) {
        this.choices = choices;
        this.widths = choices.layers().stream()
                .flatMap(layer -> layer.choices().stream())
                .map(LayerChoice::bits)
                .distinct()
                .sorted()
                .toList();
        this.random = new Random(seed);
    }

    /** @param present what the other layers have */
    QuantConfig next(QuantConfig present) {
        int one = random.nextInt(widths.size());
        int other = widths.size() < 2 ? one : (one + 1 + random.nextInt(widths.size() - 1)) % widths.size();
        int low = widths.get(Math.min(one, other));
        int high = widths.get(Math.max(one, other));
        QuantConfig config = present;
        for (FreeLayer layer : choices.layers()) {
            List<LayerChoice> between = layer.choices().stream()
                    .filter(choice -> choice.bits() >= low && choice.bits() <= high)
                    .toList();
            List<LayerChoice> from = between.isEmpty() ? layer.choices() : between;
            config = config.with(
                    layer.name(), from.get(random.nextInt(from.size())).config());
        }
        return config;
    }
}
