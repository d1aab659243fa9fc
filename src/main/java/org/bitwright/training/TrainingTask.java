package org.bitwright.training;

import java.util.Map;
import java.util.Objects;
import org.bitwright.model.Dataset;
import org.bitwright.model.Preprocessing;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.target.Quantizer;

/**
 * Everything that a run is made of.
 *
 * @param document of the float network
 * @param config the configuration that the run starts from: formats, grids, and weights where it has its own
 * @param activations what rounds activations, by edge, as the target's rules make it of the configuration
 * @param data training samples, labelled unless soft targets are all of the loss
 * @param trainingSamples numbers of the samples that are trained on, in the order of the data; what is held out for
 *     validation is not among them. Not written to.
 */
public record TrainingTask(
        OnnxDocument document,
        QuantConfig config,
        Map<String, Quantizer> activations,
        Dataset data,
        Preprocessing preprocessing,
        int[] trainingSamples,
        TrainingPlan plan) {
    public TrainingTask {
        activations = Map.copyOf(activations);
        for (int sample : trainingSamples) {
            Objects.checkIndex(sample, data.size());
        }
    }
}
