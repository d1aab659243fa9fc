package org.bitwright.ui.inspector;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.ActivationMode;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.FormatRules;
import org.bitwright.quant.FormatRules.Obstacle;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Scheme;
import org.bitwright.ui.common.EdgeRow;

/**
 * What was chosen for the selected activations, and what could be.
 *
 * @param scheme of integers only
 * @param configs one an activation
 * @param governed whether a rule of the target decides for all of them
 * @param ranged whether all of them have ranges that can be set
 * @param calibrated whether one of them has a range that a calibrator finds
 */
record EdgeChoices(
        Shared<FormatFamily> kind,
        Shared<Integer> bits,
        Shared<Scheme> scheme,
        Shared<ActivationMode> mode,
        Shared<Calibrator> calibrator,
        List<ActivationConfig> configs,
        boolean governed,
        boolean ranged,
        boolean calibrated) {

    static EdgeChoices of(List<EdgeRow> rows) {
        List<ActivationConfig> configs = rows.stream().map(EdgeRow::config).toList();
        return new EdgeChoices(
                Shared.of(configs.stream().map(config -> FormatFamily.of(config.format()))),
                Shared.of(configs.stream().map(config -> config.format().bits())),
                Shared.of(uniform(configs).map(NumberFormat.Uniform::scheme)),
                Shared.of(configs.stream().map(ActivationConfig::mode)),
                Shared.of(configs.stream().map(ActivationConfig::calibrator)),
                configs,
                !rows.isEmpty() && rows.stream().allMatch(EdgeRow::isGoverned),
                !rows.isEmpty() && rows.stream().allMatch(EdgeRow::hasRange),
                rows.stream().anyMatch(EdgeRow::hasRange));
    }

    private static Stream<NumberFormat.Uniform> uniform(List<ActivationConfig> configs) {
        return configs.stream()
                .map(ActivationConfig::format)
                .filter(NumberFormat.Uniform.class::isInstance)
                .map(NumberFormat.Uniform.class::cast);
    }

    /** Whether all are integers. */
    boolean integers() {
        return !configs.isEmpty() && uniform(configs).count() == configs.size();
    }

    boolean anyQuantized() {
        return configs.stream().anyMatch(ActivationConfig::isQuantized);
    }

    boolean anyDynamic() {
        return configs.stream().anyMatch(ActivationConfig::isDynamic);
    }

    boolean handMade() {
        return configs.stream().anyMatch(ActivationConfig::isHandMade);
    }

    /** Whether the zero point can be chosen. */
    boolean hasZeroPoint() {
        return integers() && scheme.value().filter(Scheme::hasZeroPoint).isPresent();
    }

    /** Why no activation can have its range found by this calibrator. */
    Optional<Obstacle> obstacle(Calibrator wanted) {
        Optional<Obstacle> first = Optional.empty();
        for (ActivationConfig config : configs) {
            Optional<Obstacle> obstacle = FormatRules.obstacle(config.format(), wanted);
            if (obstacle.isEmpty()) {
                return Optional.empty();
            }
            first = first.or(() -> obstacle);
        }
        return first;
    }
}
