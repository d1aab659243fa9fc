package org.bitwright.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.bitwright.model.ElementType;
import org.bitwright.model.Model;
import org.bitwright.model.Shape;
import org.bitwright.model.ValueInfo;

/**
 * How samples become the network's input: its name, type and shape.
 *
 * @param batch number of samples that the network takes at once; 0 where it takes any number
 * @param sample extents of one sample as the network wants it
 */
record InputLayout(String name, ElementType type, int batch, List<Long> sample) {
    InputLayout {
        sample = List.copyOf(sample);
    }

    /**
     * Fits samples to the network's only input. Axes of extent 1 may be missing or added on either side, and samples may
     * be flattened, since neither moves a value; axes are never exchanged.
     *
     * @throws InferenceException if they do not fit; the message names both shapes
     */
    static InputLayout of(Model model, Shape sample) throws InferenceException {
        if (model.inputs().size() != 1) {
            throw new InferenceException("The network needs exactly one input to be run on samples, but it has "
                    + (model.inputs().isEmpty() ? "none" : names(model.inputs())) + ".");
        }
        ValueInfo input = model.inputs().get(0);
        if (!input.type().isWeight() || input.type() == ElementType.BFLOAT16) {
            throw new InferenceException("The network's input '" + input.name() + "' is of type " + input.type()
                    + "; samples are fed to float inputs of 16, 32 or 64 bits.");
        }
        if (input.extents().isEmpty()) {
            throw new InferenceException("The network's input '" + input.name() + "' has no axis for the samples.");
        }
        long batch = Math.max(0, input.extents().get(0));
        List<Long> wanted = input.extents().subList(1, input.extents().size());
        if (batch > Integer.MAX_VALUE || !fits(wanted, sample)) {
            throw new InferenceException("Samples of shape " + sample + " do not fit the network's input '"
                    + input.name() + "' of shape " + shown(input.extents()) + ".");
        }
        return new InputLayout(input.name(), input.type(), (int) batch, filled(wanted, sample));
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

    private static boolean fits(List<Long> wanted, Shape sample) {
        List<Long> have = Arrays.stream(sample.toArray()).boxed().toList();
        if (matches(wanted, have)) {
            return true;
        }
        boolean flat = wanted.size() == 1 && (wanted.get(0) == ValueInfo.FREE || wanted.get(0) == sample.elements());
        return flat || matches(withoutOnes(wanted), withoutOnes(have));
    }

    private static boolean matches(List<Long> wanted, List<Long> have) {
        boolean equal = wanted.size() == have.size();
        for (int axis = 0; equal && axis < have.size(); axis++) {
            equal = wanted.get(axis) == ValueInfo.FREE || wanted.get(axis).equals(have.get(axis));
        }
        return equal;
    }

    /** The wanted extents with those filled in that the network leaves free. */
    private static List<Long> filled(List<Long> wanted, Shape sample) {
        if (wanted.size() == 1) {
            return List.of(sample.elements());
        }
        List<Long> have = Arrays.stream(sample.toArray()).boxed().toList();
        if (matches(wanted, have)) {
            return have;
        }
        List<Long> left = new ArrayList<>(withoutOnes(have));
        List<Long> filled = new ArrayList<>();
        for (long extent : wanted) {
            filled.add(extent == 1 ? 1L : left.remove(0));
        }
        return filled;
    }

    private static List<Long> withoutOnes(List<Long> extents) {
        return extents.stream().filter(extent -> extent != 1).toList();
    }

    private static String names(List<ValueInfo> inputs) {
        return inputs.stream().map(input -> "'" + input.name() + "'").collect(Collectors.joining(", "));
    }

    static String shown(List<Long> extents) {
        return extents.stream()
                .map(extent -> extent == ValueInfo.FREE ? "any" : extent.toString())
                .collect(Collectors.joining(" × "));
    }
}
