package org.bitwright.quant;

import org.bitwright.model.Layer;
import org.bitwright.model.Shape;

/** Where the granules of a dense row-major tensor lie. A value. */
public sealed interface GranuleLayout permits ChannelLayout, GroupLayout {

    /**
     * The layout of a layer's weight. One granule where a layer has no axis of channels; groups lie along the last axis
     * where a layer has no input axis.
     */
    static GranuleLayout of(Layer layer, Granularity granularity) {
        Shape shape = layer.weight().shape();
        if (granularity.isGroup() && shape.rank() > 0) {
            return GroupLayout.of(shape, layer.inputAxis().orElse(shape.rank() - 1), granularity.size());
        }
        return ChannelLayout.of(layer, granularity);
    }

    /** Number of values. */
    int size();

    /** Number of granules. */
    int granules();

    /** The granule of the value at {@code index} in storage order. */
    int granule(int index);

    /** Number of values of a granule. */
    int values(int granule);

    /** Where in storage order the value at {@code place} of a granule lies, 0 ≤ {@code place} &lt; {@link #values}. */
    int index(int granule, int place);

    /** Copies the values of a granule, in storage order, to the start of {@code into}. */
    void gather(float[] values, int granule, float[] into);
}
