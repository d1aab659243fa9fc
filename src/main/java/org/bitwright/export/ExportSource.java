package org.bitwright.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitwright.model.Layer;
import org.bitwright.model.Model;
import org.bitwright.model.Phrase;
import org.bitwright.model.Preprocessing;
import org.bitwright.model.ToldException;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.QuantizedLayer;
import org.bitwright.quant.target.ActivationPlan;
import org.bitwright.runtime.Candidate;
import org.bitwright.task.CancelToken;

/**
 * What is exported: a model under a configuration, with what is known about it.
 *
 * @param plan what the choices for activations come to on the configuration's target
 * @param inputs every file that the work was read from: none of them is ever written
 * @param preprocessing how raw values become inputs, where there are data
 * @param check samples to run written files on
 * @param results what was measured for {@code config}
 */
public record ExportSource(
        OnnxDocument document,
        QuantConfig config,
        LayerSource layers,
        ActivationPlan plan,
        List<Path> inputs,
        Optional<Preprocessing> preprocessing,
        Optional<CheckSet> check,
        Optional<ConfigResults> results) {
    public ExportSource {
        inputs = List.copyOf(inputs);
    }

    /** Of weights alone. */
    public ExportSource(
            OnnxDocument document,
            QuantConfig config,
            LayerSource layers,
            List<Path> inputs,
            Optional<Preprocessing> preprocessing,
            Optional<CheckSet> check,
            Optional<ConfigResults> results) {
        this(document, config, layers, ActivationPlan.none(), inputs, preprocessing, check, results);
    }

    /** The same with another plan for activations. */
    public ExportSource withPlan(ActivationPlan other) {
        return new ExportSource(document, config, layers, other, inputs, preprocessing, check, results);
    }

    public Model model() {
        return document.model();
    }

    QuantizedLayer quantized(Layer layer, CancelToken cancel) throws IOException {
        return layers.quantized(layer, config.of(layer.name()), cancel);
    }

    /** The values x̂ of one quantized weight, by its tensor name. */
    Map<String, float[]> simulated(Layer layer, CancelToken cancel) throws IOException {
        return Map.of(layer.weight().name(), SimulatedValues.of(layer, config.of(layer.name()), layers, cancel));
    }

    /** The values x̂ of every quantized weight, by the weight's tensor name, in storage order. */
    Map<String, float[]> simulatedWeights(CancelToken cancel) throws IOException {
        return SimulatedValues.of(model(), config, layers, cancel);
    }

    /** All that the simulation runs: quantized weights, biases as the plan stores them, and rounded activations. */
    Candidate simulation(CancelToken cancel) throws IOException {
        return SimulatedValues.candidate(model(), config, plan, layers, cancel);
    }

    /**
     * Refuses to write over a file that work was read from.
     *
     * @throws IOException if {@code target} is one of {@code inputs}, by whatever name
     */
    public static void refuse(Path target, List<Path> inputs) throws IOException {
        for (Path input : inputs) {
            boolean same = Files.exists(target) && Files.exists(input)
                    ? Files.isSameFile(target, input)
                    : target.toAbsolutePath()
                            .normalize()
                            .equals(input.toAbsolutePath().normalize());
            if (same) {
                throw new ToldException(
                        Phrase.of("'%s' is a file that this work was read from; choose another name", target));
            }
        }
    }
}
