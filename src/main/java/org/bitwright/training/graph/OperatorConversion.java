package org.bitwright.training.graph;

import java.io.IOException;
import org.bitwright.onnx.GraphOperator;

/** Gives one type of operator its form in the graph. */
@FunctionalInterface
interface OperatorConversion {

    /**
     * Adds the operator's form and puts what it makes into the conversion.
     *
     * @throws Unconvertible if this one has no form here
     */
    void convert(GraphOperator operator, Conversion conversion) throws Unconvertible, IOException;
}
