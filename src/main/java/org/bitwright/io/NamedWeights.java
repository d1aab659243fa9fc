package org.bitwright.io;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitwright.model.BiasNames;
import org.bitwright.model.Shape;
import org.bitwright.model.StateDict;
import org.bitwright.model.StoredWeight;
import org.bitwright.model.Tensor;
import org.bitwright.model.WeightFile;
import org.bitwright.model.WeightNote;

/**
 * Tensors of which nothing but their names is told, read by the conventions of PyTorch: the first axis holds the outputs
 * of a Linear or Conv, the second the inputs. Where a bias has as many numbers as another axis and not as many as that
 * one, the outputs lie along the other: so a transposed convolution is told, or a kernel as Keras stores it.
 */
final class NamedWeights {
    private final Map<String, Tensor> byName = new HashMap<>();
    private final List<String> others = new ArrayList<>();
    private int convolutions;

    private NamedWeights(StateDict state) {
        state.tensors().forEach(tensor -> byName.put(tensor.name(), tensor));
    }

    /** One file of a format with PyTorch's conventions. */
    static WeightFile of(Path file, String format, StateDict state) {
        return of(file, format, state, List.of(), false);
    }

    /**
     * @param parts further files that hold some of the tensors
     * @param guess whether not even the format has such conventions: then this is said
     */
    static WeightFile of(Path file, String format, StateDict state, List<Path> parts, boolean guess) {
        NamedWeights named = new NamedWeights(state);
        List<StoredWeight> weights = state.tensors().stream().map(named::weight).toList();
        return new WeightFile(file, format, weights, parts, named.notes(guess));
    }

    private StoredWeight weight(Tensor tensor) {
        Shape shape = tensor.shape();
        if (!tensor.type().isWeight() || shape.rank() < 2 || shape.elements() == 0) {
            return StoredWeight.plain(tensor);
        }
        boolean isTable =
                shape.rank() == 2 && tensor.name().toLowerCase(Locale.ROOT).contains("embed");
        int outputs = outputs(tensor);
        if (outputs != 0) {
            others.add(tensor.name());
        } else if (shape.rank() > 2 && !biasTells(tensor)) {
            convolutions++;
        }
        int inputs = outputs == 0 ? 1 : outputs == 1 ? 0 : shape.rank() - 2;
        String op = isTable ? "Gather" : shape.rank() == 2 ? "Gemm" : outputs == 1 ? "ConvTranspose" : "Conv";
        return new StoredWeight(tensor, OptionalInt.of(outputs), OptionalInt.of(inputs), op, Optional.empty());
    }

    private int outputs(Tensor tensor) {
        Optional<Long> bias = bias(tensor);
        Shape shape = tensor.shape();
        if (bias.isEmpty() || bias.get() == shape.extent(0)) {
            return 0;
        }
        int last = shape.rank() - 1;
        return bias.get() == shape.extent(1) ? 1 : bias.get() == shape.extent(last) ? last : 0;
    }

    private boolean biasTells(Tensor tensor) {
        return bias(tensor)
                .filter(elements -> elements == tensor.shape().extent(0)
                        && elements != tensor.shape().extent(1))
                .isPresent();
    }

    private Optional<Long> bias(Tensor tensor) {
        return BiasNames.of(tensor.name())
                .map(byName::get)
                .filter(bias -> bias.shape().rank() == 1)
                .map(bias -> bias.shape().elements());
    }

    private List<WeightNote> notes(boolean guess) {
        List<WeightNote> notes = new ArrayList<>();
        if (guess) {
            notes.add(WeightNote.Kind.AXES_GUESSED.of());
        }
        if (!others.isEmpty()) {
            notes.add(WeightNote.Kind.AXES_BY_BIAS.of(named()));
        }
        if (convolutions > 0) {
            notes.add(WeightNote.Kind.CONVOLUTIONS.of());
        }
        return notes;
    }

    private String named() {
        int most = 5;
        String first = String.join(", ", others.subList(0, Math.min(most, others.size())));
        return others.size() > most ? first + " and " + (others.size() - most) + " more" : first;
    }
}
