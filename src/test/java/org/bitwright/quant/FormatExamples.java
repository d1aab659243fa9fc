package org.bitwright.quant;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Every format at every granularity that has a meaning for it. */
public final class FormatExamples {
    private static final List<Granularity> GRANULARITIES = List.of(
            Granularity.TENSOR,
            Granularity.CHANNEL,
            Granularity.group(16),
            Granularity.group(32),
            Granularity.group(64));

    private FormatExamples() {}

    public static List<NumberFormat> formats() {
        List<NumberFormat> formats = new ArrayList<>();
        for (FormatFamily family : FormatFamily.values()) {
            if (family == FormatFamily.INT) {
                for (Scheme scheme : Scheme.values()) {
                    Stream.of(2, 3, 4, 8, 11, 16).forEach(bits -> formats.add(family.at(bits, scheme)));
                }
            } else if (family == FormatFamily.CODEBOOK) {
                Stream.of(1, 3, 4, 8).forEach(bits -> formats.add(family.at(bits, Scheme.SYMMETRIC)));
            } else if (family != FormatFamily.FLOAT) {
                formats.add(family.at(family.maxBits(), Scheme.SYMMETRIC));
            }
        }
        return formats;
    }

    /** With the least range as calibrator, which every format knows. */
    public static List<TensorConfig> configs() {
        return formats().stream()
                .flatMap(format -> GRANULARITIES.stream()
                        .filter(granularity ->
                                FormatRules.obstacle(format, granularity).isEmpty())
                        .map(granularity -> TensorConfig.of(format, granularity, Calibrator.minMax())))
                .toList();
    }
}
