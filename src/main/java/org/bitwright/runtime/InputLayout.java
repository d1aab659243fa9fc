package org.bitwright.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bitwright.model.Binding;
import org.bitwright.model.ElementType;
import org.bitwright.model.Phrase;
import org.bitwright.model.Shape;
import org.bitwright.model.ValueInfo;
import org.bitwright.runtime.session.InferenceException;

/**
 * How samples become an input of the network: its name, type and shape.
 *
 * @param batch number of samples that the network takes at once; 0 where it takes any number
 * @param sample extents of one sample as the network wants it
 * @param order how the axes of stored samples are exchanged
 */
record InputLayout(String name, ElementType type, int batch, List<Long> sample, AxisOrder order) {
    InputLayout {
        sample = List.copyOf(sample);
    }

    /**
     * Fits samples to an input. Axes of extent 1 may be missing or added on either side, and samples may be flattened or
     * unflattened, since neither moves a value. Where only that fits, and the data are images by their shape, the axis
     * of the channels changes places.
     *
     * @throws InferenceException if they do not fit; the message names both shapes
     */
    static InputLayout of(ValueInfo input, Shape sample, Binding binding) throws InferenceException {
        if (input.extents().isEmpty()) {
            throw new InferenceException(
                    Phrase.of("The network's input '%s' has no axis for the samples.", input.name()));
        }
        long batch = Math.max(0, input.extents().get(0));
        List<Long> wanted =
                OpenAxes.settled(input, binding).subList(1, input.extents().size());
        if (batch <= Integer.MAX_VALUE) {
            for (AxisOrder order : AxisOrder.values()) {
                Optional<List<Long>> fitting =
                        order.suits(sample) ? fitted(wanted, order.of(sample)) : Optional.empty();
                if (fitting.isPresent()) {
                    return new InputLayout(input.name(), input.type(), (int) batch, fitting.get(), order);
                }
            }
        }
        Phrase told = Phrase.of(
                "Samples of shape %s do not fit the network's input '%s' of shape %s.",
                sample, input.name(), shown(input.extents()));
        throw new InferenceException(
                OpenAxes.areMissing(wanted, sample)
                        ? Phrase.of(
                                "%s The samples are stored flat: tell the extents of the axes %s.",
                                told, String.join(", ", OpenAxes.of(input, wanted)))
                        : told);
    }

    /** The same with any number of samples at once. */
    InputLayout freed() {
        return new InputLayout(name, type, 0, sample, order);
    }

    /** Shape of the input for a number of samples. */
    long[] shape(int samples) {
        long[] shape = new long[sample.size() + 1];
        shape[0] = samples;
        for (int axis = 0; axis < sample.size(); axis++) {
            shape[axis + 1] = sample.get(axis);
        }
        return shape;
    }

    /** The wanted extents with those filled in that the network leaves free; empty where the sample does not fit. */
    private static Optional<List<Long>> fitted(List<Long> wanted, Shape sample) {
        List<Long> have = Arrays.stream(sample.toArray()).boxed().toList();
        if (wanted.size() == 1 && (wanted.get(0) == ValueInfo.FREE || wanted.get(0) == sample.elements())) {
            return Optional.of(List.of(sample.elements()));
        }
        if (matches(wanted, have)) {
            return Optional.of(have);
        }
        if (matches(withoutOnes(wanted), withoutOnes(have))) {
            return Optional.of(filled(wanted, withoutOnes(have)));
        }
        return have.size() == 1 ? unflattened(wanted, sample.elements()) : Optional.empty();
    }

    private static boolean matches(List<Long> wanted, List<Long> have) {
        boolean equal = wanted.size() == have.size();
        for (int axis = 0; equal && axis < have.size(); axis++) {
            equal = wanted.get(axis) == ValueInfo.FREE || wanted.get(axis).equals(have.get(axis));
        }
        return equal;
    }

    private static List<Long> filled(List<Long> wanted, List<Long> withoutOnes) {
        List<Long> left = new ArrayList<>(withoutOnes);
        List<Long> filled = new ArrayList<>();
        for (long extent : wanted) {
            filled.add(extent == 1 ? 1L : left.remove(0));
        }
        return filled;
    }

    /** Axes for samples that are stored flat; at most one may be free. */
    private static Optional<List<Long>> unflattened(List<Long> wanted, long elements) {
        long product = 1;
        for (long extent : wanted) {
            if (extent > elements || extent != ValueInfo.FREE && elements / product % extent != 0) {
                return Optional.empty();
            }
            product *= extent == ValueInfo.FREE ? 1 : extent;
        }
        int free = Collections.frequency(wanted, ValueInfo.FREE);
        long rest = elements / product;
        return free == 1 || free == 0 && rest == 1
                ? Optional.of(wanted.stream()
                        .map(extent -> extent == ValueInfo.FREE ? rest : extent)
                        .toList())
                : Optional.empty();
    }

    private static List<Long> withoutOnes(List<Long> extents) {
        return extents.stream().filter(extent -> extent != 1).toList();
    }

    static String shown(List<Long> extents) {
        return extents.stream()
                .map(extent -> extent == ValueInfo.FREE ? "any" : extent.toString())
                .collect(Collectors.joining(" × "));
    }
}
