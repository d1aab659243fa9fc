package org.bitwright.quant;

import java.util.Optional;
import org.bitwright.model.Layer;
import org.bitwright.model.Phrase;

/** Which other choices have a meaning for a format, and why the others have none. */
public final class FormatRules {
    /** The least number of values for whose histogram the entropy calibrator has a meaning. */
    public static final int ENTROPY_VALUES = 1024;

    /** The widest format for which it is offered. */
    public static final int ENTROPY_BITS = 9;

    private FormatRules() {}

    /** Why a choice cannot be made. */
    public enum Obstacle {
        NOT_QUANTIZED(Phrase.of("the layer is not quantized")),
        NO_SCALE(Phrase.of("the format has no scale: every value is rounded by itself")),
        FIXED_BLOCKS(Phrase.of("the format fixes its own blocks")),
        CODEBOOK_OF_A_GROUP(Phrase.of("a codebook for every group would take more room than the weights")),
        NO_CHANNEL_AXIS(Phrase.of("the layer has no axis of output channels")),
        NO_INPUT_AXIS(Phrase.of("the layer has no axis along which groups could lie")),
        SCALE_BY_DEFINITION(Phrase.of("the format defines its own scale")),
        NEAREST_BY_DEFINITION(Phrase.of("the format takes the nearest level by definition")),
        ENTROPY_NEEDS_FEW_BITS(Phrase.of("the entropy calibrator compares histograms and is offered up to 9 bits")),
        ENTROPY_NEEDS_VALUES(Phrase.of("the entropy calibrator needs at least 1,024 values for every scale")),
        INTEGERS_ONLY(Phrase.of("the rule is one for integers")),
        ACTIVATIONS_ONLY(Phrase.of("weights come in no batches, over which a moving average could run"));

        private final Phrase reason;

        Obstacle(Phrase reason) {
            this.reason = reason;
        }

        /** Without a full stop. */
        public Phrase reason() {
            return reason;
        }
    }

    /** Why a format cannot have a granularity, on any layer; empty where it can. */
    public static Optional<Obstacle> obstacle(NumberFormat format, Granularity granularity) {
        if (format instanceof NumberFormat.Float32) {
            return unless(granularity.isTensor(), Obstacle.NOT_QUANTIZED);
        }
        if (format instanceof NumberFormat.HalfFloat) {
            return unless(granularity.isTensor(), Obstacle.NO_SCALE);
        }
        if (format instanceof NumberFormat.Microscaling) {
            return unless(
                    granularity.equals(Granularity.group(NumberFormat.Microscaling.BLOCK)), Obstacle.FIXED_BLOCKS);
        }
        if (format instanceof NumberFormat.NvFp4) {
            return unless(granularity.equals(Granularity.group(NumberFormat.NvFp4.BLOCK)), Obstacle.FIXED_BLOCKS);
        }
        return format instanceof NumberFormat.Codebook
                ? unless(!granularity.isGroup(), Obstacle.CODEBOOK_OF_A_GROUP)
                : Optional.empty();
    }

    /** Why a layer cannot have a granularity, whatever the format; empty where it can. */
    public static Optional<Obstacle> obstacle(Layer layer, Granularity granularity) {
        if (granularity.isChannel()) {
            return unless(layer.channelAxis().isPresent(), Obstacle.NO_CHANNEL_AXIS);
        }
        return granularity.isGroup() ? unless(layer.inputAxis().isPresent(), Obstacle.NO_INPUT_AXIS) : Optional.empty();
    }

    /** Why a calibrator cannot find the scales of a format; empty where it can. */
    public static Optional<Obstacle> obstacle(NumberFormat format, Calibrator calibrator) {
        if (calibrator instanceof Calibrator.MinMax) {
            return Optional.empty();
        }
        if (!(format instanceof NumberFormat.Ranged)) {
            return Optional.of(format.isQuantized() ? Obstacle.SCALE_BY_DEFINITION : Obstacle.NOT_QUANTIZED);
        }
        if (calibrator instanceof Calibrator.ArticleRule) {
            return unless(format instanceof NumberFormat.Uniform, Obstacle.INTEGERS_ONLY);
        }
        if (calibrator instanceof Calibrator.Entropy) {
            return unless(format.bits() <= ENTROPY_BITS, Obstacle.ENTROPY_NEEDS_FEW_BITS);
        }
        return Optional.empty();
    }

    /** Why a calibrator has no meaning at a granularity, on any layer; empty where it may have one. */
    public static Optional<Obstacle> obstacle(Granularity granularity, Calibrator calibrator) {
        boolean needsValues = calibrator instanceof Calibrator.Entropy;
        return unless(
                !(needsValues && granularity.isGroup() && granularity.size() < ENTROPY_VALUES),
                Obstacle.ENTROPY_NEEDS_VALUES);
    }

    /**
     * Why a calibrator cannot find the scales of a layer as it is configured, whatever calibrator it has now; empty where
     * it can. The one question to ask before a calibrator is offered.
     */
    public static Optional<Obstacle> obstacle(Layer layer, TensorConfig config, Calibrator calibrator) {
        if (calibrator instanceof Calibrator.MovingAverage) {
            return Optional.of(Obstacle.ACTIVATIONS_ONLY);
        }
        return obstacle(config.format(), calibrator)
                .or(() -> calibrator instanceof Calibrator.Entropy
                        ? unless(leastGranule(layer, config) >= ENTROPY_VALUES, Obstacle.ENTROPY_NEEDS_VALUES)
                        : Optional.empty());
    }

    /** Number of values of the smallest granule: the last group of an axis may be shorter than the others. */
    private static int leastGranule(Layer layer, TensorConfig config) {
        GranuleLayout layout = GranuleLayout.of(layer, config.granularity());
        return layout instanceof GroupLayout groups
                ? groups.values((groups.groups() - 1) * groups.inner())
                : layout.granules() == 0 ? 0 : layout.values(0);
    }

    /** Why a format cannot be rounded otherwise than half to even; empty where it can. */
    public static Optional<Obstacle> roundingObstacle(NumberFormat format) {
        if (!format.isQuantized()) {
            return Optional.of(Obstacle.NOT_QUANTIZED);
        }
        boolean hasSteps = format instanceof NumberFormat.Ranged
                || format instanceof NumberFormat.HalfFloat
                || format instanceof NumberFormat.Microscaling
                || format instanceof NumberFormat.NvFp4;
        return unless(hasSteps, Obstacle.NEAREST_BY_DEFINITION);
    }

    /** The granularity that a format is used at where the one asked for has no meaning for it. */
    public static Granularity usual(NumberFormat format) {
        if (format instanceof NumberFormat.Microscaling) {
            return Granularity.group(NumberFormat.Microscaling.BLOCK);
        }
        if (format instanceof NumberFormat.NvFp4) {
            return Granularity.group(NumberFormat.NvFp4.BLOCK);
        }
        return format instanceof NumberFormat.Nf4 ? Granularity.group(NumberFormat.Nf4.BLOCK) : Granularity.TENSOR;
    }

    private static Optional<Obstacle> unless(boolean possible, Obstacle obstacle) {
        return possible ? Optional.empty() : Optional.of(obstacle);
    }
}
