package org.bitwright.analysis.sensitivity;

import java.util.ArrayList;
import java.util.List;
import org.bitwright.analysis.DataPart;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.model.Phrase;
import org.bitwright.model.RefusedException;
import org.bitwright.quant.QuantConfig;

/**
 * What is tried of which layers. Every layer alone at every column, the rest in float; and, where {@code spares}, every
 * layer alone in float, the rest as in {@code present}.
 *
 * @param series of weights; a series of a format with one width only is one column whatever {@code bits} says
 * @param bits widths 1…16
 * @param layers names of the layers that are tried; empty for all
 * @param present the configuration that layers are spared from, whose overlays hold the float weights
 * @param spares whether layers are also left in float alone
 * @param part which samples are counted
 * @param samples at most this many of them, from the first; {@link Integer#MAX_VALUE} for all
 * @param stopsEarly whether a cell is given up as soon as its interval settles whether it hurts
 */
public record SensitivityPlan(
        List<SweepSeries> series,
        List<Integer> bits,
        List<String> layers,
        QuantConfig present,
        boolean spares,
        DataPart part,
        int samples,
        boolean stopsEarly) {
    public SensitivityPlan {
        series = List.copyOf(series);
        bits = List.copyOf(bits);
        layers = List.copyOf(layers);
        if (bits.stream().anyMatch(b -> b < 1 || b > 16)) {
            throw new RefusedException(Phrase.of("widths lie in 1 to 16, not %s", bits));
        }
    }

    /** The columns, series by series, widths ascending. */
    public List<SensitivityColumn> columns() {
        List<SensitivityColumn> columns = new ArrayList<>();
        for (SweepSeries line : series) {
            line.widths(bits).stream()
                    .distinct()
                    .sorted()
                    .forEach(width -> columns.add(new SensitivityColumn(line, width)));
        }
        return columns;
    }
}
