package org.bitwright.project;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bitwright.model.JoinedPair;
import org.bitwright.model.Layer;
import org.bitwright.model.Model;
import org.bitwright.model.ModelSource;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Rounding;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.WeightOverlay;

/**
 * Takes the choices made for the tensors of a file to the layers that they become. What depends on the order of numbers
 * (codes found one by one, changed weights) goes along where that order stays; grids set by hand go along where they are
 * still of the same channels.
 */
final class CarriedChoices {
    private final Model from;
    private final Model to;
    private final Map<String, JoinedPair> pairs = new HashMap<>();
    private final Map<String, String> renamed = new HashMap<>();

    /**
     * @param from the tensors of the file
     * @param to the network that they were joined to
     */
    CarriedChoices(ModelSource source, Model from, Model to) {
        this.from = from;
        this.to = to;
        if (source instanceof ModelSource.Joined joined) {
            joined.pairs().forEach(this::put);
        } else {
            from.layers().forEach(layer -> {
                put(new JoinedPair(layer.weight().name(), layer.weight().name()));
                layer.bias().ifPresent(bias -> put(new JoinedPair(bias.name(), bias.name())));
            });
        }
    }

    private void put(JoinedPair pair) {
        pairs.put(pair.initializer(), pair);
        renamed.put(pair.tensor(), pair.initializer());
    }

    /** The choices of the network: those of the tensors, and 8 bits symmetric per tensor where none became a layer. */
    QuantConfig carried(QuantConfig config) {
        Map<String, TensorConfig> layers =
                new LinkedHashMap<>(Presets.initial(to).layers());
        for (Layer layer : to.layers()) {
            JoinedPair pair = pairs.get(layer.weight().name());
            if (pair != null) {
                before(pair.tensor())
                        .ifPresent(before ->
                                layers.put(layer.name(), choice(config.of(before.name()), before, layer, pair.axes())));
            }
        }
        return QuantConfig.of(layers, Map.of(), config.target());
    }

    private Optional<Layer> before(String tensor) {
        return from.layers().stream()
                .filter(layer -> layer.weight().name().equals(tensor))
                .findFirst();
    }

    private TensorConfig choice(TensorConfig choice, Layer before, Layer after, List<Integer> axes) {
        boolean moved = !axes.isEmpty();
        TensorConfig carried = moved || choice.overlay().isPresent() ? inOrder(choice, moved) : choice;
        boolean keepsGrids = choice.granularity().isTensor()
                || choice.granularity().isChannel() && isSameChannels(before, after, axes)
                || choice.granularity().isGroup()
                        && !moved
                        && before.inputAxis().equals(after.inputAxis());
        return (keepsGrids ? carried : carried.withoutManual()).fitting(after);
    }

    private static boolean isSameChannels(Layer before, Layer after, List<Integer> axes) {
        if (before.channelAxis().isEmpty() || after.channelAxis().isEmpty() || before.channels() != after.channels()) {
            return false;
        }
        int axis = after.channelAxis().getAsInt();
        int stored = axes.isEmpty() ? axis : axis < axes.size() ? axes.get(axis) : -1;
        return stored == before.channelAxis().getAsInt();
    }

    /** Without what was found for numbers in another order; with the names that changed weights have in the network. */
    private TensorConfig inOrder(TensorConfig choice, boolean moved) {
        Rounding rounding =
                moved && choice.rounding() instanceof Rounding.Assigned ? Rounding.HALF_EVEN : choice.rounding();
        Optional<WeightOverlay> overlay =
                moved ? Optional.empty() : choice.overlay().flatMap(this::renamed);
        return new TensorConfig(
                choice.format(), choice.granularity(), choice.calibrator(), rounding, overlay, choice.manual());
    }

    private Optional<WeightOverlay> renamed(WeightOverlay overlay) {
        return renamed.keySet().containsAll(overlay.tensors())
                ? Optional.of(
                        WeightOverlay.of(overlay.origin(), renamed(overlay.values()), renamed(overlay.uncorrected())))
                : Optional.empty();
    }

    private Map<String, float[]> renamed(Map<String, float[]> values) {
        Map<String, float[]> others = new TreeMap<>();
        values.forEach((name, floats) -> others.put(renamed.getOrDefault(name, name), floats));
        return others;
    }
}
