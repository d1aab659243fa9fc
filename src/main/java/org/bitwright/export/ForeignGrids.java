package org.bitwright.export;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bitwright.model.Layer;
import org.bitwright.model.Phrase;
import org.bitwright.model.RefusedException;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FloatType;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.GranuleLayout;
import org.bitwright.quant.GroupLayout;
import org.bitwright.quant.ManualGrid;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.UniformGrid;

/**
 * Another tool's parameters as choices with grids set by hand. What has no place among ours throws
 * {@link RefusedException} with the reason.
 */
final class ForeignGrids {
    private static final int HALF = 16;
    private static final int FULL = 32;

    private ForeignGrids() {}

    static TensorConfig of(ForeignTensor tensor, Layer layer) {
        if (tensor.isFloat()) {
            return ofFloat(tensor);
        }
        Granularity granularity = granularity(tensor, layer);
        GranuleLayout layout = GranuleLayout.of(layer, granularity);
        if (layout.granules() != tensor.scales().size()) {
            throw new RefusedException(Phrase.of(
                    "there are %s scales for %s", tensor.scales().size(), counted(layout.granules(), granularity)));
        }
        NumberFormat.Uniform format = format(tensor);
        boolean matrix = layer.weight().shape().rank() == 2;
        Map<Integer, ManualGrid> grids = new TreeMap<>();
        for (int i = 0; i < tensor.scales().size(); i++) {
            grids.put(place(tensor, layout, matrix, i), ManualGrid.ofGrid(grid(tensor, format, i)));
        }
        TensorConfig config =
                TensorConfig.of(format, granularity, Calibrator.minMax()).withManual(grids);
        if (!config.fitting(layer).equals(config)) {
            throw new RefusedException(Phrase.of("it has no axis for one scale a channel or group"));
        }
        return config;
    }

    private static Phrase counted(int granules, Granularity granularity) {
        return granularity.isGroup()
                ? Phrase.of("%s groups", granules)
                : granularity.isChannel() ? Phrase.of("%s channels", granules) : Phrase.of("%s tensor", granules);
    }

    static ActivationConfig ofActivation(ForeignTensor tensor) {
        if (tensor.isFloat()) {
            if (tensor.bits() != FULL) {
                throw new RefusedException(Phrase.of("activations of %s-bit floats are not simulated", tensor.bits()));
            }
            return ActivationConfig.unquantized();
        }
        if (tensor.scales().size() != 1) {
            throw new RefusedException(Phrase.of(
                    "activations have one scale, not %s", tensor.scales().size()));
        }
        NumberFormat.Uniform format = format(tensor);
        return ActivationConfig.ofStatic(format, Calibrator.minMax())
                .withManual(Optional.of(ManualGrid.ofGrid(grid(tensor, format, 0))));
    }

    private static TensorConfig ofFloat(ForeignTensor tensor) {
        if (tensor.bits() == FULL) {
            return TensorConfig.unquantized();
        }
        if (tensor.bits() != HALF) {
            throw new RefusedException(Phrase.of("such floats are not known"));
        }
        return TensorConfig.unquantized().withFormat(new NumberFormat.HalfFloat(FloatType.FLOAT16, false));
    }

    private static Granularity granularity(ForeignTensor tensor, Layer layer) {
        if (tensor.blockSize() > 0) {
            int groups = layer.inputAxis().orElse(layer.weight().shape().rank() - 1);
            checkAxis(tensor, layer, groups, Phrase.of("groups"));
            return Granularity.group(tensor.blockSize());
        }
        if (tensor.scales().size() == 1) {
            return Granularity.TENSOR;
        }
        if (layer.channelAxis().isEmpty()) {
            throw new RefusedException(Phrase.of("only one scale is possible: %s", layer.channelAxisNote()));
        }
        checkAxis(tensor, layer, layer.channelAxis().getAsInt(), Phrase.of("channels"));
        return Granularity.CHANNEL;
    }

    private static void checkAxis(ForeignTensor tensor, Layer layer, int expected, Phrase what) {
        int rank = layer.weight().shape().rank();
        Optional<Integer> axis = tensor.axis().map(told -> told < 0 ? told + rank : told);
        if (axis.isPresent() && axis.get() != expected) {
            throw new RefusedException(
                    Phrase.of("its %s lie along axis %s, in the file along %s", what, expected, axis.get()));
        }
    }

    /** AIMET's strict symmetric grids leave out the lowest code: their offset is one more. */
    private static NumberFormat.Uniform format(ForeignTensor tensor) {
        int bits = tensor.bits();
        if (bits < NumberFormat.Uniform.MIN_BITS || bits > NumberFormat.Uniform.MAX_BITS) {
            throw new RefusedException(Phrase.of("integers have 2 to 16 bits here, not %s", bits));
        }
        boolean strict =
                tensor.signed() && tensor.offsets().stream().allMatch(offset -> offset == 1 - (1L << (bits - 1)));
        Scheme scheme = strict ? Scheme.NARROW : tensor.signed() ? Scheme.SYMMETRIC : Scheme.ASYMMETRIC;
        return new NumberFormat.Uniform(bits, scheme);
    }

    private static UniformGrid grid(ForeignTensor tensor, NumberFormat.Uniform format, int index) {
        long zeroPoint = -tensor.offsets().get(index) + format.qmin();
        if (zeroPoint < format.qmin() || zeroPoint > format.qmax()) {
            throw new RefusedException(Phrase.of(
                    "offset %s puts 0 beyond its %s-bit codes", tensor.offsets().get(index), format.bits()));
        }
        return new UniformGrid(tensor.scales().get(index), (int) zeroPoint, format.qmin(), format.qmax());
    }

    /** The granule of the file's scale number {@code index}. */
    private static int place(ForeignTensor tensor, GranuleLayout layout, boolean matrix, int index) {
        boolean isExchanged =
                matrix && tensor.byOutputs() && layout instanceof GroupLayout groups && groups.inner() > 1;
        if (!isExchanged) {
            return index;
        }
        int blocks = ((GroupLayout) layout).groups();
        return index % blocks * (layout.granules() / blocks) + index / blocks;
    }
}
