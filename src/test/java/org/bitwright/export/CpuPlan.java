package org.bitwright.export;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bitwright.model.Edge;
import org.bitwright.model.Layer;
import org.bitwright.model.Model;
import org.bitwright.model.Operator;
import org.bitwright.quant.LayerGrids;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Range;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.UniformGrid;
import org.bitwright.quant.target.ActivationPlan;
import org.bitwright.quant.target.BiasPlan;
import org.bitwright.quant.target.Quantizer;
import org.bitwright.runtime.ActivationRecorder;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;

/**
 * A plan made by hand from the rules that ONNX Runtime's fusions need: one grid a value, rounded behind the Relu that
 * follows an operator, carried through movers, biases at input scale times weight scale.
 */
final class CpuPlan {
    private static final CancelToken NEVER = CancelToken.none();
    private static final Set<String> MOVERS =
            Set.of("MaxPool", "Flatten", "Reshape", "Transpose", "Squeeze", "Unsqueeze");

    private final ExportSource source;
    private final Map<String, Quantizer> quantizers = new LinkedHashMap<>();
    private final Map<String, Quantizer> carried = new LinkedHashMap<>();
    private final Map<String, Operator> operators = new HashMap<>();

    private CpuPlan(ExportSource source) {
        this.source = source;
        source.model().operators().forEach(operator -> operators.put(operator.name(), operator));
    }

    /** Asymmetric 8 bits everywhere, ranges from the source's check samples. */
    static ActivationPlan ofStatic(ExportSource source) throws IOException, InferenceException {
        return new CpuPlan(source).plan();
    }

    /** The inputs of layers, with a range of every run's own. */
    static ActivationPlan ofDynamic(ExportSource source) {
        Map<String, Quantizer> dynamic = new LinkedHashMap<>();
        CpuPlan plan = new CpuPlan(source);
        for (Layer layer : source.model().layers()) {
            plan.input(layer).ifPresent(edge -> dynamic.put(edge, Quantizer.dynamic()));
        }
        return new ActivationPlan(dynamic, Map.of(), Map.of(), List.of(), List.of());
    }

    /** The step of an activation's grid. */
    static float step(ExportSource source, String edge) {
        return ((Quantizer.Static) source.plan().quantizers().get(edge)).grid().step();
    }

    private ActivationPlan plan() throws IOException, InferenceException {
        Model model = source.model();
        Map<String, float[]> ends = ends(model);
        for (Edge edge : model.edges()) {
            String moved = MOVERS.contains(edge.producerType())
                    ? operators.get(edge.producer()).inputs().get(0)
                    : "";
            if (quantizers.containsKey(moved) || carried.containsKey(moved)) {
                carried.put(
                        edge.name(), quantizers.getOrDefault(moved, carried.getOrDefault(moved, Quantizer.dynamic())));
            } else if (!isFolded(edge)) {
                float[] range = ends.get(edge.name());
                quantizers.put(
                        edge.name(),
                        Quantizer.of(UniformGrid.of(
                                new NumberFormat.Uniform(8, Scheme.ASYMMETRIC), new Range(range[0], range[1]))));
            }
        }
        return new ActivationPlan(quantizers, carried, biases(model), List.of(), List.of());
    }

    private boolean isFolded(Edge edge) {
        return edge.consumers().size() == 1
                && operators.get(edge.consumers().get(0)).type().equals("Relu");
    }

    private Map<String, float[]> ends(Model model) throws IOException, InferenceException {
        CheckSet check = source.check().orElseThrow();
        Map<String, float[]> ends = new HashMap<>();
        Set<String> names = new java.util.LinkedHashSet<>();
        model.edges().forEach(edge -> names.add(edge.name()));
        ActivationRecorder recorder =
                ActivationRecorder.open(source.document(), check.data(), check.preprocessing(), CancelToken.none());
        recorder.record(
                source.simulatedWeights(NEVER),
                names,
                check.samples(),
                (first, values) ->
                        names.forEach(name -> widen(ends, name, values.get(name).values())),
                new Progress(),
                NEVER);
        return ends;
    }

    private static void widen(Map<String, float[]> ends, String name, float[] values) {
        float[] range = ends.computeIfAbsent(name, edge -> new float[2]);
        for (float value : values) {
            range[0] = Math.min(range[0], value);
            range[1] = Math.max(range[1], value);
        }
    }

    private java.util.Optional<String> input(Layer layer) {
        Operator operator = operators.get(layer.operators().get(0));
        return layer.weight().name().equals(operator.inputs().get(1))
                ? java.util.Optional.of(operator.inputs().get(0))
                : java.util.Optional.empty();
    }

    private Map<String, BiasPlan> biases(Model model) throws IOException {
        Map<String, BiasPlan> biases = new LinkedHashMap<>();
        for (Layer layer : model.layers()) {
            Quantizer before = input(layer)
                    .map(edge -> quantizers.getOrDefault(edge, carried.get(edge)))
                    .orElse(null);
            if (before instanceof Quantizer.Static fixed && layer.bias().isPresent()) {
                LayerGrids weights = source.quantized(layer, NEVER).layerGrids();
                float scale = ((UniformGrid) fixed.grid()).scale();
                float[] bias = layer.bias().get().readFloats();
                float[] scales = new float[bias.length];
                int[] codes = new int[bias.length];
                float[] values = new float[bias.length];
                for (int i = 0; i < bias.length; i++) {
                    scales[i] = scale * ((UniformGrid) weights.get(weights.size() == 1 ? 0 : i)).scale();
                    codes[i] = (int) Math.rint(bias[i] / scales[i]);
                    values[i] = codes[i] * scales[i];
                }
                biases.put(layer.name(), new BiasPlan(layer.bias().get().name(), scales, codes, values));
            }
        }
        return biases;
    }
}
