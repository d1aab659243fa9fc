package org.bitwright.onnx;

import java.util.List;
import org.bitwright.model.Layer;
import org.bitwright.model.Operator;

/** The layers of a model and all its operators. */
record FoundLayers(List<Layer> layers, List<Operator> operators) {}
