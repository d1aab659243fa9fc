package org.bitwright.onnx;

import java.util.List;

/**
 * How a layer's weight multiplies what flows in. Seen as a matrix, a weight has one row an output channel (or feature)
 * and one column for each number that is summed up; {@link #index} says where an entry is stored.
 */
public sealed interface LayerGeometry {

    /** Number of output channels: rows of the matrix. */
    int outputs();

    /** Number of weights of one output channel: columns of the matrix. */
    int columns();

    /** Number of groups that the channels are parted into: row {@code o} belongs to group {@code o · groups / outputs}. */
    int groups();

    /** Where the weight of row {@code output} and column {@code column} lies in storage order. */
    int index(int output, int column);

    /** Number of weights. */
    default int size() {
        return outputs() * columns();
    }

    /**
     * A convolution of one or two spatial axes; one axis is taken as the second of two. Weight {@code [outputs,
     * inputChannels, kernel…]}, so that columns run over input channel, kernel row, kernel column.
     *
     * @param inputChannels of one group
     * @param kernel two extents, as {@code strides} and {@code dilations}
     * @param pads before the first, before the second, behind the first, behind the second axis; ignored where
     *     {@code padding} works them out
     * @param rank number of spatial axes in the network: 1 or 2
     */
    record Convolution(
            int outputs,
            int inputChannels,
            int groups,
            List<Integer> kernel,
            List<Integer> strides,
            List<Integer> dilations,
            List<Integer> pads,
            Padding padding,
            int rank)
            implements LayerGeometry {
        public Convolution {
            kernel = List.copyOf(kernel);
            strides = List.copyOf(strides);
            dilations = List.copyOf(dilations);
            pads = List.copyOf(pads);
        }

        @Override
        public int columns() {
            return inputChannels * kernel.get(0) * kernel.get(1);
        }

        @Override
        public int index(int output, int column) {
            return output * columns() + column;
        }

        /** Zeros before the first position along a spatial axis, for an input of this extent there. */
        public int padBefore(int axis, int extent) {
            int total = samePadding(axis, extent);
            return switch (padding) {
                case GIVEN -> pads.get(axis);
                case SAME_UPPER -> total / 2;
                case SAME_LOWER -> total - total / 2;
            };
        }

        /** Number of output positions along a spatial axis, for an input of this extent there. */
        public int positions(int axis, int extent) {
            int reach = dilations.get(axis) * (kernel.get(axis) - 1) + 1;
            return switch (padding) {
                case GIVEN -> (extent + pads.get(axis) + pads.get(axis + 2) - reach) / strides.get(axis) + 1;
                case SAME_UPPER, SAME_LOWER -> (extent + strides.get(axis) - 1) / strides.get(axis);
            };
        }

        private int samePadding(int axis, int extent) {
            int reach = dilations.get(axis) * (kernel.get(axis) - 1) + 1;
            int positions = (extent + strides.get(axis) - 1) / strides.get(axis);
            return Math.max(0, (positions - 1) * strides.get(axis) + reach - extent);
        }
    }

    /** Where the zeros around a convolution's input go: ONNX's {@code auto_pad}. */
    enum Padding {
        GIVEN,
        SAME_UPPER,
        SAME_LOWER
    }

    /**
     * A matrix product: the last axis of the input is summed up.
     *
     * @param outputsFirst whether the weight is stored {@code [outputs, columns]}, else {@code [columns, outputs]}
     */
    record Product(int outputs, int columns, boolean outputsFirst) implements LayerGeometry {
        @Override
        public int groups() {
            return 1;
        }

        @Override
        public int index(int output, int column) {
            return outputsFirst ? output * columns + column : column * outputs + output;
        }
    }
}
