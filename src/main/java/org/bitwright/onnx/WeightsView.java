package org.bitwright.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitwright.model.BiasNames;
import org.bitwright.model.Layer;
import org.bitwright.model.Model;
import org.bitwright.model.Phrase;
import org.bitwright.model.StoredWeight;
import org.bitwright.model.Tensor;
import org.bitwright.model.WeightFile;

/** What the rest of the workbench sees of a file of weights: its tensors of several axes as layers, by their own names. */
final class WeightsView {
    private static final Phrase NO_AXIS =
            Phrase.of("The file does not tell which axis of the weight holds the output channels.");

    private WeightsView() {}

    static Model of(WeightFile weights, CheckedGraph graph) {
        List<Layer> layers = new ArrayList<>();
        Map<String, Integer> taken = new HashMap<>();
        for (StoredWeight weight : weights.weights()) {
            if (weight.isLayer()) {
                layers.add(layer(weight, graph.constants(), taken));
            }
        }
        return new Model(
                weights.path(),
                weights.format(),
                0,
                layers,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                graph.parameters(),
                graph.bytes());
    }

    private static Layer layer(
            StoredWeight weight, Map<String, Origin.Constant> constants, Map<String, Integer> taken) {
        Tensor tensor = constant(weight.tensor().name(), constants).orElse(weight.tensor());
        return new Layer(
                LayerFinder.unique(Quoted.plain(tensor.name()), taken),
                weight.op(),
                tensor,
                List.of(tensor.name()),
                weight.channelAxis(),
                weight.channelAxis().isPresent() ? Phrase.NONE : NO_AXIS,
                weight.inputAxis(),
                bias(weight, constants));
    }

    /** What the file names, or the name tells; one number an output channel. */
    private static Optional<Tensor> bias(StoredWeight weight, Map<String, Origin.Constant> constants) {
        OptionalInt axis = weight.channelAxis();
        if (axis.isEmpty()) {
            return Optional.empty();
        }
        long channels = weight.tensor().shape().extent(axis.getAsInt());
        return weight.bias()
                .or(() -> BiasNames.of(weight.tensor().name()))
                .flatMap(name -> constant(name, constants))
                .filter(found -> found.type().isWeight()
                        && found.shape().rank() == 1
                        && found.shape().elements() == channels);
    }

    private static Optional<Tensor> constant(String name, Map<String, Origin.Constant> constants) {
        return Optional.ofNullable(constants.get(name))
                .map(constant -> constant.tensor().named(name));
    }
}
