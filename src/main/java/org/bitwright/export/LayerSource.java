package org.bitwright.export;

import java.io.IOException;
import org.bitwright.model.Layer;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.QuantizedLayer;
import org.bitwright.quant.TensorConfig;
import org.bitwright.task.CancelToken;

/** Gives the weights of layers and what configurations make of them; usually from a cache. */
public interface LayerSource {

    /** The float weights that a configuration quantizes: the layer's own, or those of its overlay. */
    LayerWeights weights(Layer layer, TensorConfig config, CancelToken cancel) throws IOException;

    /** Exact grids and errors. */
    QuantizedLayer quantized(Layer layer, TensorConfig config, CancelToken cancel) throws IOException;
}
