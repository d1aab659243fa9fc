package org.bitwright.runtime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.bitwright.model.Binding;
import org.bitwright.model.Dataset;
import org.bitwright.model.ElementType;
import org.bitwright.model.Model;
import org.bitwright.model.Phrase;
import org.bitwright.model.SampleInput;
import org.bitwright.model.Shape;
import org.bitwright.model.ValueInfo;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.runtime.session.NativeIntegers;

/**
 * Which array of a data set goes into which input of a network, and how. Arrays are matched by name; the only array goes
 * into the only input whatever it is called.
 *
 * @param fed inputs that samples are fed to, in the network's order: at least one
 * @param constants inputs that are filled with a number
 * @param batch number of samples that the network takes at once; 0 where it takes any number
 * @param output name of the output that is read
 * @param mask array that marks the positions over which the output is averaged
 */
record InputFit(List<Fed> fed, List<Constant> constants, int batch, String output, Optional<Fed> mask) {
    InputFit {
        fed = List.copyOf(fed);
        constants = List.copyOf(constants);
    }

    /** @param source place of the array among {@link Dataset#inputs} */
    record Fed(InputLayout layout, int source) {}

    /**
     * @param extents with {@link ValueInfo#FREE} where the number of samples stands
     */
    record Constant(String name, ElementType type, List<Long> extents, double value) {}

    /** @throws InferenceException if they do not fit, in a user's words */
    static InputFit of(Model model, Dataset data, Binding binding) throws InferenceException {
        if (model.inputs().isEmpty()) {
            throw new InferenceException(Phrase.of("The network has no input to be fed samples."));
        }
        List<Fed> fed = new ArrayList<>();
        List<ValueInfo> filled = new ArrayList<>();
        Map<String, Long> axes = new HashMap<>();
        for (ValueInfo input : model.inputs()) {
            refuseType(input);
            if (binding.constants().containsKey(input.name())) {
                filled.add(input);
                continue;
            }
            int source = source(input, model, data, binding)
                    .orElseThrow(() -> new InferenceException(unmatched(input, data.inputs())));
            Shape shape = data.inputs().get(source).shape();
            InputLayout layout = InputLayout.of(input, shape, binding);
            noteAxes(input, layout, axes);
            fed.add(new Fed(layout, source));
        }
        if (fed.isEmpty()) {
            throw new InferenceException(
                    Phrase.of("Every input of the network is filled with a number: no samples are fed."));
        }
        int batch = batch(fed);
        List<Constant> constants = new ArrayList<>();
        for (ValueInfo input : filled) {
            constants.add(constant(input, batch, axes, binding));
        }
        return new InputFit(fed, constants, batch, output(model, binding), mask(fed, binding));
    }

    /** The same network with a free batch. */
    InputFit freed() {
        return new InputFit(
                fed.stream().map(one -> new Fed(one.layout.freed(), one.source)).toList(),
                constants.stream().map(InputFit::freed).toList(),
                0,
                output,
                mask);
    }

    private static Constant freed(Constant constant) {
        boolean one = !constant.extents.isEmpty() && constant.extents.get(0) == 1;
        List<Long> extents = new ArrayList<>(constant.extents);
        if (one) {
            extents.set(0, ValueInfo.FREE);
        }
        return new Constant(constant.name, constant.type, extents, constant.value);
    }

    private static void refuseType(ValueInfo input) throws InferenceException {
        boolean isFloat = input.type().isWeight() && input.type() != ElementType.BFLOAT16;
        if (!isFloat && !NativeIntegers.areFed(input.type())) {
            throw new InferenceException(Phrase.of(
                    "The network's input '%s' is of type %s; samples are fed to float, integer and truth-value inputs.",
                    input.name(), input.type()));
        }
    }

    /** Place of the array that goes into an input. */
    static Optional<Integer> source(ValueInfo input, Model model, Dataset data, Binding binding) {
        List<SampleInput> arrays = data.inputs();
        for (int i = 0; i < arrays.size(); i++) {
            if (arrays.get(i).name().equals(input.name())) {
                return Optional.of(i);
            }
        }
        List<Integer> alike = new ArrayList<>();
        for (int i = 0; i < arrays.size(); i++) {
            if (plain(arrays.get(i).name()).equals(plain(input.name()))) {
                alike.add(i);
            }
        }
        long open = model.inputs().stream()
                .filter(other -> !binding.constants().containsKey(other.name()))
                .count();
        boolean only = arrays.size() == 1 && open == 1;
        return alike.size() == 1 ? Optional.of(alike.get(0)) : only ? Optional.of(0) : Optional.empty();
    }

    private static Phrase unmatched(ValueInfo input, List<SampleInput> arrays) {
        List<Phrase> names = arrays.stream()
                .map(array ->
                        array.name().isEmpty() ? Phrase.of("one without a name") : Phrase.of("'%s'", array.name()))
                .toList();
        return Phrase.of(
                "The data have no array for the network's input '%s' (%s, %s), only %s. Give the array its name in an NPZ file, or fill the input with one number.",
                input.name(), input.type(), InputLayout.shown(input.extents()), Phrase.list(names));
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }

    /** An axis of one name has one extent, whichever input it belongs to. */
    private static void noteAxes(ValueInfo input, InputLayout layout, Map<String, Long> axes)
            throws InferenceException {
        for (int axis = 1; axis < input.extents().size(); axis++) {
            String name = input.axisNames().get(axis);
            if (input.extents().get(axis) == ValueInfo.FREE && !name.isEmpty()) {
                long extent = layout.sample().get(axis - 1);
                Long before = axes.putIfAbsent(name, extent);
                if (before != null && before != extent) {
                    throw new InferenceException(Phrase.of(
                            "The network's axis '%s' would be %s long in one input and %s in '%s'.",
                            name, before, extent, input.name()));
                }
            }
        }
    }

    private static int batch(List<Fed> fed) throws InferenceException {
        int batch = 0;
        for (Fed one : fed) {
            int own = one.layout.batch();
            if (own != 0 && batch != 0 && own != batch) {
                throw new InferenceException(Phrase.of(
                        "The network's inputs take different numbers of samples at once: %s and %s ('%s').",
                        batch, own, one.layout.name()));
            }
            batch = Math.max(batch, own);
        }
        return batch;
    }

    /** A free first axis, or one as long as the batch, counts the samples. */
    private static Constant constant(ValueInfo input, int batch, Map<String, Long> axes, Binding binding)
            throws InferenceException {
        List<Long> extents = new ArrayList<>(OpenAxes.settled(input, binding));
        for (int axis = 1; axis < extents.size(); axis++) {
            if (extents.get(axis) == ValueInfo.FREE) {
                Long known = axes.get(input.axisNames().get(axis));
                if (known == null) {
                    throw new InferenceException(Phrase.of(
                            "Nothing tells the extent of the axis '%s' of the network's input '%s'.",
                            input.axis(axis), input.name()));
                }
                extents.set(axis, known);
            }
        }
        double value = binding.constants().getOrDefault(input.name(), 0.0);
        if (!input.type().isFloating() && !NativeIntegers.takes(input.type(), value)) {
            throw new InferenceException(Phrase.of(
                    "The network's input '%s' of type %s cannot be filled with %s.",
                    input.name(), input.type(), value));
        }
        return new Constant(input.name(), input.type(), extents, value);
    }

    private static Optional<Fed> mask(List<Fed> fed, Binding binding) throws InferenceException {
        if (binding.pooling().isEmpty()) {
            return Optional.empty();
        }
        String name = binding.pooling().get();
        Optional<Fed> mask = fed.stream()
                .filter(one -> one.layout.name().equals(name))
                .filter(one -> one.layout.sample().size() == 1)
                .findFirst();
        if (mask.isEmpty()) {
            throw new InferenceException(Phrase.of(
                    "'%s' is no input that is fed one number for each position, over which an output could be averaged.",
                    name));
        }
        return mask;
    }

    private static String output(Model model, Binding binding) throws InferenceException {
        List<String> names = model.outputs().stream().map(ValueInfo::name).toList();
        if (names.isEmpty()) {
            throw new InferenceException(Phrase.of("The network has no output."));
        }
        Optional<String> wanted = binding.output();
        if (wanted.isPresent() && !names.contains(wanted.get())) {
            throw new InferenceException(
                    Phrase.of("The network has no output '%s', only %s.", wanted.get(), String.join(", ", names)));
        }
        return wanted.orElse(names.get(0));
    }
}
