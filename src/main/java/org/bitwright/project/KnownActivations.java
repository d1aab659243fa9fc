package org.bitwright.project;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.bitwright.quant.ActivationCalibration;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.EdgeStatistics;
import org.bitwright.quant.Grid;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.target.EdgeGrids;
import org.bitwright.runtime.ActivationStatistics;

/** Statistics of activations with the grids that were found from them; searched for once. Thread-safe. */
final class KnownActivations implements EdgeGrids {
    /** Of one activation, without its channels: bins with their moments. */
    private static final long EDGE_BYTES = 160L << 10;

    private static final long CHANNEL_BYTES = 16L << 10;

    private record Key(String edge, NumberFormat.Ranged format, Calibrator calibrator) {}

    private final ActivationStatistics statistics;
    private final Map<Key, Grid> grids = new ConcurrentHashMap<>();

    KnownActivations(ActivationStatistics statistics) {
        this.statistics = statistics;
    }

    ActivationStatistics statistics() {
        return statistics;
    }

    @Override
    public Optional<Grid> grid(String edge, ActivationConfig choice) {
        Key key = new Key(edge, (NumberFormat.Ranged) choice.format(), choice.calibrator());
        return statistics.edge(edge).map(known -> grids.computeIfAbsent(key, k -> grid(known, k)));
    }

    private static Grid grid(EdgeStatistics statistics, Key key) {
        return ActivationCalibration.grid(statistics, key.format(), key.calibrator());
    }

    /** About how much memory they take. */
    long bytes() {
        return statistics.edges().values().stream()
                .mapToLong(edge -> EDGE_BYTES + CHANNEL_BYTES * edge.channels().size())
                .sum();
    }
}
