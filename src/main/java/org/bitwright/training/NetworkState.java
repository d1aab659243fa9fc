package org.bitwright.training;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bitwright.model.Layer;
import org.bitwright.model.Model;
import org.bitwright.quant.LayerQuantizer;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.TensorConfig;
import org.bitwright.runtime.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.training.graph.TrainedParameter;
import org.bitwright.training.quantizer.ActivationRoundings;
import org.bitwright.training.quantizer.TrainedConfig;
import org.bitwright.training.quantizer.WeightRounding;

/**
 * What a run trains: the float masters of all parameters, the ranges that rounding learns or moves, and what the network
 * computes with in the place of the masters. A step is {@link #begin}, the passes of the network, {@link #backward}, the
 * update of {@link #trainables}, {@link #updated}; at the end of an epoch comes {@link #settle}.
 */
final class NetworkState {
    private static final String PARAMETER = "parameter/";
    private static final String RANGE = "range/";
    private static final String ACTIVATIONS = "ranges of activations";

    private final Model model;
    private final QuantConfig start;
    private final List<TrainedParameter> parameters;
    private final float[][] masters;
    private final float[][] effective;
    private final List<RoundedWeight> weights = new ArrayList<>();
    private final ActivationRoundings activations;

    /** @param place of the weight among the parameters */
    private record RoundedWeight(WeightRounding rounding, int place) {}

    /** @param initial values of the parameters at the start; owned */
    NetworkState(
            TrainingTask task,
            List<TrainedParameter> parameters,
            float[][] initial,
            ActivationRoundings activations) {
        this.model = task.document().model();
        this.start = task.config();
        this.parameters = parameters;
        this.masters = initial;
        this.effective = initial.clone();
        this.activations = activations;
        Map<String, Integer> places = new HashMap<>();
        for (int place = 0; place < initial.length; place++) {
            places.put(parameters.get(place).name(), place);
        }
        for (Layer layer : model.layers()) {
            TensorConfig choice = start.of(layer.name());
            Integer place = places.get(layer.weight().name());
            if (choice.format().isQuantized() && place != null) {
                weights.add(new RoundedWeight(
                        WeightRounding.of(layer, choice, task.plan().weightRanges(), masters[place]), place));
                effective[place] = new float[masters[place].length];
            }
        }
    }

    /** What the network computes with in the step that begins. */
    float[][] begin() {
        for (RoundedWeight weight : weights) {
            weight.rounding.round(masters[weight.place], effective[weight.place]);
        }
        activations.beginStep();
        return effective;
    }

    /**
     * Makes of gradients by what the network computed with those by the masters.
     *
     * @param samples of the batch
     */
    void backward(float[][] gradients, int samples) {
        activations.endStep(samples);
        for (RoundedWeight weight : weights) {
            weight.rounding.backward(masters[weight.place], gradients[weight.place]);
        }
    }

    /** Keeps the masters where they have an effect, after an update. */
    void updated() {
        for (RoundedWeight weight : weights) {
            weight.rounding.limit(masters[weight.place]);
        }
    }

    /** Makes ranges those that the trained values lead to. */
    void settle() {
        for (RoundedWeight weight : weights) {
            weight.rounding.settle(masters[weight.place]);
        }
    }

    /**
     * Everything that an optimizer changes.
     *
     * @param gradients of the parameters
     */
    List<Trainable> trainables(float[][] gradients) {
        List<Trainable> all = new ArrayList<>();
        for (int place = 0; place < masters.length; place++) {
            TrainedParameter parameter = parameters.get(place);
            all.add(new Trainable(parameter.name(), masters[place], gradients[place], decays(parameter)));
        }
        for (RoundedWeight weight : weights) {
            WeightRounding rounding = weight.rounding;
            addLearned(all, "steps of " + rounding.layer().name(), rounding.learned(), rounding.learnedGradient());
        }
        addLearned(all, ACTIVATIONS, activations.learned(), activations.learnedGradient());
        return all;
    }

    private static void addLearned(List<Trainable> all, String name, float[] learned, float[] gradient) {
        if (learned.length > 0) {
            all.add(new Trainable(name, learned, gradient, false));
        }
    }

    private static boolean decays(TrainedParameter parameter) {
        return switch (parameter.role()) {
            case WEIGHT, OTHER -> true;
            case BIAS, NORMALIZATION -> false;
        };
    }

    /**
     * @param values in place
     * @param decays whether weight decay applies
     */
    record Trainable(String name, float[] values, float[] gradient, boolean decays) {}

    /** The configuration with what is trained, as it was settled. */
    QuantConfig config() {
        Map<String, float[]> values = new TreeMap<>();
        for (int place = 0; place < masters.length; place++) {
            values.put(parameters.get(place).name(), masters[place]);
        }
        List<WeightRounding> roundings =
                weights.stream().map(RoundedWeight::rounding).toList();
        return TrainedConfig.of(model, start, values, roundings, activations);
    }

    /** Share of the weights of quantized layers that are zero, as they were settled. */
    double sparsity() {
        CancelToken never = CancelToken.none();
        long zeros = 0;
        long count = 0;
        for (RoundedWeight weight : weights) {
            LayerWeights values = LayerWeights.passing(weight.rounding.layer(), masters[weight.place], never);
            float[] rounded = LayerQuantizer.values(values, weight.rounding.grids(), never);
            for (float value : rounded) {
                zeros += value == 0 ? 1 : 0;
            }
            count += rounded.length;
        }
        return count == 0 ? 0 : (double) zeros / count;
    }

    /** Everything by name that {@link #restore} needs; copies. */
    Map<String, float[]> save() {
        Map<String, float[]> saved = new TreeMap<>();
        for (int place = 0; place < masters.length; place++) {
            saved.put(PARAMETER + parameters.get(place).name(), masters[place].clone());
        }
        for (RoundedWeight weight : weights) {
            saved.put(RANGE + weight.rounding.layer().name(), weight.rounding.state());
        }
        saved.put(ACTIVATIONS, activations.state());
        return saved;
    }

    void restore(Map<String, float[]> saved) throws InferenceException {
        for (int place = 0; place < masters.length; place++) {
            SavedArrays.restore(saved, PARAMETER + parameters.get(place).name(), masters[place]);
        }
        for (RoundedWeight weight : weights) {
            String name = RANGE + weight.rounding.layer().name();
            weight.rounding.restore(SavedArrays.of(saved, name, weight.rounding.state().length));
        }
        activations.restore(SavedArrays.of(saved, ACTIVATIONS, activations.state().length));
        settle();
    }
}
