package org.bitwright.export;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitwright.model.ElementType;
import org.bitwright.model.Layer;
import org.bitwright.onnx.CodeType;
import org.bitwright.onnx.CodebookWeight;
import org.bitwright.onnx.CodedWeight;
import org.bitwright.onnx.CodedWeights;
import org.bitwright.onnx.HalfWeight;
import org.bitwright.onnx.LinearWeight;
import org.bitwright.onnx.ScaleAxis;
import org.bitwright.quant.BinaryGrid;
import org.bitwright.quant.FloatGrid;
import org.bitwright.quant.FloatType;
import org.bitwright.quant.GranuleLayout;
import org.bitwright.quant.Grid;
import org.bitwright.quant.LayerGrids;
import org.bitwright.quant.LayerQuantizer;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.TernaryGrid;
import org.bitwright.quant.UniformGrid;
import org.bitwright.task.CancelToken;

/** The form in which ONNX stores a layer's weight under a configuration (exports.md, 1). */
sealed interface QdqForm {

    /** The least version of the standard operators that has it; 0 for any. */
    int opset();

    /**
     * The version of the standard operators with which it is stored most narrowly and fused; 0 for any.
     *
     * @param fused whether runtimes have a kernel that takes narrow codes for the layer
     */
    default int wantedOpset(boolean fused) {
        return opset();
    }

    /** The weight in this form. */
    CodedWeight of(Layer layer, LayerWeights weights, LayerGrids grids, CancelToken cancel);

    /** The form of a quantized layer; empty where ONNX has no operator for the format. */
    static Optional<QdqForm> of(Layer layer, TensorConfig config) {
        NumberFormat format = config.format();
        if (format instanceof NumberFormat.HalfFloat half) {
            return Optional.of(new Half(half.type() == FloatType.FLOAT16 ? ElementType.FLOAT16 : ElementType.BFLOAT16));
        }
        if (format instanceof NumberFormat.Codebook codebook) {
            return Optional.of(
                    new Indices(1 << codebook.bits(), axis(layer, config).axis()));
        }
        return codeType(format).map(type -> new Linear(type, axis(layer, config)));
    }

    private static Optional<CodeType> codeType(NumberFormat format) {
        if (format instanceof NumberFormat.Uniform uniform) {
            return Optional.of(
                    new CodeType.Integers(uniform.bits(), !uniform.scheme().hasZeroPoint()));
        }
        if (format instanceof NumberFormat.Binary || format instanceof NumberFormat.Ternary) {
            return Optional.of(new CodeType.Signs(format instanceof NumberFormat.Ternary));
        }
        if (format instanceof NumberFormat.Minifloat minifloat) {
            return switch (minifloat.type()) {
                case E4M3FN -> Optional.of(new CodeType.Float8(ElementType.FLOAT8E4M3FN));
                case E5M2 -> Optional.of(new CodeType.Float8(ElementType.FLOAT8E5M2));
                default -> Optional.empty();
            };
        }
        return Optional.empty();
    }

    private static ScaleAxis axis(Layer layer, TensorConfig config) {
        // One granule is one scale a tensor, which every version knows.
        if (GranuleLayout.of(layer, config.granularity()).granules() == 1) {
            return ScaleAxis.tensor();
        }
        return config.granularity().isGroup()
                ? ScaleAxis.blocks(
                        layer.inputAxis().orElse(layer.weight().shape().rank() - 1),
                        config.granularity().size())
                : ScaleAxis.channels(layer.channelAxis().orElseThrow());
    }

    /** Codes with scales. */
    record Linear(CodeType type, ScaleAxis axis) implements QdqForm {
        @Override
        public int opset() {
            return LinearWeight.opset(type, axis);
        }

        @Override
        public int wantedOpset(boolean fused) {
            return fused && type.storage().bits() == 4 ? Math.max(opset(), CodedWeights.ALL_TYPES_OPSET) : opset();
        }

        @Override
        public CodedWeight of(Layer layer, LayerWeights weights, LayerGrids grids, CancelToken cancel) {
            float[] scales = new float[grids.size()];
            int[] zeroPoints = new int[grids.size()];
            for (int granule = 0; granule < scales.length; granule++) {
                Grid grid = grids.get(granule);
                scales[granule] = scale(grid);
                zeroPoints[granule] = grid instanceof UniformGrid uniform ? uniform.zeroPoint() : 0;
            }
            int[] codes = LayerQuantizer.codes(weights, grids);
            if (grids.get(0) instanceof BinaryGrid) {
                Arrays.setAll(codes, i -> 2 * codes[i] - 1);
            }
            return new LinearWeight(layer.weight().name(), codes, scales, zeroPoints, type, axis);
        }

        private static float scale(Grid grid) {
            if (grid instanceof UniformGrid uniform) {
                return uniform.scale();
            }
            if (grid instanceof FloatGrid floats) {
                return floats.scale();
            }
            return grid instanceof TernaryGrid ternary ? ternary.alpha() : ((BinaryGrid) grid).alpha();
        }
    }

    /** 16-bit floats. */
    record Half(ElementType type) implements QdqForm {
        @Override
        public int opset() {
            return HalfWeight.opset(type);
        }

        @Override
        public CodedWeight of(Layer layer, LayerWeights weights, LayerGrids grids, CancelToken cancel) {
            return new HalfWeight(layer.weight().name(), LayerQuantizer.values(weights, grids, cancel), type);
        }
    }

    /**
     * Indices into centroids.
     *
     * @param size number of centroids of a codebook
     */
    record Indices(int size, OptionalInt axis) implements QdqForm {
        @Override
        public int opset() {
            return 0;
        }

        @Override
        public CodedWeight of(Layer layer, LayerWeights weights, LayerGrids grids, CancelToken cancel) {
            float[] centroids = new float[Math.multiplyExact(grids.size(), size)];
            for (int i = 0; i < centroids.length; i++) {
                centroids[i] = grids.get(i / size).decode(i % size);
            }
            return new CodebookWeight(
                    layer.weight().name(), LayerQuantizer.codes(weights, grids), centroids, size, axis);
        }
    }
}
