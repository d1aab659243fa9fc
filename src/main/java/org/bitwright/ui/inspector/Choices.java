package org.bitwright.ui.inspector;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.ui.common.LayerRow;

/**
 * What was chosen for the selected layers.
 *
 * @param bits of integers only
 * @param scheme of integers only
 * @param uniform whether all are integers, so that ranges can be edited
 * @param noChannels why there is no choice of granularity; empty where there is
 */
record Choices(
        Shared<FormatFamily> kind,
        Shared<Integer> bits,
        Shared<Scheme> scheme,
        Shared<Granularity> granularity,
        Shared<Calibrator> calibrator,
        boolean uniform,
        boolean handMade,
        Optional<String> noChannels) {

    static Choices of(List<LayerRow> rows) {
        List<TensorConfig> configs = rows.stream().map(LayerRow::config).toList();
        return new Choices(
                Shared.of(configs.stream().map(config -> FormatFamily.of(config.format()))),
                Shared.of(uniform(configs).map(NumberFormat.Uniform::bits)),
                Shared.of(uniform(configs).map(NumberFormat.Uniform::scheme)),
                Shared.of(configs.stream().map(TensorConfig::granularity)),
                Shared.of(configs.stream().map(TensorConfig::calibrator)),
                !rows.isEmpty() && uniform(configs).count() == configs.size(),
                configs.stream().anyMatch(TensorConfig::isHandMade),
                reason(rows));
    }

    private static Stream<NumberFormat.Uniform> uniform(List<TensorConfig> configs) {
        return configs.stream()
                .map(TensorConfig::format)
                .filter(NumberFormat.Uniform.class::isInstance)
                .map(NumberFormat.Uniform.class::cast);
    }

    private static Optional<String> reason(List<LayerRow> rows) {
        boolean none = rows.stream().allMatch(row -> row.layer().channelAxis().isEmpty());
        return none && !rows.isEmpty() ? Optional.of(rows.get(0).layer().channelAxisNote()) : Optional.empty();
    }
}
