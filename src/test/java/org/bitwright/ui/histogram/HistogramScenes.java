package org.bitwright.ui.histogram;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitwright.model.Layer;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.quant.Grid;
import org.bitwright.quant.LayerQuantizer;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.ManualGrid;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantizedLayer;
import org.bitwright.quant.TensorConfig;
import org.bitwright.task.CancelToken;

/** Shows layers in a histogram and answers its handles as the window does. */
public final class HistogramScenes {
    private HistogramScenes() {}

    static LayerWeights weights(String model, int layer) {
        try {
            List<Layer> layers =
                    OnnxDocument.open(Path.of("sample-models", model)).model().layers();
            return LayerWeights.read(layers.get(layer), CancelToken.none());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void show(HistogramViewModel model, LayerWeights weights, TensorConfig config) {
        model.titleProperty().set(weights.layer().name());
        model.valuesProperty().set(Optional.of(new LayerValues(weights)));
        show(model, weights, LayerQuantizer.quantize(weights, config, CancelToken.none()));
        model.setOnRangeMoved(preview(model));
    }

    public static HistogramViewModel.RangeListener preview(HistogramViewModel model) {
        return (granule, range) -> {
            QuantizedLayerValues state =
                    (QuantizedLayerValues) model.stateProperty().get().orElseThrow();
            QuantizedLayer before = state.layer();
            TensorConfig config = before.config().withManual(granule, ManualGrid.ofRange(range));
            List<Grid> grids = new ArrayList<>(before.grids());
            grids.set(granule, ManualGrid.ofRange(range).grid((NumberFormat.Uniform) config.format()));
            LayerWeights weights = state.weights();
            show(model, weights, LayerQuantizer.estimate(weights, config, grids, before));
        };
    }

    private static void show(HistogramViewModel model, LayerWeights weights, QuantizedLayer layer) {
        model.stateProperty().set(Optional.of(new QuantizedLayerValues(weights, layer)));
    }
}
