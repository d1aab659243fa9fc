package org.bitwright.export;

import java.io.IOException;
import org.bitwright.model.Layer;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.QuantizedLayer;
import org.bitwright.quant.TensorConfig;
import org.bitwright.task.CancelToken;

/** Gives the weights of layers and what configurations make of them; usually from a cache. */
public interface LayerSource {

    LayerWeights weights(Layer layer, CancelToken cancel) throws IOException;

    /** Exact grids and errors. */
    QuantizedLayer quantized(Layer layer, TensorConfig config, CancelToken cancel) throws IOException;
}
