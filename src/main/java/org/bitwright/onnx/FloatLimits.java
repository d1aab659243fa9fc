package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.io.IOException;
import java.util.Optional;

/**
 * A Clip in float before a QuantizeLinear, by which our own export keeps the limits of codes that end before those of
 * their type ({@link IntegerActivations}).
 */
final class FloatLimits {
    private FloatLimits() {}

    /** What the codes are then: those of the value before the Clip. Empty where there is none of ours. */
    static Optional<IntegerView> before(PlacedNode quantize, IntegerView view) throws IOException {
        Optional<PlacedNode> clip = quantize.origin(0)
                .filter(Origin.Computed.class::isInstance)
                .map(origin -> ((Origin.Computed) origin).by())
                .filter(by -> by.is("Clip") && isOurs(by));
        IntegerParameters all = view.parameters().orElseThrow();
        if (clip.isEmpty() || !all.isPerTensor() || all.type().isFloating()) {
            return Optional.empty();
        }
        Optional<Integer> low = code(limit(clip.get(), 1, "min"), all);
        Optional<Integer> high = code(limit(clip.get(), 2, "max"), all);
        if (low.isEmpty() || high.isEmpty() || low.get() >= high.get()) {
            return Optional.empty();
        }
        return Optional.of(
                IntegerView.ofActivation(clip.get().input(0), all.limited(low.get(), high.get()), view.maker()));
    }

    /** The value before the Clip is named without what the export put behind it. */
    static boolean isOurs(PlacedNode clip) {
        String within = clip.node().getOutput(0);
        String value = clip.input(0);
        return within.equals(value + "_within")
                || value.endsWith("_float") && within.equals(value.substring(0, value.length() - 6) + "_within");
    }

    private static Optional<Float> limit(PlacedNode clip, int input, String attribute) throws IOException {
        Optional<StoredTensor> stored = ParameterReader.constant(clip, input)
                .filter(tensor -> tensor.type().isWeight() && tensor.shape().elements() == 1);
        return stored.isPresent()
                ? Optional.of(stored.get().named(attribute).readFloats()[0])
                : clip.attribute(attribute).map(AttributeProto::getF);
    }

    /** The code whose value is the limit. */
    private static Optional<Integer> code(Optional<Float> limit, IntegerParameters all) {
        float scale = all.scales()[0];
        int zeroPoint = all.zeroPoints()[0];
        return limit.map(end -> (int) Math.rint(end / scale))
                .filter(steps -> steps * scale == limit.get())
                .map(steps -> steps + zeroPoint);
    }
}
