package org.bitwright.export;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bitwright.model.Layer;
import org.bitwright.model.Phrase;
import org.bitwright.model.Shape;
import org.bitwright.model.StateDict;
import org.bitwright.model.Tensor;
import org.bitwright.task.CancelToken;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a network under a configuration as PyTorch holds them: x̂ of quantized weights, the overlays' values,
 * everything else as the model has it; under PyTorch's names and in its layouts.
 */
final class PyTorchState {
    /** Whose weights ONNX keeps with their gates in another order than PyTorch. */
    private static final Set<String> RECURRENT = Set.of("LSTM", "GRU", "RNN");

    private static final Set<String> PRODUCTS = Set.of("Gemm", "MatMul");

    private final ExportSource source;
    private final Map<String, float[]> changed;
    private final Map<String, Layer> byWeight = new HashMap<>();
    private final StateDictNames names;
    private final List<Tensor> constants;
    private final List<Tensor> tensors = new ArrayList<>();
    private final List<Phrase> notes = new ArrayList<>();
    private final List<String> turned = new ArrayList<>();

    private PyTorchState(ExportSource source, CancelToken cancel) throws IOException {
        this.source = source;
        changed = source.simulatedWeights(cancel);
        source.model().layers().forEach(layer -> byWeight.put(layer.weight().name(), layer));
        constants = NetworkParameters.of(source.document());
        names = StateDictNames.of(constants, source.model().layers());
    }

    static PyTorchState of(ExportSource source, CancelToken cancel) throws IOException {
        PyTorchState state = new PyTorchState(source, cancel);
        for (Tensor constant : state.constants) {
            state.add(constant);
        }
        state.noteLayouts();
        state.noteActivations();
        return state;
    }

    StateDict tensors() {
        return StateDict.of(tensors);
    }

    /** What a loader in PyTorch must know, one sentence each. */
    List<Phrase> notes() {
        return notes;
    }

    private void add(Tensor constant) throws IOException {
        if (!source.document().hasNetwork()) {
            // names and layouts are the file's own
            tensors.add(values(constant));
            return;
        }
        Optional<String> known = names.of(constant.name());
        String name = known.orElse(constant.name());
        if (known.isEmpty()) {
            notes.add(Phrase.of("'%s' keeps the model's name: what PyTorch calls it is not told there.", name));
        }
        float @Nullable [] values = changed.get(constant.name());
        @Nullable Layer layer = byWeight.get(constant.name());
        if (layer != null && isTurned(layer, name)) {
            turned.add("'" + name + "'");
            tensors.add(turned(name, constant.shape(), values == null ? constant.readFloats() : values));
        } else {
            tensors.add(values == null ? constant.named(name) : Tensor.of(name, constant.shape(), values));
        }
    }

    private Tensor values(Tensor constant) {
        float @Nullable [] values = changed.get(constant.name());
        return values == null ? constant : Tensor.of(constant.name(), constant.shape(), values);
    }

    /** PyTorch's Linear holds [outputs, inputs]; a matrix product without transposition takes [inputs, outputs]. */
    private static boolean isTurned(Layer layer, String name) {
        return PRODUCTS.contains(layer.op())
                && layer.weight().shape().rank() == 2
                && layer.channelAxis().orElse(0) == 1
                && StateDictNames.isModuleWeight(name);
    }

    private static Tensor turned(String name, Shape shape, float[] values) {
        int rows = (int) shape.extent(0);
        int columns = (int) shape.extent(1);
        float[] into = new float[values.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                into[column * rows + row] = values[row * columns + column];
            }
        }
        return Tensor.of(name, Shape.of(columns, rows), into);
    }

    private void noteLayouts() {
        if (!turned.isEmpty()) {
            notes.add(Phrase.of(
                    "The model stores these weights as [inputs, outputs]; they are written as [outputs, inputs], as"
                            + " PyTorch's Linear holds them: %s.",
                    String.join(", ", turned)));
        }
        source.model().layers().stream()
                .filter(layer -> RECURRENT.contains(layer.op()))
                .forEach(layer -> notes.add(Phrase.of(
                        "'%s' is written as ONNX lays out a %s, whose gates stand in another order in PyTorch.",
                        layer.weight().name(), layer.op())));
    }

    private void noteActivations() {
        int quantizers = source.plan().quantizers().size();
        if (quantizers > 0) {
            notes.add(
                    quantizers == 1
                            ? Phrase.of(
                                    "Activations stay float: a state dict holds nothing of the 1 place where they are"
                                            + " rounded.")
                            : Phrase.of(
                                    "Activations stay float: a state dict holds nothing of the %s places where they are"
                                            + " rounded.",
                                    quantizers));
        }
        String rounded = source.plan().biases().values().stream()
                .map(bias -> "'" + bias.bias() + "'")
                .sorted()
                .collect(Collectors.joining(", "));
        if (!rounded.isEmpty()) {
            notes.add(Phrase.of(
                    "Biases are written as they are, not as the integers that the target adds: %s.", rounded));
        }
    }
}
