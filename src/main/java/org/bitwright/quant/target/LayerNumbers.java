package org.bitwright.quant.target;

import java.io.IOException;
import java.util.List;
import org.bitwright.model.Layer;
import org.bitwright.quant.Grid;

/** The numbers of layers under a configuration. */
public interface LayerNumbers {

    /** The grids of the weight: one for the tensor, or one a channel or group. */
    List<Grid> grids(Layer layer) throws IOException;

    /** The float values of a constant that a layer uses: its overlay's where there is one, else the model's own. */
    float[] bias(Layer layer) throws IOException;
}
