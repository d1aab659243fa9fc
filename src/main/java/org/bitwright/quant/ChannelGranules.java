package org.bitwright.quant;

import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.bitwright.model.Layer;
import org.bitwright.model.Shape;

/** Which granules hold values of a channel, for those who look at one channel alone. */
public final class ChannelGranules {
    private ChannelGranules() {}

    /**
     * Numbers of the granules in the order of {@link GranuleLayout}, rising.
     *
     * @param channel at the layer's channel axis, or negative for all of them
     */
    public static int[] of(Layer layer, Granularity granularity, int channel) {
        GranuleLayout layout = GranuleLayout.of(layer, granularity);
        IntStream all = IntStream.range(0, layout.granules());
        if (channel < 0 || layer.channelAxis().isEmpty() || layout.granules() == 1) {
            return all.toArray();
        }
        return layout instanceof GroupLayout groups
                ? all.filter(holds(layer, groups, channel)).toArray()
                : new int[] {channel};
    }

    private static IntPredicate holds(Layer layer, GroupLayout layout, int channel) {
        Shape shape = layer.weight().shape();
        int axis = layer.channelAxis().getAsInt();
        int groupAxis = layer.inputAxis().orElse(shape.rank() - 1);
        int extent = Math.toIntExact(shape.extent(axis));
        if (axis == groupAxis) {
            return granule -> granule / layout.inner() % layout.groups() == channel / layout.group();
        }
        if (axis < groupAxis) {
            int below = Math.toIntExact(shape.product(axis + 1, groupAxis));
            return granule -> granule / layout.inner() / layout.groups() / below % extent == channel;
        }
        int below = Math.toIntExact(shape.product(axis + 1, shape.rank()));
        return granule -> granule % layout.inner() / below % extent == channel;
    }
}
