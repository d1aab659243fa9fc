package org.bitwright.project;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import org.bitwright.model.Model;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantConfig;

/** All that was measured on all samples, and what of it is best at its size. */
final class MeasuredFront {
    private final Model model;
    private final Measurements measurements;

    MeasuredFront(Model model, Measurements measurements) {
        this.model = model;
        this.measurements = measurements;
    }

    List<MeasuredConfig> all() {
        List<MeasuredConfig> all = new ArrayList<>();
        measurements.all().forEach((config, found) -> all.add(new MeasuredConfig(config, found, uniformBits(config))));
        return all;
    }

    /** By bytes; of equal sizes and scores the one that was measured first. */
    List<MeasuredConfig> front() {
        List<MeasuredConfig> bySize = new ArrayList<>(all());
        bySize.sort(Comparator.comparingLong(
                        (MeasuredConfig found) -> found.measurement().bytes())
                .thenComparing(MeasuredConfig::score, Comparator.reverseOrder()));
        List<MeasuredConfig> front = new ArrayList<>();
        double best = Double.NEGATIVE_INFINITY;
        for (MeasuredConfig found : bySize) {
            if (found.score() > best) {
                front.add(found);
                best = found.score();
            }
        }
        return front;
    }

    private OptionalInt uniformBits(QuantConfig config) {
        List<NumberFormat> formats = model.layers().stream()
                .map(layer -> config.of(layer.name()).format())
                .toList();
        List<Integer> bits = formats.stream().map(NumberFormat::bits).distinct().toList();
        return bits.size() == 1 && formats.stream().allMatch(NumberFormat::isQuantized)
                ? OptionalInt.of(bits.get(0))
                : OptionalInt.empty();
    }
}
