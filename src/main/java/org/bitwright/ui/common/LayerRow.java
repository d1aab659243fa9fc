package org.bitwright.ui.common;

import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.bitwright.model.Layer;
import org.bitwright.quant.QuantizedLayer;
import org.bitwright.quant.TensorConfig;

/** A layer of the open project: its configuration now, and its grids and errors once they are known. */
public final class LayerRow {
    private final Layer layer;
    private final ReadOnlyObjectWrapper<TensorConfig> config;
    private final ReadOnlyObjectWrapper<Optional<QuantizedLayer>> quantized =
            new ReadOnlyObjectWrapper<>(Optional.empty());

    LayerRow(Layer layer, TensorConfig config) {
        this.layer = layer;
        this.config = new ReadOnlyObjectWrapper<>(config);
    }

    public Layer layer() {
        return layer;
    }

    public String name() {
        return layer.name();
    }

    public ReadOnlyObjectProperty<TensorConfig> configProperty() {
        return config.getReadOnlyProperty();
    }

    public TensorConfig config() {
        return config.get();
    }

    /** Empty while it is computed. While a handle is under the hand it holds an estimate ({@code error().exact()}). */
    public ReadOnlyObjectProperty<Optional<QuantizedLayer>> quantizedProperty() {
        return quantized.getReadOnlyProperty();
    }

    public Optional<QuantizedLayer> quantized() {
        return quantized.get();
    }

    /** Whether the numbers shown are exact ones of the present configuration, the entropy-coded size among them. */
    boolean isExact() {
        return quantized()
                .filter(value -> value.error().exact()
                        && value.entropyBytes().isPresent()
                        && value.config().equals(config()))
                .isPresent();
    }

    void set(TensorConfig next, Optional<QuantizedLayer> result) {
        config.set(next);
        quantized.set(result);
    }

    void show(QuantizedLayer result) {
        quantized.set(Optional.of(result));
    }
}
