package org.bitwright.onnx;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bitwright.model.ElementType;
import org.bitwright.model.Layer;
import org.bitwright.model.Tensor;

/**
 * Constants that a file has as floats and quantizes as it runs, such as the factors of a normalization: where no layer's
 * choice rounds them, the float network gets the values of their codes.
 */
final class RoundedConstants {
    private RoundedConstants() {}

    /**
     * The document with such constants rounded.
     *
     * @param found what is known of constants, by name
     * @param chosen names of the layers whose weight a choice rounds
     */
    static OnnxDocument of(OnnxDocument document, Map<String, FoundWeight> found, Set<String> chosen)
            throws IOException {
        Set<String> weights = document.model().layers().stream()
                .filter(layer -> chosen.contains(layer.name()))
                .map(Layer::weight)
                .map(Tensor::name)
                .collect(Collectors.toSet());
        Map<String, float[]> rounded = new HashMap<>();
        for (Map.Entry<String, FoundWeight> entry : found.entrySet()) {
            String name = entry.getKey();
            Optional<Tensor> constant = document.constant(name)
                    .filter(tensor -> !weights.contains(name) && isRounded(tensor, entry.getValue()));
            if (constant.isPresent()) {
                rounded.put(name, rounded(constant.get(), entry.getValue().parameters()));
            }
        }
        return rounded.isEmpty()
                ? document
                : document.reinterpreted(
                        SimulatedWeights.replace(document, rounded).proto());
    }

    private static boolean isRounded(Tensor tensor, FoundWeight found) {
        return found.codes().isEmpty()
                && found.form() == FoundWeight.Form.LINEAR
                && !found.parameters().type().isFloating()
                && tensor.type() == ElementType.FLOAT32
                && areUsual(found.parameters().scales());
    }

    /** What a file divides by need not be a scale. */
    private static boolean areUsual(float[] scales) {
        for (float scale : scales) {
            if (!(scale >= Float.MIN_NORMAL) || scale == Float.POSITIVE_INFINITY) {
                return false;
            }
        }
        return true;
    }

    private static float[] rounded(Tensor tensor, IntegerParameters parameters) throws IOException {
        float[] values = tensor.readFloats();
        int[] granules = StoredCodes.granules(tensor.shape(), parameters.axis());
        for (int i = 0; i < values.length; i++) {
            int granule = granules.length == 0 ? 0 : granules[i];
            float scale = parameters.scales()[granule];
            int zeroPoint = parameters.zeroPoints()[granule];
            double code = Math.rint(values[i] / scale) + zeroPoint;
            double within = Math.max(parameters.low(), Math.min(parameters.high(), code));
            values[i] = (float) (within - zeroPoint) * scale;
        }
        return values;
    }
}
