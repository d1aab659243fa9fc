package org.bitwright.onnx;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.bitwright.model.ElementType;
import org.bitwright.model.Layer;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FloatType;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.ManualGrid;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.UniformGrid;

/**
 * What a configuration says of a layer with the codes of a file.
 *
 * @param config that gives the same values again; empty where none does
 * @param obstacle why none does
 */
record WeightChoice(Optional<TensorConfig> config, Optional<ImportNote.Kind> obstacle) {
    /** Codes of 16-bit floats cannot be told apart by values of the same width. */
    private static final int MOST_BITS_OF_HALF = 8;

    static WeightChoice of(Layer layer, FoundWeight found) {
        return switch (found.form()) {
            case HALF -> chosen(TensorConfig.of(half(found), Granularity.TENSOR, Calibrator.minMax()));
            case BIAS -> refused(ImportNote.Kind.WEIGHT_SCALES);
            case CODEBOOK, LINEAR, LIMITED -> {
                Optional<Granularity> granularity =
                        granularity(layer, found.parameters().axis());
                yield granularity.isEmpty()
                        ? refused(ImportNote.Kind.WEIGHT_OTHER_AXIS)
                        : coded(layer, found, granularity.get());
            }
        };
    }

    private static WeightChoice chosen(TensorConfig config) {
        return new WeightChoice(Optional.of(config), Optional.empty());
    }

    private static WeightChoice refused(ImportNote.Kind obstacle) {
        return new WeightChoice(Optional.empty(), Optional.of(obstacle));
    }

    private static NumberFormat half(FoundWeight found) {
        boolean ieee = found.parameters().type() == ElementType.FLOAT16;
        return new NumberFormat.HalfFloat(ieee ? FloatType.FLOAT16 : FloatType.BFLOAT16, false);
    }

    private static Optional<Granularity> granularity(Layer layer, ScaleAxis axis) {
        if (axis.axis().isEmpty()) {
            return Optional.of(Granularity.TENSOR);
        }
        if (!axis.isBlocked()) {
            return layer.channelAxis().equals(axis.axis()) ? Optional.of(Granularity.CHANNEL) : Optional.empty();
        }
        OptionalInt inputs = layer.inputAxis();
        return inputs.equals(axis.axis()) ? Optional.of(Granularity.group(axis.block())) : Optional.empty();
    }

    private static WeightChoice coded(Layer layer, FoundWeight found, Granularity granularity) {
        IntegerParameters parameters = found.parameters();
        boolean half = parameters.floats() != ElementType.FLOAT32;
        if (half
                && (parameters.floats() != ElementType.FLOAT16
                        || parameters.type().bits() > MOST_BITS_OF_HALF)) {
            return refused(ImportNote.Kind.WEIGHT_SCALES);
        }
        if (found.form() == FoundWeight.Form.CODEBOOK) {
            int bits = Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(parameters.high()));
            return chosen(TensorConfig.of(new NumberFormat.Codebook(bits), granularity, Calibrator.minMax()));
        }
        Optional<TensorConfig> config = parameters.type().isFloating()
                ? minifloat(parameters, granularity)
                : integers(layer, found, granularity);
        return config.map(WeightChoice::chosen).orElseGet(() -> refused(ImportNote.Kind.WEIGHT_SCALES));
    }

    private static Optional<TensorConfig> minifloat(IntegerParameters parameters, Granularity granularity) {
        NumberFormat.Minifloat format = new NumberFormat.Minifloat(
                StoredCodes.floatType(parameters.type()).orElseThrow());
        Map<Integer, ManualGrid> grids = new TreeMap<>();
        for (int granule = 0; granule < parameters.scales().length; granule++) {
            Optional<ManualGrid> grid = FoundGrids.minifloat(format, parameters.scales()[granule]);
            if (grid.isEmpty()) {
                return Optional.empty();
            }
            grids.put(granule, grid.get());
        }
        return Optional.of(
                TensorConfig.of(format, granularity, Calibrator.minMax()).withManual(grids));
    }

    private static Optional<TensorConfig> integers(Layer layer, FoundWeight found, Granularity granularity) {
        CodeExtent extent = CodeExtent.of(found, layer.weight().shape());
        if (extent.isBinary()) {
            return Optional.of(TensorConfig.of(NumberFormat.binary(), granularity, Calibrator.minMax()));
        }
        IntegerParameters parameters = found.parameters();
        Optional<IntegerLimits> limits =
                IntegerLimits.of(extent.low(), extent.high(), !parameters.isSymmetric() || extent.low() == 0);
        return limits.flatMap(format -> uniform(format, extent, parameters, granularity));
    }

    private static Optional<TensorConfig> uniform(
            IntegerLimits limits, CodeExtent extent, IntegerParameters parameters, Granularity granularity) {
        Map<Integer, ManualGrid> grids = new TreeMap<>();
        for (int granule = 0; granule < parameters.scales().length; granule++) {
            Optional<UniformGrid> grid = FoundGrids.uniform(limits, parameters, granule);
            if (grid.isEmpty() && parameters.scales()[granule] == 0) {
                // all its values are 0, whatever the scale
                float[] one = {1};
                int[] zeroPoint = {parameters.zeroPoints()[granule]};
                grid = FoundGrids.uniform(
                        limits,
                        IntegerParameters.of(
                                parameters.type(), one, zeroPoint, ScaleAxis.tensor(), parameters.floats()),
                        0);
            }
            if (grid.isEmpty()) {
                return Optional.empty();
            }
            grids.put(granule, ManualGrid.ofGrid(grid.get()));
        }
        return Optional.of(TensorConfig.of(limits.format(), granularity, Calibrator.minMax())
                .withManual(grids));
    }
}
