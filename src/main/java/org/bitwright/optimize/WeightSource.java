package org.bitwright.optimize;

import java.io.IOException;
import org.bitwright.model.Layer;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.TensorConfig;
import org.bitwright.task.CancelToken;

/** Gives the float weights of a layer. */
@FunctionalInterface
public interface WeightSource {
    /** Of the overlay of {@code config} where it holds the weight, else the model's own. */
    LayerWeights weights(Layer layer, TensorConfig config, CancelToken cancel) throws IOException;
}
