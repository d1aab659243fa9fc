package org.bitwright.export;

import java.util.Map;
import java.util.Optional;
import org.bitwright.model.ElementType;
import org.bitwright.model.Layer;
import org.bitwright.model.Phrase;
import org.bitwright.model.Tensor;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.quant.AssignedCodes;
import org.bitwright.quant.CodeRange;
import org.bitwright.quant.Rounding;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.WeightOverlay;

/** Whether the changed weights and assigned codes of a configuration can be those of a layer. */
public final class ChangeFit {
    private ChangeFit() {}

    /** Why not, in a user's words without a full stop; empty where they fit, or there are none. */
    public static Optional<Phrase> misfit(OnnxDocument document, Layer layer, TensorConfig config) {
        Optional<Phrase> overlay = config.overlay().flatMap(changed -> misfit(document, changed));
        if (overlay.isPresent() || !(config.rounding() instanceof Rounding.Assigned assigned)) {
            return overlay;
        }
        AssignedCodes codes = assigned.codes();
        if (codes.size() != layer.parameters()) {
            return Optional.of(Phrase.of("%s codes are assigned to its %s weights", codes.size(), layer.parameters()));
        }
        return !config.format().isQuantized() || !CodeRange.of(config.format()).holds(codes)
                ? Optional.of(Phrase.of("codes are assigned to it that its format does not have"))
                : Optional.empty();
    }

    private static Optional<Phrase> misfit(OnnxDocument document, WeightOverlay overlay) {
        return misfit(document, overlay.values()).or(() -> misfit(document, overlay.uncorrected()));
    }

    private static Optional<Phrase> misfit(OnnxDocument document, Map<String, float[]> constants) {
        for (Map.Entry<String, float[]> changed : constants.entrySet()) {
            Optional<Tensor> constant = document.constant(changed.getKey());
            if (constant.map(Tensor::type).filter(ElementType::isWeight).isEmpty()) {
                return Optional.of(
                        Phrase.of("the model has no float constant '%s' that could be changed", changed.getKey()));
            }
            long values = constant.get().shape().elements();
            if (values != changed.getValue().length) {
                return Optional.of(Phrase.of(
                        "'%s' has %s values, but %s changed ones are given",
                        changed.getKey(), values, changed.getValue().length));
            }
        }
        return Optional.empty();
    }
}
