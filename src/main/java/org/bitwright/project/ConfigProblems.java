package org.bitwright.project;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bitwright.project.Problem.Kind;
import org.bitwright.project.Problem.Severity;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FloatType;
import org.bitwright.quant.GranuleLayout;
import org.bitwright.quant.Grid;
import org.bitwright.quant.GroupLayout;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.NvFp4Grid;
import org.bitwright.quant.QuantError;
import org.bitwright.quant.QuantizedLayer;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.WeightFlags;

/** Finds what a configuration does to a layer that the user should know, and what would help. */
final class ConfigProblems {
    /** Outlier channels that are named, the widest. */
    private static final int MOST_NAMED = 4;

    /** From this share of the squared error on, clipping rather than rounding decides. */
    private static final double MOST_CLIPPING = 0.5;

    private final LayerWeights weights;
    private final QuantizedLayer layer;
    private final TensorConfig config;
    private final String name;
    private final List<Problem> found = new ArrayList<>();

    private ConfigProblems(LayerWeights weights, QuantizedLayer layer) {
        this.weights = weights;
        this.layer = layer;
        this.config = layer.config();
        this.name = weights.layer().name();
    }

    /** @param layer what the configuration makes of the weights, with exact errors */
    static List<Problem> of(LayerWeights weights, QuantizedLayer layer) {
        ConfigProblems problems = new ConfigProblems(weights, layer);
        if (layer.config().format().isQuantized()) {
            problems.find();
        }
        return problems.found;
    }

    private void find() {
        if (config.format() instanceof NumberFormat.HalfFloat half) {
            overflow(half);
            return;
        }
        if (config.granularity().isTensor()) {
            outliers();
        }
        vanished();
        if (config.format() instanceof NumberFormat.Ranged) {
            saturation();
        }
        underflow();
        groupsOfOne();
    }

    private void outliers() {
        List<Integer> widest = weights.flags().outlierChannels().stream()
                .sorted(Comparator.comparingDouble(weights::widthToMedian).reversed())
                .toList();
        if (widest.size() == 1) {
            found.add(Problem.ofChannel(
                    Severity.WARNING,
                    Kind.OUTLIER_CHANNEL,
                    name,
                    widest.get(0),
                    widest.get(0),
                    SignificantDigits.times(weights.widthToMedian(widest.get(0)))));
        } else if (!widest.isEmpty()) {
            String named = widest.stream()
                    .limit(MOST_NAMED)
                    .map(channel -> channel + " (" + SignificantDigits.times(weights.widthToMedian(channel)) + "×)")
                    .collect(Collectors.joining(", "));
            found.add(Problem.ofChannel(
                    Severity.WARNING,
                    Kind.OUTLIER_CHANNELS,
                    name,
                    widest.get(0),
                    widest.size(),
                    WeightFlags.OUTLIER_FACTOR,
                    widest.size() > MOST_NAMED ? named + ", …" : named));
        }
    }

    private void vanished() {
        if (isVanished(layer.error())) {
            String step = SignificantDigits.of(layer.grids().get(0).step());
            found.add(Problem.ofLayer(Severity.ERROR, Kind.ALL_VANISH, name, step));
            return;
        }
        List<QuantError> channels = layer.channelErrors();
        int[] gone = IntStream.range(0, channels.size())
                .filter(channel -> isVanished(channels.get(channel)))
                .toArray();
        if (gone.length > 0 && config.granularity().isTensor()) {
            found.add(Problem.ofChannel(
                    Severity.WARNING,
                    Kind.CHANNELS_VANISH,
                    name,
                    gone[0],
                    gone.length,
                    channels.size(),
                    ChannelNumbers.of(gone)));
        }
    }

    private static boolean isVanished(QuantError error) {
        return error.sumSquaredValue() > 0 && error.sumSquaredQuantized() == 0;
    }

    /** Least squares chose its clipping; what others clip may be too much. */
    private void saturation() {
        QuantError error = layer.error();
        boolean chosen = config.calibrator() instanceof Calibrator.MeanSquaredError && !config.isHandMade();
        if (!chosen && error.clipped() > 0 && error.clipErrorShare() > MOST_CLIPPING && !isVanished(error)) {
            found.add(Problem.ofLayer(
                    Severity.WARNING,
                    Kind.SATURATION,
                    name,
                    percent(error.clippedShare()),
                    percent(error.clipErrorShare())));
        }
    }

    private void overflow(NumberFormat.HalfFloat half) {
        if (half.saturating()) {
            return;
        }
        float max = half.type().max();
        if (Math.max(-weights.histogram().min(), weights.histogram().max()) <= max) {
            return;
        }
        Grid grid = layer.grids().get(0);
        float[] values = weights.values();
        long infinite = IntStream.range(0, values.length)
                .filter(i -> Float.isFinite(values[i]))
                .filter(i -> Float.isInfinite(grid.quantize(values[i], config.rounding(), i)))
                .count();
        if (infinite > 0) {
            Kind kind = half.type() == FloatType.FLOAT16 ? Kind.FP16_OVERFLOW : Kind.BF16_OVERFLOW;
            found.add(Problem.ofLayer(Severity.ERROR, kind, name, infinite, max));
        }
    }

    private void underflow() {
        if (!(config.format() instanceof NumberFormat.NvFp4)) {
            return;
        }
        GranuleLayout layout = GranuleLayout.of(weights.layer(), config.granularity());
        float[] block = new float[NumberFormat.NvFp4.BLOCK];
        long gone = IntStream.range(0, layer.grids().size())
                .filter(i -> layer.grids().get(i) instanceof NvFp4Grid grid && grid.isUnderflow())
                .filter(i -> {
                    layout.gather(weights.values(), i, block);
                    return IntStream.range(0, layout.values(i))
                            .anyMatch(j -> Float.isFinite(block[j]) && block[j] != 0);
                })
                .count();
        if (gone > 0) {
            found.add(Problem.ofLayer(
                    Severity.WARNING,
                    Kind.NVFP4_UNDERFLOW,
                    name,
                    gone,
                    layer.grids().size()));
        }
    }

    private void groupsOfOne() {
        boolean single = Optional.of(GranuleLayout.of(weights.layer(), config.granularity()))
                .filter(GroupLayout.class::isInstance)
                .filter(layout -> ((GroupLayout) layout).extent() == 1)
                .isPresent();
        if (single) {
            long floatBytes =
                    weights.layer().weight().type().bytesFor(weights.layer().parameters());
            found.add(Problem.ofLayer(Severity.WARNING, Kind.GROUPS_OF_ONE, name, layer.bytes(), floatBytes));
        }
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, share < 0.1 ? "%.2g %%" : "%.0f %%", share * 100);
    }
}
