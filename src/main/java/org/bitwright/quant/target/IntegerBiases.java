package org.bitwright.quant.target;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitwright.model.Layer;
import org.bitwright.model.Operator;
import org.bitwright.model.Tensor;
import org.bitwright.quant.Grid;
import org.bitwright.quant.UniformGrid;

/**
 * Stores biases as the accumulators of integer products take them: {@code q = round(bias / (input scale · weight
 * scale))}, half to even, zero point 0 (Jacob et al. 2018, section 2.4).
 */
final class IntegerBiases {
    private final Network network;
    private final Placement placement;
    private final Map<String, Quantizer> quantizers;
    private final LayerNumbers numbers;
    private final List<RuleNote> notes;

    IntegerBiases(
            Network network,
            Placement placement,
            Map<String, Quantizer> quantizers,
            LayerNumbers numbers,
            List<RuleNote> notes) {
        this.network = network;
        this.placement = placement;
        this.quantizers = quantizers;
        this.numbers = numbers;
        this.notes = notes;
    }

    /** By layer, of those whose operator is computed in integers. */
    Map<String, BiasPlan> of(OperatorCheck check) throws IOException {
        Map<String, BiasPlan> biases = new LinkedHashMap<>();
        for (Operator operator : network.operators()) {
            Optional<Layer> layer = network.layer(operator);
            Optional<String> added = layer.flatMap(found -> added(found, operator));
            Optional<UniformGrid> input = check.isInteger(operator) ? input(operator) : Optional.empty();
            if (added.isPresent() && input.isPresent()) {
                Layer found = layer.orElseThrow();
                bias(found, added.get(), input.get()).ifPresent(plan -> biases.put(found.name(), plan));
            }
        }
        return biases;
    }

    /** The layer's bias; where it has none the shift of the normalization that was folded into it. */
    private Optional<String> added(Layer layer, Operator operator) {
        return layer.bias().map(Tensor::name).or(() -> network.onlyConsumer(
                        operator.outputs().get(0))
                .filter(placement::isFoldedNormalization)
                .map(normalization -> normalization.inputs().get(2)));
    }

    private Optional<UniformGrid> input(Operator operator) {
        return network.inputs(operator).stream()
                .findFirst()
                .flatMap(placement::root)
                .map(quantizers::get)
                .filter(Quantizer.Static.class::isInstance)
                .map(quantizer -> ((Quantizer.Static) quantizer).grid())
                .filter(UniformGrid.class::isInstance)
                .map(UniformGrid.class::cast);
    }

    private Optional<BiasPlan> bias(Layer layer, String added, UniformGrid input) throws IOException {
        float[] bias = numbers.added(layer, added);
        List<Grid> grids = numbers.grids(layer);
        boolean fits = grids.size() == 1 || grids.size() == bias.length;
        if (!fits || !grids.stream().allMatch(UniformGrid.class::isInstance)) {
            return Optional.empty();
        }
        float[] scales = new float[grids.size()];
        for (int i = 0; i < scales.length; i++) {
            scales[i] = input.scale() * ((UniformGrid) grids.get(i)).scale();
        }
        return stored(layer, added, bias, scales, input.qmax() > 255);
    }

    private Optional<BiasPlan> stored(Layer layer, String added, float[] bias, float[] scales, boolean wide) {
        int[] codes = new int[bias.length];
        float[] values = new float[bias.length];
        int beyond = 0;
        for (int i = 0; i < bias.length; i++) {
            float scale = scales[scales.length == 1 ? 0 : i];
            double code = Math.rint((double) bias[i] / scale);
            if (!(Math.abs(code) <= Integer.MAX_VALUE)) {
                beyond++;
            }
            codes[i] = (int) code;
            values[i] = codes[i] * scale;
        }
        if (beyond > 0) {
            notes.add(new RuleNote(TargetRule.BIAS_OVERFLOW, layer.name(), List.of(String.valueOf(beyond))));
            return Optional.empty();
        }
        notes.add(new RuleNote(wide ? TargetRule.LONG_BIAS : TargetRule.INTEGER_BIAS, layer.name(), List.of()));
        return Optional.of(new BiasPlan(added, scales, codes, values));
    }
}
