package org.bitwright.optimize;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.bitwright.onnx.LayerGeometry;
import org.bitwright.onnx.LayerOperation;
import org.bitwright.runtime.Activation;
import org.bitwright.runtime.Activations;

/**
 * Sums up how far the layers' outputs of a quantized network lie from the float network's. Three networks run side by
 * side: the model as it is, the float network that was quantized (with its channels scaled by equalization, perhaps), and
 * the quantized one. A channel's error is brought back to the model's own units by the ratio of its powers in the first
 * two.
 */
final class OutputErrors {
    private final Map<String, LayerOperation> layers;
    private final Map<String, double[][]> sums = new HashMap<>();

    OutputErrors(Collection<LayerOperation> layers) {
        this.layers = layers.stream()
                .collect(Collectors.toMap(LayerOperation::name, layer -> layer, (a, b) -> a, LinkedHashMap::new));
        layers.forEach(
                layer -> sums.put(layer.name(), new double[3][layer.geometry().outputs()]));
    }

    /** Names of the values that are compared. */
    Set<String> values() {
        return layers.values().stream().map(LayerOperation::result).collect(Collectors.toSet());
    }

    /** @param networks what the model, the float network and the quantized one gave */
    void take(List<Activations> networks) {
        for (LayerOperation layer : layers.values()) {
            String value = layer.result();
            double[][] of = sums.getOrDefault(layer.name(), new double[3][0]);
            add(
                    layer,
                    networks.get(0).get(value).values(),
                    networks.get(1).get(value),
                    networks.get(2).get(value).values(),
                    of);
        }
    }

    private static void add(
            LayerOperation layer, float[] original, Activation reference, float[] quantized, double[][] into) {
        ChannelRuns.visit(layer, reference, (channel, from, count, stride) -> {
            double own = 0;
            double power = 0;
            double error = 0;
            for (int i = 0, at = from; i < count; i++, at += stride) {
                double e = (double) quantized[at] - reference.values()[at];
                own += (double) original[at] * original[at];
                power += (double) reference.values()[at] * reference.values()[at];
                error += e * e;
            }
            into[0][channel] += own;
            into[1][channel] += power;
            into[2][channel] += error;
        });
    }

    OutputError of(String layer) {
        double[][] of = sums.get(layer);
        if (of == null) {
            return OutputError.UNKNOWN;
        }
        double power = 0;
        double error = 0;
        for (int channel = 0; channel < of[0].length; channel++) {
            power += of[0][channel];
            error += of[1][channel] > 0 ? of[2][channel] * (of[0][channel] / of[1][channel]) : of[2][channel];
        }
        return new OutputError(power, error);
    }

    /** The values of each channel within a layer's output. */
    static final class ChannelRuns {
        private ChannelRuns() {}

        /** Takes {@code count} values of one channel, {@code stride} apart. */
        @FunctionalInterface
        interface Visitor {
            void visit(int channel, int from, int count, int stride);
        }

        static void visit(LayerOperation layer, Activation output, Visitor visitor) {
            int channels = layer.geometry().outputs();
            if (layer.geometry() instanceof LayerGeometry.Product) {
                for (int channel = 0; channel < channels; channel++) {
                    visitor.visit(channel, channel, output.values().length / channels, channels);
                }
                return;
            }
            int positions = output.sampleSize() / channels;
            for (int sample = 0; sample < output.samples(); sample++) {
                for (int channel = 0; channel < channels; channel++) {
                    visitor.visit(channel, (sample * channels + channel) * positions, positions, 1);
                }
            }
        }
    }
}
