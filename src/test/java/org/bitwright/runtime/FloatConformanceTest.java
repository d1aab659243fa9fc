package org.bitwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import org.bitwright.model.ElementType;
import org.bitwright.model.HalfPrecision;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.quant.FloatGrid;
import org.bitwright.quant.FloatType;
import org.bitwright.quant.Rounding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Our 8 and 16-bit floats are those of ONNX's Cast, QuantizeLinear and DequantizeLinear as ONNX Runtime computes them.
 */
class FloatConformanceTest {
    private static final int COUNT = 20_000;

    @TempDir
    private Path folder;

    private static FloatType type(ElementType type) {
        return switch (type) {
            case FLOAT16 -> FloatType.FLOAT16;
            case BFLOAT16 -> FloatType.BFLOAT16;
            case FLOAT8E4M3FN -> FloatType.E4M3FN;
            default -> FloatType.E5M2;
        };
    }

    private static int code(ElementType type) {
        return switch (type) {
            case FLOAT16 -> 10;
            case BFLOAT16 -> 16;
            case FLOAT8E4M3FN -> 17;
            default -> 19;
        };
    }

    /** Levels, ties between them, the neighbours of ties, values around the least and the greatest, and extremes. */
    private static float[] values(FloatType type) {
        float[] values = HardValues.forStep(type.leastPositive(), COUNT, type.ordinal());
        Random random = new Random(type.ordinal());
        for (int i = 0; i < COUNT; i += 2) {
            int level = random.nextInt(type.levels() - 1);
            float low = type.level(level);
            float tie = (float) ((low + (double) type.level(level + 1)) / 2);
            values[i] = switch (i / 2 % 6) {
                case 0 -> low;
                case 1 -> tie;
                case 2 -> Math.nextUp(tie);
                case 3 -> Math.nextDown(tie);
                case 4 -> type.max() * (0.9f + 0.3f * random.nextFloat());
                default -> type.leastPositive() * 3 * random.nextFloat();
            };
        }
        return values;
    }

    private OnnxDocument cast(ElementType to, int opset, String... attributes) throws Exception {
        String[] all = new String[attributes.length + 1];
        System.arraycopy(attributes, 0, all, 1, attributes.length);
        all[0] = "to=" + code(to);
        return OnnxModels.opset(opset)
                .input("x", COUNT)
                .node("Cast", "", "x", "narrow", all)
                .node("Cast", "", "narrow", "y", "to=1")
                .output("y", COUNT)
                .open(folder);
    }

    @ParameterizedTest
    @CsvSource({"FLOAT16, 13", "BFLOAT16, 13", "FLOAT16, 21", "BFLOAT16, 21"})
    void sixteenBitCastsRoundHalfToEvenAndOverflowToInfinity(ElementType type, int opset) throws Exception {
        FloatType ours = type(type);
        float[] x = values(ours);
        try (OneOperator run = new OneOperator(cast(type, opset), x, COUNT)) {
            float[] found = run.floats("y");
            for (int i = 0; i < COUNT; i++) {
                float rounded = ours.round(x[i], false, Rounding.HALF_EVEN, i);
                assertSame(x[i], rounded, found[i]);
                assertSame(x[i], new FloatGrid(ours, 1, false).quantize(x[i]), found[i]);
                assertSame(x[i], stored(x[i], type), found[i]);
                assertThat(ours.encode(rounded)).isEqualTo(storedBits(x[i], type));
            }
        }
    }

    private static int storedBits(float x, ElementType type) {
        return 0xFFFF & (type == ElementType.FLOAT16 ? HalfPrecision.toFloat16(x) : HalfPrecision.toBfloat16(x));
    }

    private static float stored(float x, ElementType type) {
        return type == ElementType.FLOAT16
                ? HalfPrecision.fromFloat16(HalfPrecision.toFloat16(x))
                : HalfPrecision.fromBfloat16(HalfPrecision.toBfloat16(x));
    }

    private static void assertSame(float x, float expected, float found) {
        assertThat(Float.floatToIntBits(found))
                .as("%s became %s in ONNX Runtime, %s here", x, found, expected)
                .isEqualTo(Float.floatToIntBits(expected));
    }

    @ParameterizedTest
    @CsvSource({"FLOAT8E4M3FN, 19", "FLOAT8E5M2, 19", "FLOAT8E4M3FN, 21", "FLOAT8E5M2, 21"})
    void eightBitCastsRoundHalfToEvenAndSaturate(ElementType type, int opset) throws Exception {
        FloatType ours = type(type);
        float[] x = values(ours);
        try (OneOperator run = new OneOperator(cast(type, opset), x, COUNT)) {
            float[] found = run.floats("y");
            for (int i = 0; i < COUNT; i++) {
                assertSame(x[i], ours.round(x[i], true, Rounding.HALF_EVEN, i), found[i]);
            }
        }
    }

    @Test
    void unsaturatedE5m2OverflowsToInfinity() throws Exception {
        float[] x = values(FloatType.E5M2);
        try (OneOperator run = new OneOperator(cast(ElementType.FLOAT8E5M2, 19, "saturate=0"), x, COUNT)) {
            float[] found = run.floats("y");
            for (int i = 0; i < COUNT; i++) {
                float rounded = FloatType.E5M2.round(x[i], false, Rounding.HALF_EVEN, i);
                if (Math.abs(x[i]) < 61440 || Float.isInfinite(x[i])) {
                    assertSame(x[i], rounded, found[i]);
                } else {
                    // From half way between 57344 and 2^16 on. Cast's table says that beyond FLT_MAX E5M2 becomes Inf;
                    // ONNX Runtime 1.26 makes NaN of some of these values.
                    assertThat(rounded).isEqualTo(Math.copySign(Float.POSITIVE_INFINITY, x[i]));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "FLOAT8E4M3FN, TENSOR, 19", "FLOAT8E5M2, TENSOR, 19", "FLOAT8E4M3FN, AXIS, 19", "FLOAT8E5M2, AXIS, 19",
        "FLOAT8E4M3FN, AXIS, 21", "FLOAT8E5M2, TENSOR, 21", "FLOAT8E4M3FN, BLOCKED, 21", "FLOAT8E5M2, BLOCKED, 21",
    })
    void scaledEightBitFloatsAreTheOperators(ElementType type, String shape, int opset) throws Exception {
        int columns = 50;
        int rows = COUNT / columns;
        int block = 7;
        int granules =
                switch (shape) {
                    case "TENSOR" -> 1;
                    case "AXIS" -> columns;
                    default -> (rows + block - 1) / block * columns;
                };
        float[] scales = new float[granules];
        Random random = new Random(granules);
        for (int i = 0; i < granules; i++) {
            scales[i] = i % 2 == 0 ? random.nextFloat() + 0.01f : Math.scalb(1f, random.nextInt(20) - 10);
        }
        float[] x = values(type(type));
        FloatGrid[] grids = new FloatGrid[COUNT];
        for (int i = 0; i < COUNT; i++) {
            int granule =
                    switch (shape) {
                        case "TENSOR" -> 0;
                        case "AXIS" -> i % columns;
                        default -> i / columns / block * columns + i % columns;
                    };
            grids[i] = new FloatGrid(type(type), scales[granule], true);
            float scaled = x[i] * scales[granule];
            x[i] = Float.isFinite(scaled) && scaled != 0 ? scaled : x[i];
        }
        try (OneOperator run = new OneOperator(scaled(type, shape, opset, scales, rows, columns), x, rows, columns)) {
            float[] codes = run.floats("codes");
            float[] found = run.floats("values");
            for (int i = 0; i < COUNT; i++) {
                FloatGrid grid = grids[i];
                assertSame(x[i], grid.type().decode(grid.encode(x[i])), codes[i]);
                assertSame(x[i], grid.decode(grid.encode(x[i])), found[i]);
                if (Float.isFinite(x[i])) {
                    assertSame(x[i], grid.quantize(x[i]), found[i]);
                }
            }
        }
    }

    private OnnxDocument scaled(ElementType type, String shape, int opset, float[] scales, int rows, int columns)
            throws Exception {
        String[] attributes =
                switch (shape) {
                    case "TENSOR" -> new String[0];
                    case "AXIS" -> new String[] {"axis=1"};
                    default -> new String[] {"axis=0", "block_size=7"};
                };
        long[] extents =
                switch (shape) {
                    case "TENSOR" -> new long[0];
                    case "AXIS" -> new long[] {columns};
                    default -> new long[] {scales.length / columns, columns};
                };
        return OnnxModels.opset(opset)
                .input("x", rows, columns)
                .weight("scale", scales, extents)
                .raw("zero", type, new byte[scales.length], extents)
                .node("QuantizeLinear", "", "x scale zero", "q", attributes)
                .node("Cast", "", "q", "codes", "to=1")
                .node("DequantizeLinear", "", "q scale zero", "values", attributes)
                .output("codes", rows, columns)
                .output("values", rows, columns)
                .open(folder);
    }

    @ParameterizedTest
    @CsvSource({"FLOAT8E4M3FN", "FLOAT8E5M2"})
    void everyEightBitCodeHasTheValueThatOnnxRuntimeGivesIt(ElementType type) throws Exception {
        byte[] codes = new byte[256];
        for (int code = 0; code < 256; code++) {
            codes[code] = (byte) code;
        }
        OnnxDocument model = OnnxModels.opset(19)
                .input("x", 1)
                .raw("codes", type, codes, 256)
                .weight("scale", new float[] {0.3f}, 1)
                .node("Cast", "", "codes", "y", "to=1")
                .node("DequantizeLinear", "", "codes scale", "scaled")
                .node("Identity", "", "x", "z")
                .output("y", 256)
                .output("scaled", 256)
                .output("z", 1)
                .open(folder);
        try (OneOperator run = new OneOperator(model, new float[1], 1)) {
            float[] found = run.floats("y");
            float[] scaled = run.floats("scaled");
            for (int code = 0; code < 256; code++) {
                float ours = type(type).decode(code);
                assertSame(code, ours, found[code]);
                assertSame(code, ours * 0.3f, scaled[code]);
                if (!Float.isNaN(ours)) {
                    assertThat(type(type).encode(ours)).isEqualTo(code);
                }
            }
        }
    }
}
