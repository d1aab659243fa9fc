package org.bitwright.quant.target;

import java.util.List;
import java.util.Optional;
import org.bitwright.model.Layer;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantConfig;

/**
 * Tells of layers that multiply unsigned by signed numbers of 8 bits: x86 processors before VNNI add pairs of such
 * products in 16 bits ({@code vpmaddubsw}), and 255 · 127 · 2 does not fit.
 */
final class Saturation {
    private Saturation() {}

    static Optional<RuleNote> note(
            Network network, QuantConfig config, Placement placement, OperatorCheck check, RuntimeRules rules) {
        if (!rules.needsOneSign()) {
            return Optional.empty();
        }
        List<String> layers = network.operators().stream()
                .filter(check::isInteger)
                .filter(operator -> network.inputs(operator).stream()
                        .flatMap(input -> placement.root(input).stream())
                        .anyMatch(root -> isUnsigned(placement.choice(root).format())))
                .flatMap(operator -> network.layer(operator).stream())
                .map(Layer::name)
                .filter(layer -> isSignedByte(config.of(layer).format()))
                .toList();
        return layers.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new RuleNote(TargetRule.SATURATION, layers.get(0), List.of(String.valueOf(layers.size() - 1))));
    }

    private static boolean isUnsigned(NumberFormat format) {
        return format instanceof NumberFormat.Uniform uniform
                && uniform.scheme().hasZeroPoint();
    }

    private static boolean isSignedByte(NumberFormat format) {
        return format instanceof NumberFormat.Uniform uniform
                && uniform.bits() == 8
                && !uniform.scheme().hasZeroPoint();
    }
}
