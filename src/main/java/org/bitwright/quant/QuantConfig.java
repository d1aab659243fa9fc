package org.bitwright.quant;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The configuration of a whole network: one {@link TensorConfig} a layer, by the layer's name. Immutable: an edit makes
 * a new one that shares the rest. Layers that it does not name are not quantized.
 */
public final class QuantConfig {
    private static final QuantConfig EMPTY = new QuantConfig(Map.of());

    private final Map<String, TensorConfig> layers;

    private QuantConfig(Map<String, TensorConfig> layers) {
        this.layers = Collections.unmodifiableMap(layers);
    }

    /** Nothing quantized. */
    public static QuantConfig empty() {
        return EMPTY;
    }

    public static QuantConfig of(Map<String, TensorConfig> layers) {
        return new QuantConfig(new LinkedHashMap<>(layers));
    }

    public TensorConfig of(String layer) {
        return layers.getOrDefault(layer, TensorConfig.unquantized());
    }

    public Map<String, TensorConfig> layers() {
        return layers;
    }

    public QuantConfig with(String layer, TensorConfig config) {
        Map<String, TensorConfig> next = new LinkedHashMap<>(layers);
        next.put(layer, config);
        return new QuantConfig(next);
    }

    /** The same with {@code edit} applied to each of the layers. */
    public QuantConfig edit(Collection<String> names, UnaryOperator<TensorConfig> edit) {
        Map<String, TensorConfig> next = new LinkedHashMap<>(layers);
        names.forEach(name -> next.put(name, edit.apply(of(name))));
        return new QuantConfig(next);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof QuantConfig config && layers.equals(config.layers);
    }

    @Override
    public int hashCode() {
        return layers.hashCode();
    }
}
