package org.bitwright.training.graph;

import java.io.IOException;
import org.bitwright.model.Shape;
import org.bitwright.model.Tensor;

/**
 * A parameter as the graph holds it: its storage seen in another shape, with the axes in another order.
 *
 * @param parameter as it is stored
 * @param variable its name in the graph
 * @param stored where its values in the file lie
 * @param view shape of the storage before axes are moved
 * @param axes the axis of the view that each axis of the graph's variable is
 */
record GraphParameter(TrainedParameter parameter, String variable, Tensor stored, Shape view, int[] axes) {

    /** Values of the file in storage order; a new array. */
    float[] initial() throws IOException {
        return stored.readFloats();
    }

    /** Shape of the graph's variable. */
    Shape graphShape() {
        return Axes.moved(view, axes);
    }

    /** Whether the graph holds the values in the order in which they are stored. */
    boolean isStorageOrder() {
        return Axes.areInOrder(axes);
    }

    /** Where in storage each value of the graph's variable lies, in the graph's row-major order. */
    int[] order() {
        return Axes.order(view, axes);
    }
}
