package org.bitwright.quant;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * The configuration of a whole network: one {@link TensorConfig} a layer, by the layer's name, one
 * {@link ActivationConfig} an activation, by the name of its edge, and the runtime that it is made for. Immutable: an
 * edit makes a new one that shares the rest. Layers and activations that it does not name are not quantized.
 */
public final class QuantConfig {
    private static final QuantConfig EMPTY = new QuantConfig(Map.of(), Map.of(), TargetProfile.NONE);

    private final Map<String, TensorConfig> layers;
    private final Map<String, ActivationConfig> activations;
    private final TargetProfile target;

    private QuantConfig(
            Map<String, TensorConfig> layers, Map<String, ActivationConfig> activations, TargetProfile target) {
        this.layers = Collections.unmodifiableMap(layers);
        this.activations = Collections.unmodifiableMap(activations);
        this.target = target;
    }

    /** Nothing quantized. */
    public static QuantConfig empty() {
        return EMPTY;
    }

    /** Weights alone. */
    public static QuantConfig of(Map<String, TensorConfig> layers) {
        return of(layers, Map.of(), TargetProfile.NONE);
    }

    public static QuantConfig of(
            Map<String, TensorConfig> layers, Map<String, ActivationConfig> activations, TargetProfile target) {
        return new QuantConfig(new LinkedHashMap<>(layers), new LinkedHashMap<>(activations), target);
    }

    public TensorConfig of(String layer) {
        return layers.getOrDefault(layer, TensorConfig.unquantized());
    }

    public Map<String, TensorConfig> layers() {
        return layers;
    }

    public ActivationConfig activation(String edge) {
        return activations.getOrDefault(edge, ActivationConfig.unquantized());
    }

    public Map<String, ActivationConfig> activations() {
        return activations;
    }

    /** Whether any activation is quantized. */
    public boolean quantizesActivations() {
        return activations.values().stream().anyMatch(ActivationConfig::isQuantized);
    }

    /** Whether any activation has a range from calibration data. */
    public boolean needsStatistics() {
        return activations.values().stream().anyMatch(choice -> choice.isQuantized() && !choice.isDynamic());
    }

    public TargetProfile target() {
        return target;
    }

    public QuantConfig with(String layer, TensorConfig config) {
        Map<String, TensorConfig> next = new LinkedHashMap<>(layers);
        next.put(layer, config);
        return new QuantConfig(next, activations, target);
    }

    public QuantConfig withActivation(String edge, ActivationConfig config) {
        Map<String, ActivationConfig> next = new LinkedHashMap<>(activations);
        next.put(edge, config);
        return new QuantConfig(layers, next, target);
    }

    /** The same with these activations and no others. */
    public QuantConfig withActivations(Map<String, ActivationConfig> others) {
        return new QuantConfig(layers, new LinkedHashMap<>(others), target);
    }

    public QuantConfig withTarget(TargetProfile other) {
        return other == target ? this : new QuantConfig(layers, activations, other);
    }

    /** The same with {@code edit} applied to each of the layers. */
    public QuantConfig edit(Collection<String> names, UnaryOperator<TensorConfig> edit) {
        Map<String, TensorConfig> next = new LinkedHashMap<>(layers);
        names.forEach(name -> next.put(name, edit.apply(of(name))));
        return new QuantConfig(next, activations, target);
    }

    /** The same with {@code edit} applied to each of the activations. */
    public QuantConfig editActivations(Collection<String> edges, UnaryOperator<ActivationConfig> edit) {
        Map<String, ActivationConfig> next = new LinkedHashMap<>(activations);
        edges.forEach(edge -> next.put(edge, edit.apply(activation(edge))));
        return new QuantConfig(layers, next, target);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof QuantConfig config
                && layers.equals(config.layers)
                && activations.equals(config.activations)
                && target == config.target;
    }

    @Override
    public int hashCode() {
        return Objects.hash(layers, activations, target);
    }
}
