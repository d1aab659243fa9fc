package org.bitwright.training.quantizer;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bitwright.model.Layer;
import org.bitwright.model.Model;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.GranuleLayout;
import org.bitwright.quant.Grid;
import org.bitwright.quant.GridRounding;
import org.bitwright.quant.LayerGrids;
import org.bitwright.quant.LayerQuantizer;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.ManualGrid;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.WeightOverlay;
import org.bitwright.quant.target.Quantizer;
import org.bitwright.task.CancelToken;

/**
 * Makes the configuration of a trained network: the trained constants as overlays, and the grids that training rounded to
 * at its end, so that the workbench comes to bit for bit the values that the last forward pass had. Where a format's own
 * rule finds those grids for the trained weights again, it is left to it; else they are set by hand; where a format has no
 * range to set, the rounded values themselves become the weight.
 */
public final class TrainedConfig {
    /** How overlays say where they are from. */
    public static final String ORIGIN = "training";

    private final Model model;
    private final QuantConfig start;
    private final Map<String, float[]> parameters;

    private TrainedConfig(Model model, QuantConfig start, Map<String, float[]> parameters) {
        this.model = model;
        this.start = start;
        this.parameters = new TreeMap<>();
        parameters.forEach((name, values) -> this.parameters.put(name, values.clone()));
    }

    /**
     * @param start the configuration that training began with
     * @param parameters every trained constant by name, weights as they were trained (not rounded); copied
     * @param weights of the quantized layers, settled and rounded to what is trained
     * @param activations as they stand
     */
    public static QuantConfig of(
            Model model,
            QuantConfig start,
            Map<String, float[]> parameters,
            Collection<WeightRounding> weights,
            ActivationRoundings activations) {
        return new TrainedConfig(model, start, parameters).config(weights, activations.quantizers());
    }

    private QuantConfig config(Collection<WeightRounding> weights, Map<String, Quantizer> quantizers) {
        Map<String, TensorConfig> grids = new LinkedHashMap<>();
        for (WeightRounding rounding : weights) {
            String name = rounding.layer().weight().name();
            float[] master = parameters.get(name);
            if (master != null) {
                grids.put(rounding.layer().name(), withGrids(rounding, master));
            }
        }
        QuantConfig config = start;
        Map<String, Map<String, float[]>> overlays =
                OverlayPlaces.of(model, start).shared(parameters);
        for (Layer layer : model.layers()) {
            TensorConfig choice = grids.getOrDefault(layer.name(), start.of(layer.name()));
            Map<String, float[]> values = overlays.getOrDefault(layer.name(), Map.of());
            if (!values.isEmpty()) {
                Map<Integer, ManualGrid> manual = choice.manual();
                choice = choice.withOverlay(Optional.of(overlay(start.of(layer.name()), values)))
                        .withManual(manual);
            }
            if (!choice.equals(start.of(layer.name()))) {
                config = config.with(layer.name(), choice);
            }
        }
        return withActivations(config, quantizers);
    }

    private static WeightOverlay overlay(TensorConfig before, Map<String, float[]> values) {
        return before.overlay().map(overlay -> over(overlay, values)).orElseGet(() -> WeightOverlay.of(ORIGIN, values));
    }

    private static WeightOverlay over(WeightOverlay before, Map<String, float[]> values) {
        if (!before.origin().endsWith(ORIGIN)) {
            return before.with(ORIGIN, values);
        }
        Map<String, float[]> all = new TreeMap<>(before.values());
        all.putAll(values);
        return WeightOverlay.of(before.origin(), all);
    }

    /** The choice that leads to the grids of a rounding; may put the rounded values in the place of the weight. */
    private TensorConfig withGrids(WeightRounding rounding, float[] master) {
        TensorConfig free = rounding.config();
        Layer layer = rounding.layer();
        LayerGrids grids = rounding.grids();
        if (leadsTo(layer, free, master, grids)) {
            return free;
        }
        if (free.format() instanceof NumberFormat.Ranged ranged) {
            Map<Integer, ManualGrid> manual = new TreeMap<>();
            for (int granule = 0; granule < grids.size(); granule++) {
                int place = granule;
                manual.put(
                        granule,
                        ManualEdge.byHand(ranged, grids.get(granule))
                                .orElseThrow(() -> cannotBeSet(layer, grids.get(place))));
            }
            return free.withManual(manual);
        }
        float[] rounded = new float[master.length];
        GridRounding.round(master, GranuleLayout.of(layer, grids.granularity()), grids, rounded);
        parameters.put(layer.weight().name(), rounded);
        return free;
    }

    private static boolean leadsTo(Layer layer, TensorConfig config, float[] master, LayerGrids grids) {
        CancelToken never = CancelToken.none();
        return LayerQuantizer.grids(LayerWeights.passing(layer, master, never), config, never)
                .list()
                .equals(grids.list());
    }

    private static IllegalStateException cannotBeSet(Layer layer, Grid grid) {
        return new IllegalStateException("no range of layer '" + layer.name() + "' leads to " + grid);
    }

    private QuantConfig withActivations(QuantConfig config, Map<String, Quantizer> quantizers) {
        Map<String, ActivationConfig> choices = new LinkedHashMap<>(config.activations());
        quantizers.forEach((edge, quantizer) -> {
            if (quantizer instanceof Quantizer.Static fixed) {
                ManualEdge.of(config.activation(edge), fixed.grid()).ifPresent(choice -> choices.put(edge, choice));
            }
        });
        return config.withActivations(choices);
    }
}
