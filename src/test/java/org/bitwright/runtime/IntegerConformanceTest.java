package org.bitwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Random;
import org.bitwright.model.ElementType;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.quant.UniformGrid;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Our integer codes and values are those of ONNX's QuantizeLinear and DequantizeLinear (docs/Operators.md: saturate
 * (round half to even (x / y_scale) + y_zero_point), (x − x_zero_point) · x_scale) as ONNX Runtime computes them.
 */
class IntegerConformanceTest {
    private static final int ROWS = 60;
    private static final int COLUMNS = 100;

    /** With a zero point of 16 bits an int holds so many. */
    private static final float MOST_STEPS = 0x1p31f - 0x1p17f;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "INT8, TENSOR, 21", "INT8, AXIS, 21", "INT8, BLOCKED, 21", "UINT8, TENSOR, 21", "UINT8, AXIS, 21",
        "UINT8, BLOCKED, 21", "INT16, TENSOR, 21", "INT16, AXIS, 21", "INT16, BLOCKED, 21", "UINT16, TENSOR, 21",
        "UINT16, AXIS, 21", "UINT16, BLOCKED, 21", "INT4, TENSOR, 21", "INT4, AXIS, 21", "INT4, BLOCKED, 21",
        "UINT4, TENSOR, 21", "UINT4, AXIS, 21", "UINT4, BLOCKED, 21", "INT8, TENSOR, 13", "UINT8, AXIS, 13",
        "INT8, TENSOR, 10", "INT8, AXIS, 19", "UINT8, TENSOR, 19",
    })
    void codesAndValuesAreTheOperators(ElementType type, ScaleShape shape, int opset) throws Exception {
        Grids grids = Grids.of(type, shape);
        float[] x = new float[ROWS * COLUMNS];
        for (int i = 0; i < x.length; i++) {
            // every value is hard for the grid that it meets
            x[i] = HardValues.forStep(grids.at(i).scale(), 8, i)[i % 8];
        }
        try (OneOperator run = new OneOperator(model(grids, type, opset), x, ROWS, COLUMNS)) {
            int[] codes = run.integers("codes");
            float[] values = run.floats("values");
            for (int i = 0; i < x.length; i++) {
                UniformGrid grid = grids.at(i);
                int code = grid.encode(x[i]);
                if (overflowsInOnnxRuntime(type, shape) && Math.abs(x[i] / grid.scale()) > MOST_STEPS) {
                    assertThat(code).isEqualTo(x[i] > 0 ? grid.qmax() : grid.qmin());
                    continue;
                }
                assertThat(codes[i]).as("code of %s at %s", x[i], grid).isEqualTo(code);
                assertThat(values[i]).as("value of %s at %s", x[i], grid).isEqualTo(grid.decode(code));
                if (Float.isFinite(x[i])) {
                    assertThat(grid.quantize(x[i])).isEqualTo(values[i]);
                }
            }
        }
    }

    /**
     * Blocks, and 4 bits along an axis, are rounded by loops of ONNX Runtime 1.26 that turn the steps into an int before
     * they are limited: 3·10⁹ steps become the least code. The operator's text says "saturate((x / y_scale) +
     * y_zero_point)", so that the greatest is right.
     */
    private static boolean overflowsInOnnxRuntime(ElementType type, ScaleShape shape) {
        return shape == ScaleShape.BLOCKED || type.bits() == 4 && shape == ScaleShape.AXIS;
    }

    private OnnxDocument model(Grids grids, ElementType type, int opset) throws Exception {
        String[] attributes = grids.shape.attributes();
        return OnnxModels.opset(opset)
                .input("x", ROWS, COLUMNS)
                .weight("scale", grids.scales, grids.extents())
                .raw("zero", type, bytes(grids.zeroPoints, type), grids.extents())
                .node("QuantizeLinear", "", "x scale zero", "q", attributes)
                .node("Cast", "", "q", "codes", "to=6")
                .node("DequantizeLinear", "", "q scale zero", "values", attributes)
                .output("codes", ElementType.INT32, ROWS, COLUMNS)
                .output("values", ROWS, COLUMNS)
                .open(folder);
    }

    private static byte[] bytes(int[] codes, ElementType type) {
        ByteBuffer bytes =
                ByteBuffer.allocate((int) type.bytesFor(codes.length)).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < codes.length; i++) {
            switch (type.bits()) {
                case 4 -> bytes.put(i / 2, (byte) (bytes.get(i / 2) | (codes[i] & 0xF) << i % 2 * 4));
                case 8 -> bytes.put((byte) codes[i]);
                default -> bytes.putShort((short) codes[i]);
            }
        }
        return bytes.array();
    }

    /** Which values share a scale. */
    enum ScaleShape {
        TENSOR,
        AXIS,
        /** Blocks of 7 along the rows, the last one of 4. */
        BLOCKED;

        private static final int BLOCK = 7;

        String[] attributes() {
            return switch (this) {
                case TENSOR -> new String[0];
                case AXIS -> new String[] {"axis=1"};
                case BLOCKED -> new String[] {"axis=0", "block_size=" + BLOCK};
            };
        }

        int granules() {
            return switch (this) {
                case TENSOR -> 1;
                case AXIS -> COLUMNS;
                case BLOCKED -> (ROWS + BLOCK - 1) / BLOCK * COLUMNS;
            };
        }

        int granule(int index) {
            return switch (this) {
                case TENSOR -> 0;
                case AXIS -> index % COLUMNS;
                case BLOCKED -> index / COLUMNS / BLOCK * COLUMNS + index % COLUMNS;
            };
        }
    }

    private record Grids(ScaleShape shape, float[] scales, int[] zeroPoints, int low, int high) {

        static Grids of(ElementType type, ScaleShape shape) {
            boolean signed = type.name().startsWith("I");
            int low = signed ? -(1 << type.bits() - 1) : 0;
            int high = low + (1 << type.bits()) - 1;
            Random random = new Random(type.ordinal());
            float[] scales = new float[shape.granules()];
            int[] zeroPoints = new int[scales.length];
            for (int i = 0; i < scales.length; i++) {
                // powers of two, at which ties are exact, and others
                scales[i] = i % 3 == 0 ? Math.scalb(1f, random.nextInt(20) - 14) : random.nextFloat() + 1e-4f;
                zeroPoints[i] = low + random.nextInt(high - low + 1);
            }
            return new Grids(shape, scales, zeroPoints, low, high);
        }

        UniformGrid at(int index) {
            int granule = shape.granule(index);
            return new UniformGrid(scales[granule], zeroPoints[granule], low, high);
        }

        long[] extents() {
            return switch (shape) {
                case TENSOR -> new long[0];
                case AXIS -> new long[] {COLUMNS};
                case BLOCKED -> new long[] {scales.length / COLUMNS, COLUMNS};
            };
        }
    }
}
