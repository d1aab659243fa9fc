package org.bitwright.quant.target;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.bitwright.model.Layer;
import org.bitwright.model.Model;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FloatType;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Preset;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TargetProfile;
import org.bitwright.quant.TensorConfig;

/**
 * Named starting points for a whole network: weights, activations and the runtime that both are made for. The names are
 * stable: the command line takes {@link #id()}.
 */
public enum NetworkPreset {
    /** Weights per channel, static asymmetric activations: what ONNX Runtime computes fastest on a CPU. */
    W8A8("w8a8", TargetProfile.ORT_CPU, Preset.INT8_CHANNEL, Optional.of(integers(8, Scheme.ASYMMETRIC))),
    /** The same with ranges of every run's own: no calibration data are needed. */
    W8A8_DYNAMIC("w8a8-dynamic", TargetProfile.ORT_CPU, Preset.INT8_CHANNEL, Optional.of(ActivationConfig.dynamic())),
    /** Weights alone: 4 bits in groups of 32 where a matrix is multiplied, 8 bits per channel elsewhere. */
    W4A16_GROUP32("w4a16-group32", TargetProfile.NONE, Preset.INT4_GROUP32, Optional.empty()),
    /** Weights of 4 bits in the file, from which ONNX Runtime makes 8-bit integers when it loads it. */
    W4A8("w4a8", TargetProfile.ORT_CPU, Preset.INT4_CHANNEL_MSE, Optional.of(integers(8, Scheme.ASYMMETRIC))),
    /** As TensorFlow Lite's 8-bit specification. */
    W8A8_TFLITE("w8a8-tflite", TargetProfile.TFLM, Preset.INT8_NARROW, Optional.of(integers(8, Scheme.ASYMMETRIC))),
    /** TensorFlow Lite's activations of 16 bits with weights of 8. */
    INT16X8("int16x8", TargetProfile.TFLM, Preset.INT8_NARROW, Optional.of(integers(16, Scheme.SYMMETRIC))),
    /** Symmetric everywhere. */
    W8A8_TENSORRT(
            "w8a8-tensorrt", TargetProfile.TENSORRT, Preset.INT8_CHANNEL, Optional.of(integers(8, Scheme.SYMMETRIC))),
    /** E4M3 weights per channel and activations. */
    FP8("fp8", TargetProfile.NONE, Preset.FP8_E4M3, Optional.of(floats(FloatType.E4M3FN)));

    private final String id;
    private final TargetProfile target;
    private final Preset weights;
    private final Optional<ActivationConfig> activation;

    NetworkPreset(String id, TargetProfile target, Preset weights, Optional<ActivationConfig> activation) {
        this.id = id;
        this.target = target;
        this.weights = weights;
        this.activation = activation;
    }

    public String id() {
        return id;
    }

    public static Optional<NetworkPreset> byId(String id) {
        return Arrays.stream(values()).filter(preset -> preset.id.equals(id)).findFirst();
    }

    public TargetProfile target() {
        return target;
    }

    /** What the preset makes of a layer, as it is possible for it. */
    public TensorConfig weight(Layer layer) {
        boolean isMatrix = layer.op().equals("MatMul") || layer.op().equals("Gemm");
        boolean inGroups = weights == Preset.INT4_GROUP32;
        return (inGroups && !isMatrix ? Preset.INT8_CHANNEL : weights).config().fitting(layer);
    }

    /** What it makes of activations; empty where they stay float. */
    public Optional<ActivationConfig> activation() {
        return activation;
    }

    /** The activations that it quantizes, with what it makes of them. */
    public Map<String, ActivationConfig> activations(Model model) {
        Map<String, ActivationConfig> choices = new LinkedHashMap<>();
        activation.ifPresent(choice ->
                TargetRules.usualEdges(model, target, choice.mode()).forEach(edge -> choices.put(edge, choice)));
        return choices;
    }

    private static ActivationConfig integers(int bits, Scheme scheme) {
        return ActivationConfig.ofStatic(new NumberFormat.Uniform(bits, scheme), Calibrator.minMax());
    }

    private static ActivationConfig floats(FloatType type) {
        return ActivationConfig.ofStatic(new NumberFormat.Minifloat(type), Calibrator.minMax());
    }
}
