package org.bitwright.quant.target;

import java.io.IOException;
import java.util.List;
import org.bitwright.model.Layer;
import org.bitwright.quant.Grid;

/** The numbers of layers under a configuration. */
public interface LayerNumbers {

    /** The grids of the weight: one for the tensor, or one a channel or group. */
    List<Grid> grids(Layer layer) throws IOException;

    /**
     * The float values of what a layer adds: its overlay's where there are some, else the model's own.
     *
     * @param constant name of its bias, or of the shift of the normalization that was folded into it
     */
    float[] added(Layer layer, String constant) throws IOException;
}
