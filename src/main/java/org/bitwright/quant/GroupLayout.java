package org.bitwright.quant;

import org.bitwright.model.Shape;

/**
 * Groups of consecutive places along one axis, every place of the other axes apart, as ONNX blocks a tensor: value
 * {@code (o · extent + d) · inner + i} belongs to granule {@code (o · groups + d / group) · inner + i}. In this order the
 * scales are ONNX's scale tensor, row-major.
 *
 * @param outer product of the extents before the axis
 * @param extent of the axis
 * @param inner product of the extents after it: the distance of a group's values in storage
 * @param group number of places of a group; the last group of an axis may be shorter
 */
public record GroupLayout(int outer, int extent, int inner, int group) implements GranuleLayout {

    public static GroupLayout of(Shape shape, int axis, int group) {
        return new GroupLayout(
                Math.toIntExact(shape.product(0, axis)),
                Math.toIntExact(shape.extent(axis)),
                Math.toIntExact(shape.product(axis + 1, shape.rank())),
                group);
    }

    /** Number of groups along the axis. */
    public int groups() {
        return extent == 0 ? 0 : (extent - 1) / group + 1;
    }

    @Override
    public int size() {
        return outer * extent * inner;
    }

    @Override
    public int granules() {
        return outer * groups() * inner;
    }

    @Override
    public int granule(int index) {
        int row = index / inner;
        return (row / extent * groups() + row % extent / group) * inner + index % inner;
    }

    @Override
    public int values(int granule) {
        int first = granule / inner % groups() * group;
        return Math.min(group, extent - first);
    }

    /** Where the first value of a granule is stored; the next ones follow at the distance {@link #inner}. */
    public int first(int granule) {
        int block = granule / inner;
        return (block / groups() * extent + block % groups() * group) * inner + granule % inner;
    }

    @Override
    public int index(int granule, int place) {
        return first(granule) + place * inner;
    }

    @Override
    public void gather(float[] values, int granule, float[] into) {
        int at = first(granule);
        int count = values(granule);
        for (int i = 0; i < count; i++) {
            into[i] = values[at + i * inner];
        }
    }
}
