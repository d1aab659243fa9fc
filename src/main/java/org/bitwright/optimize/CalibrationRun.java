package org.bitwright.optimize;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bitwright.onnx.LayerOperation;
import org.bitwright.onnx.LayerOperations;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.quant.QuantConfig;
import org.bitwright.runtime.ActivationRecorder;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;

/** A network on its calibration samples, float and quantized: what all improvements look at. */
final class CalibrationRun {
    private final OnnxDocument document;
    private final LayerOperations operations;
    private final ActivationRecorder recorder;
    private final NetworkConstants constants;
    private final ImprovementOptions options;

    CalibrationRun(
            OnnxDocument document,
            LayerOperations operations,
            ActivationRecorder recorder,
            NetworkConstants constants,
            ImprovementOptions options) {
        this.document = document;
        this.operations = operations;
        this.recorder = recorder;
        this.constants = constants;
        this.options = options;
    }

    OnnxDocument document() {
        return document;
    }

    LayerOperations operations() {
        return operations;
    }

    NetworkConstants constants() {
        return constants;
    }

    ImprovementOptions options() {
        return options;
    }

    int samples() {
        return Math.min(options.samples(), recorder.samples());
    }

    /** Rows of a layer: inputs of the quantized network, outputs of the float one. */
    SampledRows rows(LayerOperation layer, QuantConfig config, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        return new RowCollector(layer, samples(), options.rows(), options.seed())
                .collect(
                        run(constants.quantized(config, cancel)),
                        run(NetworkConstants.reference(config)),
                        progress,
                        cancel);
    }

    private RowCollector.Run run(Map<String, float[]> network) {
        return (value, samples, sink, progress, cancel) ->
                recorder.record(network, Set.of(value), samples, sink, progress, cancel);
    }

    /** Means of the results of layers in the float network behind a configuration. */
    Map<String, ChannelMeans> floatMeans(
            List<LayerOperation> layers, QuantConfig config, Progress progress, CancelToken cancel)
            throws InferenceException {
        return means(layers, NetworkConstants.reference(config), progress, cancel);
    }

    /** The mean of the result of one layer in the quantized network. */
    ChannelMeans quantizedMeans(LayerOperation layer, QuantConfig config, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        ChannelMeans means = new ChannelMeans(layer);
        recorder.record(
                constants.quantized(config, cancel),
                Set.of(layer.result()),
                samples(),
                (first, values) -> means.take(values.get(layer.result())),
                progress,
                cancel);
        return means;
    }

    private Map<String, ChannelMeans> means(
            List<LayerOperation> layers, Map<String, float[]> network, Progress progress, CancelToken cancel)
            throws InferenceException {
        Map<String, ChannelMeans> means = new HashMap<>();
        layers.forEach(layer -> means.put(layer.result(), new ChannelMeans(layer)));
        recorder.record(
                network,
                means.keySet(),
                samples(),
                (first, values) -> means.forEach((value, mean) -> mean.take(values.get(value))),
                progress,
                cancel);
        return means;
    }

    /** How far the results of layers lie from the float network's. */
    OutputErrors errors(List<LayerOperation> layers, QuantConfig config, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        OutputErrors errors = new OutputErrors(layers);
        if (!layers.isEmpty()) {
            recorder.record(
                    List.of(Map.of(), NetworkConstants.reference(config), constants.quantized(config, cancel)),
                    errors.values(),
                    samples(),
                    (first, networks) -> errors.take(networks),
                    progress,
                    cancel);
        }
        return errors;
    }
}
