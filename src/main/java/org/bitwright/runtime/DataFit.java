package org.bitwright.runtime;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bitwright.model.Binding;
import org.bitwright.model.Dataset;
import org.bitwright.model.Model;
import org.bitwright.model.Phrase;
import org.bitwright.model.Preprocessing;
import org.bitwright.model.SampleInput;
import org.bitwright.model.ValueInfo;
import org.bitwright.runtime.session.InferenceException;

/**
 * Whether a data set can be fed to a network, as far as names, types and shapes tell without running it.
 *
 * @param misfit why not, in a user's words; empty where it can
 * @param openAxes names of axes whose extents somebody must tell ({@link Binding#axes})
 * @param missingInputs names of inputs that the data have no array for, which a number can fill
 *     ({@link Binding#constants})
 * @param transposed inputs whose samples are stored with the channels on the other side and are turned round
 */
public record DataFit(
        Optional<Phrase> misfit, List<String> openAxes, List<String> missingInputs, List<String> transposed) {
    public DataFit {
        openAxes = List.copyOf(openAxes);
        missingInputs = List.copyOf(missingInputs);
        transposed = List.copyOf(transposed);
    }

    public static DataFit of(Model model, Dataset data, Preprocessing preprocessing) {
        Binding binding = preprocessing.binding();
        try {
            NetworkInputs.of(model, data, preprocessing);
            List<String> transposed = InputFit.of(model, data, binding).fed().stream()
                    .map(InputFit.Fed::layout)
                    .filter(layout -> layout.order() != AxisOrder.KEPT)
                    .map(InputLayout::name)
                    .toList();
            return new DataFit(Optional.empty(), List.of(), List.of(), transposed);
        } catch (InferenceException e) {
            return new DataFit(
                    Optional.of(e.told()), open(model, data, binding), missing(model, data, binding), List.of());
        }
    }

    /** Of data that cannot even be read before these axes are told. */
    public static DataFit ofOpenAxes(List<String> axes) {
        return new DataFit(
                Optional.of(Phrase.of("The extents of the axes %s must be told.", String.join(", ", axes))),
                axes,
                List.of(),
                List.of());
    }

    private static List<String> missing(Model model, Dataset data, Binding binding) {
        List<String> missing = new ArrayList<>();
        for (ValueInfo input : model.inputs()) {
            boolean filled = binding.constants().containsKey(input.name());
            if (!filled && InputFit.source(input, model, data, binding).isEmpty()) {
                missing.add(input.name());
            }
        }
        return missing;
    }

    private static List<String> open(Model model, Dataset data, Binding binding) {
        Set<String> open = new LinkedHashSet<>();
        for (ValueInfo input : model.inputs()) {
            List<Long> settled = OpenAxes.settled(input, binding);
            List<Long> behindFirst = settled.subList(Math.min(1, settled.size()), settled.size());
            if (binding.constants().containsKey(input.name())) {
                open.addAll(OpenAxes.of(input, behindFirst));
            } else {
                InputFit.source(input, model, data, binding)
                        .map(data.inputs()::get)
                        .map(SampleInput::shape)
                        .filter(sample -> OpenAxes.areMissing(behindFirst, sample))
                        .ifPresent(sample -> open.addAll(OpenAxes.of(input, behindFirst)));
            }
        }
        return List.copyOf(open);
    }
}
