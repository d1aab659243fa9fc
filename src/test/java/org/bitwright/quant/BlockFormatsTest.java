package org.bitwright.quant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.bitwright.task.CancelToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The formats that share scales in blocks, by the rules of their specifications. */
class BlockFormatsTest {
    private static final CancelToken NEVER = CancelToken.none();

    private static List<Grid> grids(NumberFormat format, int block, float... values) {
        LayerWeights weights = Layers.grouped(0, 1, new long[] {1, values.length}, values);
        return LayerQuantizer.grids(
                        weights, TensorConfig.of(format, Granularity.group(block), Calibrator.minMax()), NEVER)
                .list();
    }

    private static float[] quantized(NumberFormat format, int block, float... values) {
        LayerWeights weights = Layers.grouped(0, 1, new long[] {1, values.length}, values);
        TensorConfig config = TensorConfig.of(format, Granularity.group(block), Calibrator.minMax());
        return LayerQuantizer.values(weights, LayerQuantizer.grids(weights, config, NEVER), NEVER);
    }

    /** OCP MX 1.0, 6.3: X = 2^(floor(log2 max|x|) − emax), emax from table 1: 8, 15, 2, 4 and 2. */
    @ParameterizedTest
    @CsvSource({
        "E4M3FN, 1, -8",
        "E4M3FN, 1.9999999, -8",
        "E4M3FN, 2, -7",
        "E4M3FN, 448, 0",
        "E4M3FN, 0x1p-100, -108",
        "E5M2, 1, -15",
        "E5M2, 57344, 0",
        "E2M3, 7.5, 0",
        "E2M3, 8, 1",
        "E3M2, 28, 0",
        "E3M2, 0.1, -8",
        "E2M1, 6, 0",
        "E2M1, 3.9999998, -1",
        "E2M1, 0x1.fffffep127, 125",
        "E2M1, 0x1p-126, -127",
        "E2M1, 0x1p-149, -127",
        "E5M2, 0x1p-112, -127",
        "E5M2, 0x1p-111, -126",
        "E4M3FN, 0x1.8p-149, -127",
    })
    void sharedScaleIsAPowerOfTwoWithinE8m0(FloatType element, float magnitude, int exponent) {
        float[] values = new float[32];
        values[7] = -magnitude;
        values[9] = magnitude / 3;
        assertThat(grids(new NumberFormat.Microscaling(element), 32, values))
                .containsExactly(new FloatGrid(element, Math.scalb(1f, exponent), true));
    }

    @Test
    void elementsAreTheNearestOfTheScaledValues() {
        // max 13 = 1.625·2³: X = 2^(3 − 2) = 2. In halves: 6.5 saturates to 6, 2.5 ties to 2, 3.5 to 4, 0.25 to 0.
        float[] values = new float[32];
        System.arraycopy(new float[] {13, 5, 7, 0.5f, -0.50001f, -11, 3}, 0, values, 0, 7);
        assertThat(Arrays.copyOf(quantized(new NumberFormat.Microscaling(FloatType.E2M1), 32, values), 7))
                .containsExactly(12, 4, 8, 0, -1, -12, 3);
    }

    @Test
    void blocksOf32HaveTheirOwnScalesAndTheLastMayBeShort() {
        float[] values = new float[70];
        values[0] = 6;
        values[40] = 60;
        values[69] = 0.3f;
        assertThat(grids(new NumberFormat.Microscaling(FloatType.E2M1), 32, values))
                .extracting(grid -> ((FloatGrid) grid).scale())
                .containsExactly(1f, 8f, 0.0625f); // floor(log2) 2, 5 and −2, less 2
    }

    @Test
    void everyMicroscalingElementComesThroughEveryScale() {
        for (FloatType element :
                List.of(FloatType.E4M3FN, FloatType.E5M2, FloatType.E2M3, FloatType.E3M2, FloatType.E2M1)) {
            for (int exponent : new int[] {-110, -20, 0, 7, 100}) {
                int from = 0;
                while (from < element.levels()) {
                    float[] block = new float[32];
                    block[0] = element.max() * Math.scalb(1f, exponent); // keeps the shared scale where it is
                    int count = Math.min(31, element.levels() - from);
                    for (int i = 0; i < count; i++) {
                        block[i + 1] = element.level(from + i) * Math.scalb(1f, exponent);
                    }
                    assertThat(quantized(new NumberFormat.Microscaling(element), 32, block))
                            .isEqualTo(block);
                    from += count;
                }
            }
        }
    }

    @Test
    void nvfp4ScalesItsBlocksByE4m3TimesTheTensorsScale() {
        // tensor: 2688/(448·6) = 1. Blocks: 2688/6 = 448; 12/6 = 2; 0.06/6 = 0.01 → nearest E4M3 0x1.4p-7 (5 steps of
        // 2^-9: 0.009765625); 0.005/6 = 0.00083 → below half of the least, 2^-10: 0.
        float[] values = new float[64];
        values[0] = 2688;
        values[16] = -12;
        values[17] = 5; // 2.5 ties to 2
        values[32] = 0.06f;
        values[48] = 0.005f;
        assertThat(grids(new NumberFormat.NvFp4(), 16, values))
                .extracting(grid -> ((NvFp4Grid) grid).blockScale())
                .containsExactly(448f, 2f, 0x1.4p-7f, 0f);
        float[] quantized = quantized(new NumberFormat.NvFp4(), 16, values);
        assertThat(quantized[0]).isEqualTo(2688);
        assertThat(quantized[16]).isEqualTo(-12);
        assertThat(quantized[17]).isEqualTo(4);
        assertThat(quantized[32]).isEqualTo(6 * 0x1.4p-7f);
        assertThat(quantized[48]).isZero();
        assertThat(((NvFp4Grid) grids(new NumberFormat.NvFp4(), 16, values).get(3)).isUnderflow())
                .isTrue();
    }

    @Test
    void everyNvfp4LevelTieAndNeighbourGoesWhereE2m1Says() {
        float[] levels = {0, 0.5f, 1, 1.5f, 2, 3, 4, 6};
        NvFp4Grid grid = new NvFp4Grid(0.5f, 4);
        for (int i = 0; i < levels.length; i++) {
            assertThat(grid.quantize(2 * levels[i])).isEqualTo(2 * levels[i]);
            assertThat(grid.quantize(-2 * levels[i])).isEqualTo(-2 * levels[i]);
            assertThat(grid.encode(2 * levels[i])).isEqualTo(i);
            assertThat(grid.decode(i + 8)).isEqualTo(-2 * levels[i]);
            if (i > 0) {
                float tie = levels[i] + levels[i - 1];
                assertThat(grid.quantize(tie)).isEqualTo(2 * levels[i % 2 == 0 ? i : i - 1]);
                assertThat(grid.quantize(Math.nextUp(tie))).isEqualTo(2 * levels[i]);
                assertThat(grid.quantize(-Math.nextDown(tie))).isEqualTo(-2 * levels[i - 1]);
            }
        }
        assertThat(grid.quantize(1e30f)).isEqualTo(12);
    }

    @Test
    void nf4HasTheLevelsOfThePaperAndTakesTheNearest() {
        // QLoRA (Dettmers et al. 2023), appendix E, as published by bitsandbytes
        double[] published = {
            -1.0,
            -0.6961928009986877,
            -0.5250730514526367,
            -0.39491748809814453,
            -0.28444138169288635,
            -0.18477343022823334,
            -0.09105003625154495,
            0.0,
            0.07958029955625534,
            0.16093020141124725,
            0.24611230194568634,
            0.33791524171829224,
            0.44070982933044434,
            0.5626170039176941,
            0.7229568362236023,
            1.0
        };
        for (float scale : new float[] {1, 0.25f, 3}) {
            TableGrid grid = new TableGrid(LevelTable.NF4, scale);
            for (int i = 0; i < 16; i++) {
                float level = (float) published[i] * scale;
                assertThat(grid.level(i)).isEqualTo(level);
                assertThat(grid.quantize(level)).isEqualTo(level);
                assertThat(grid.encode(level)).isEqualTo(i);
                if (i > 0) {
                    double border = ((float) published[i - 1] + (double) (float) published[i]) / 2 * scale;
                    assertThat(grid.encode((float) (border + 1e-6 * scale))).isEqualTo(i);
                    assertThat(grid.encode((float) (border - 1e-6 * scale))).isEqualTo(i - 1);
                }
            }
            assertThat(grid.encode(2 * scale)).isEqualTo(15);
            assertThat(grid.encode(-2 * scale)).isZero();
        }
        // bitsandbytes: above the border the upper level, on it the lower one
        assertThat(new TableGrid(LevelTable.NF4, 1).encode(LevelTable.NF4.level(8) / 2))
                .isEqualTo(7);
        assertThat(new TableGrid(LevelTable.NF4, 1).encode(Math.nextUp(LevelTable.NF4.level(8) / 2)))
                .isEqualTo(8);
    }

    @Test
    void codesAndValuesAgreeInEveryBlockFormat() {
        Random random = new Random(3);
        float[] values = new float[200];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian() * (i < 100 ? 1 : 1e-3f);
        }
        for (FormatFamily family : FormatFamily.values()) {
            NumberFormat format = family.near(4, Scheme.SYMMETRIC);
            Granularity granularity = FormatRules.usual(format);
            if (format.isQuantized() && granularity.isGroup()) {
                LayerWeights weights = Layers.grouped(0, 1, new long[] {1, values.length}, values);
                TensorConfig config = TensorConfig.of(format, granularity, Calibrator.minMax());
                LayerGrids grids = LayerQuantizer.grids(weights, config, NEVER);
                int[] codes = LayerQuantizer.codes(weights, grids);
                float[] quantized = LayerQuantizer.values(weights, grids, NEVER);
                for (int i = 0; i < values.length; i++) {
                    assertThat(grids.get(i / granularity.size()).decode(codes[i]))
                            .as(family.id())
                            .isEqualTo(quantized[i]);
                }
            }
        }
    }
}
