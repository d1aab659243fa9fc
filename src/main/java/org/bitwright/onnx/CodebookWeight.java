package org.bitwright.onnx;

import java.util.Arrays;
import java.util.OptionalInt;
import org.bitwright.model.Shape;

/**
 * A weight as indices into centroids, behind which a Gather stands. Where each channel has a codebook, they lie one
 * after the other in one tensor, and the indices get their channel's offset by an Add. Arrays are shared, not copied.
 *
 * @param weight name of the weight tensor
 * @param codes row-major in storage layout, each an index into its granule's codebook
 * @param centroids of all granules
 * @param size number of centroids of one granule, up to 256
 * @param axis of the storage layout that holds the channels; empty for one codebook
 */
public record CodebookWeight(String weight, int[] codes, float[] centroids, int size, OptionalInt axis)
        implements CodedWeight {
    public CodebookWeight {
        if (size < 1 || size > 256 || centroids.length % size != 0 || axis.isEmpty() && centroids.length != size) {
            throw new IllegalArgumentException(
                    "codebooks of " + size + " centroids, of which there are " + centroids.length);
        }
        for (int code : codes) {
            if (code < 0 || code >= size) {
                throw new IllegalArgumentException(
                        "indices into " + size + " centroids lie in 0 … " + (size - 1) + ", not at " + code);
            }
        }
    }

    @Override
    public int opset() {
        return 0;
    }

    /** Number of codebooks. */
    int granules() {
        return centroids.length / size;
    }

    /** @throws IllegalArgumentException if indices and codebooks are not as many as a weight of this shape needs */
    void checkFit(Shape shape) {
        boolean axisFits = axis.isEmpty()
                || axis.getAsInt() >= 0
                        && axis.getAsInt() < shape.rank()
                        && shape.extent(axis.getAsInt()) == granules();
        if (codes.length != shape.elements() || !axisFits) {
            throw new IllegalArgumentException("weight " + Quoted.name(weight) + " is " + shape + ", but has "
                    + codes.length + " indices and " + granules() + " codebooks");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CodebookWeight that
                && weight.equals(that.weight)
                && Arrays.equals(codes, that.codes)
                && Arrays.equals(centroids, that.centroids)
                && size == that.size
                && axis.equals(that.axis);
    }

    @Override
    public int hashCode() {
        return 31 * weight.hashCode() + Arrays.hashCode(codes);
    }
}
