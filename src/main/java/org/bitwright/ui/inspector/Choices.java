package org.bitwright.ui.inspector;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bitwright.model.Layer;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.FormatRules;
import org.bitwright.quant.FormatRules.Obstacle;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Rounding;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.ui.common.GranularityTexts;
import org.bitwright.ui.common.LayerRow;

/**
 * What was chosen for the selected layers, and what could be. A choice is possible where one of the layers can take it.
 *
 * @param scheme of integers only
 * @param layers the selected ones
 * @param configs one a layer
 */
record Choices(
        Shared<FormatFamily> kind,
        Shared<Integer> bits,
        Shared<Scheme> scheme,
        Shared<Granularity> granularity,
        Shared<Calibrator> calibrator,
        Shared<Rounding> rounding,
        List<Layer> layers,
        List<TensorConfig> configs) {

    /** The widths that can be typed. */
    record Widths(int least, int most) {}

    static Choices of(List<LayerRow> rows) {
        List<TensorConfig> configs = rows.stream().map(LayerRow::config).toList();
        return new Choices(
                Shared.of(configs.stream().map(config -> FormatFamily.of(config.format()))),
                Shared.of(configs.stream().map(config -> config.format().bits())),
                Shared.of(uniform(configs).map(NumberFormat.Uniform::scheme)),
                Shared.of(configs.stream().map(TensorConfig::granularity)),
                Shared.of(configs.stream().map(TensorConfig::calibrator)),
                Shared.of(configs.stream().map(TensorConfig::rounding)),
                rows.stream().map(LayerRow::layer).toList(),
                configs);
    }

    private static Stream<NumberFormat.Uniform> uniform(List<TensorConfig> configs) {
        return configs.stream()
                .map(TensorConfig::format)
                .filter(NumberFormat.Uniform.class::isInstance)
                .map(NumberFormat.Uniform.class::cast);
    }

    /** Whether all are integers. */
    boolean integers() {
        return !configs.isEmpty() && uniform(configs).count() == configs.size();
    }

    /** Whether the scales of all follow from ranges. */
    boolean ranged() {
        return !configs.isEmpty()
                && configs.stream().allMatch(config -> config.format() instanceof NumberFormat.Ranged);
    }

    /** Whether ranges can be set by hand: not those of groups, of which there are too many. */
    boolean editable() {
        return ranged()
                && configs.stream().noneMatch(config -> config.granularity().isGroup());
    }

    boolean handMade() {
        return configs.stream().anyMatch(TensorConfig::isHandMade);
    }

    /** The widths that all formats come in; empty where one of them has a single width. */
    Optional<Widths> widths() {
        List<FormatFamily> families =
                configs.stream().map(config -> FormatFamily.of(config.format())).toList();
        return families.isEmpty() || families.stream().anyMatch(FormatFamily::isFixed)
                ? Optional.empty()
                : Optional.of(new Widths(
                        families.stream().mapToInt(FormatFamily::minBits).max().orElseThrow(),
                        families.stream().mapToInt(FormatFamily::maxBits).min().orElseThrow()));
    }

    /** Why no layer can have this granularity. */
    Optional<Obstacle> obstacle(Granularity wanted) {
        return common(index ->
                FormatRules.obstacle(configs.get(index).format(), wanted).or(() -> ofLayer(index, wanted)));
    }

    /** Formats with blocks of their own find a place for them on any layer. */
    private Optional<Obstacle> ofLayer(int index, Granularity wanted) {
        return configs.get(index).granularity().equals(wanted)
                ? Optional.empty()
                : FormatRules.obstacle(layers.get(index), wanted);
    }

    /** Why the granularity cannot be changed. */
    Optional<Obstacle> granularityObstacle() {
        List<Granularity> others = GranularityTexts.CHOICES.stream()
                .filter(wanted -> configs.stream()
                        .anyMatch(config -> !config.granularity().equals(wanted)))
                .toList();
        boolean possible = others.stream().anyMatch(wanted -> obstacle(wanted).isEmpty());
        return possible || others.isEmpty() ? Optional.empty() : obstacle(others.get(0));
    }

    /** Why no layer can have its ranges found by this calibrator. */
    Optional<Obstacle> obstacle(Calibrator wanted) {
        return common(index -> FormatRules.obstacle(layers.get(index), configs.get(index), wanted));
    }

    /** Why no calibrator has a part in the scales. */
    Optional<Obstacle> calibratorObstacle() {
        return obstacle(Calibrator.mse());
    }

    Optional<Obstacle> roundingObstacle() {
        return common(index -> FormatRules.roundingObstacle(configs.get(index).format()));
    }

    /** The first layer's obstacle where every layer has one. */
    private Optional<Obstacle> common(java.util.function.IntFunction<Optional<Obstacle>> of) {
        Optional<Obstacle> first = Optional.empty();
        for (int index = 0; index < configs.size(); index++) {
            Optional<Obstacle> obstacle = of.apply(index);
            if (obstacle.isEmpty()) {
                return Optional.empty();
            }
            first = first.or(() -> obstacle);
        }
        return first;
    }
}
