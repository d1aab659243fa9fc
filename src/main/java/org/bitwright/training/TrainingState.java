package org.bitwright.training;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.bitwright.model.Layer;
import org.bitwright.model.Model;
import org.bitwright.quant.LayerQuantizer;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.TensorConfig;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.training.graph.TrainableNetwork;
import org.bitwright.training.graph.TrainedParameter;
import org.bitwright.training.quantizer.ActivationRoundings;
import org.bitwright.training.quantizer.HeldConstants;
import org.bitwright.training.quantizer.PruningMasks;
import org.bitwright.training.quantizer.TrainedConfig;
import org.bitwright.training.quantizer.WeightRounding;

/**
 * What a run trains: the float masters of all parameters, the ranges that rounding learns or moves, the statistics of
 * trained normalization, and what the network computes with in the place of the masters. A step is {@link #begin}, the passes of the network, {@link #backward}, the
 * update of {@link #parameters} and {@link #learned}, {@link #updated}; at the end of an epoch comes {@link #settle}.
 */
final class TrainingState {
    private static final String PARAMETER = "parameter/";
    private static final String RANGE = "range/";
    private static final String MASK = "mask/";
    private static final String STATISTICS = "statistics/";
    private static final String ACTIVATIONS = "ranges of activations";

    private final Model model;
    private final QuantConfig start;
    private final TrainableNetwork network;
    private final List<TrainedParameter> parameters;
    private final float[][] masters;
    private final float[][] effective;
    private final List<RoundedWeight> weights = new ArrayList<>();
    private final Map<String, Integer> prunedPlaces = new TreeMap<>();
    private final Map<String, float[]> pruned = new TreeMap<>();
    private final Optional<PruningMasks> masks;
    private final Set<String> held;
    private final ActivationRoundings activations;

    /** @param place of the weight among the parameters */
    private record RoundedWeight(WeightRounding rounding, int place) {}

    /** The network of the task as it is at the start. */
    TrainingState(TrainingTask task, TrainableNetwork network, ActivationRoundings activations) throws IOException {
        this.model = task.document().model();
        this.start = task.config();
        this.network = network;
        this.parameters = network.parameters();
        this.masters = network.initial();
        this.effective = masters.clone();
        this.activations = activations;
        this.held = HeldConstants.of(model, start);
        Map<String, Integer> places = new HashMap<>();
        for (int place = 0; place < masters.length; place++) {
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
            if (PruningMasks.canHold(choice.format()) && place != null) {
                prunedPlaces.put(layer.name(), place);
                pruned.put(layer.name(), masters[place]);
            }
        }
        this.masks = task.plan().pruning().map(pruning -> new PruningMasks(pruning, sizes(pruned)));
    }

    private static Map<String, Integer> sizes(Map<String, float[]> arrays) {
        Map<String, Integer> sizes = new TreeMap<>();
        arrays.forEach((name, values) -> sizes.put(name, values.length));
        return sizes;
    }

    /**
     * What the network computes with in the step that begins.
     *
     * @param epoch epochs done, with the part of the present one
     */
    float[][] begin(double epoch) {
        masks.ifPresent(zeros -> zeros.advance(epoch, pruned));
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
        masks.ifPresent(zeros -> prunedPlaces.forEach((layer, place) -> zeros.apply(layer, gradients[place])));
    }

    /** Keeps the masters where they have an effect, after an update. */
    void updated() {
        for (RoundedWeight weight : weights) {
            weight.rounding.limit(masters[weight.place]);
        }
    }

    /**
     * Ends an epoch: prunes what is due, and makes ranges those that the trained values lead to.
     *
     * @param epochs done
     */
    void settle(int epochs) {
        masks.ifPresent(zeros -> zeros.advance(epochs, pruned));
        settleRanges();
    }

    /** With what the last update made of learned ranges. */
    private void settleRanges() {
        activations.freeze();
        for (RoundedWeight weight : weights) {
            weight.rounding.settle(masters[weight.place]);
        }
    }

    /**
     * The parameters that are trained.
     *
     * @param gradients of all parameters of the network
     */
    List<Trainable> parameters(float[][] gradients) {
        List<Trainable> all = new ArrayList<>();
        for (int place = 0; place < masters.length; place++) {
            TrainedParameter parameter = parameters.get(place);
            if (!held.contains(parameter.name())) {
                all.add(new Trainable(parameter.name(), masters[place], gradients[place], decays(parameter)));
            }
        }
        return all;
    }

    /** What else has a gradient: the steps of learned ranges. */
    List<Trainable> learned() {
        List<Trainable> all = new ArrayList<>();
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
        Map<String, float[]> values = new TreeMap<>(network.statistics());
        for (int place = 0; place < masters.length; place++) {
            values.put(parameters.get(place).name(), masters[place]);
        }
        List<WeightRounding> roundings =
                weights.stream().map(RoundedWeight::rounding).toList();
        return TrainedConfig.of(model, start, values, roundings, activations);
    }

    /** Share of the weights of quantized or pruned layers that are zero, as they were settled. */
    double sparsity() {
        Map<String, float[]> values = new TreeMap<>(masks.isPresent() ? pruned : Map.of());
        weights.forEach(weight -> values.put(weight.rounding.layer().name(), rounded(weight)));
        long zeros = 0;
        long count = 0;
        for (float[] weight : values.values()) {
            for (float value : weight) {
                zeros += value == 0 ? 1 : 0;
            }
            count += weight.length;
        }
        return count == 0 ? 0 : (double) zeros / count;
    }

    private float[] rounded(RoundedWeight weight) {
        CancelToken never = CancelToken.none();
        LayerWeights values = LayerWeights.passing(weight.rounding.layer(), masters[weight.place], never);
        return LayerQuantizer.values(values, weight.rounding.grids(), never);
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
        saved.putAll(SavedArrays.under(STATISTICS, network.statistics()));
        masks.ifPresent(zeros -> saved.putAll(SavedArrays.under(MASK, zeros.state())));
        return saved;
    }

    private void restoreStatistics(Map<String, float[]> saved) throws InferenceException {
        Map<String, float[]> statistics = new TreeMap<>();
        for (Map.Entry<String, float[]> entry : network.statistics().entrySet()) {
            String name = entry.getKey();
            statistics.put(name, SavedArrays.of(saved, STATISTICS + name, entry.getValue().length));
        }
        network.restoreStatistics(statistics);
    }

    /** @param epochs done then */
    void restore(Map<String, float[]> saved, int epochs) throws InferenceException {
        for (int place = 0; place < masters.length; place++) {
            SavedArrays.restore(saved, PARAMETER + parameters.get(place).name(), masters[place]);
        }
        for (RoundedWeight weight : weights) {
            String name = RANGE + weight.rounding.layer().name();
            weight.rounding.restore(SavedArrays.of(saved, name, weight.rounding.state().length));
        }
        activations.restore(SavedArrays.of(saved, ACTIVATIONS, activations.state().length));
        restoreStatistics(saved);
        if (masks.isPresent()) {
            masks.get().restore(SavedArrays.below(MASK, saved), epochs);
        }
        settleRanges();
    }
}
