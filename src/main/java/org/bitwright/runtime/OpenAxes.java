package org.bitwright.runtime;

import java.util.ArrayList;
import java.util.List;
import org.bitwright.model.Binding;
import org.bitwright.model.Shape;
import org.bitwright.model.ValueInfo;

/** Axes that a network leaves free and that the data do not tell: somebody must. */
final class OpenAxes {
    private OpenAxes() {}

    /** The extents of an input with those filled in that were told; {@link ValueInfo#FREE} for the others. */
    static List<Long> settled(ValueInfo input, Binding binding) {
        List<Long> extents = new ArrayList<>();
        for (int axis = 0; axis < input.extents().size(); axis++) {
            Integer told = binding.axes().get(input.axis(axis));
            boolean free = input.extents().get(axis) == ValueInfo.FREE;
            extents.add(
                    free && told != null ? Long.valueOf(told) : input.extents().get(axis));
        }
        return extents;
    }

    /** Names of the axes behind the first that are still free. */
    static List<String> of(ValueInfo input, List<Long> settledBehindFirst) {
        List<String> open = new ArrayList<>();
        for (int axis = 0; axis < settledBehindFirst.size(); axis++) {
            if (settledBehindFirst.get(axis) == ValueInfo.FREE) {
                open.add(input.axis(axis + 1));
            }
        }
        return open;
    }

    /** Whether flat samples would fit if the free axes were told. */
    static boolean areMissing(List<Long> wanted, Shape sample) {
        return sample.rank() == 1
                && wanted.size() > 1
                && wanted.stream().filter(extent -> extent == ValueInfo.FREE).count() > 1;
    }
}
