package org.bitwright.quant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.bitwright.model.ElementType;
import org.bitwright.model.Layer;
import org.junit.jupiter.api.Test;

class StorageSizeTest {
    private static final Layer LAYER = Layers.layer(OptionalInt.of(0), 10, 3, 3);

    @Test
    void floatStaysAtItsOwnWidth() {
        assertThat(StorageSize.bytes(LAYER, TensorConfig.unquantized())).isEqualTo(360);
        Layer half = Layers.layer(ElementType.FLOAT16, OptionalInt.of(0), 10, 3, 3);
        assertThat(StorageSize.bytes(half, TensorConfig.unquantized())).isEqualTo(180);
    }

    @Test
    void integersNeedTheirBitsAndAScaleAGranule() {
        assertThat(bytes(NumberFormat.uniform(8, Scheme.SYMMETRIC), Granularity.TENSOR))
                .isEqualTo(90 + 4);
        assertThat(bytes(NumberFormat.uniform(8, Scheme.NARROW), Granularity.CHANNEL))
                .isEqualTo(90 + 40);
        // 90 · 3 + 32 = 302 bits.
        assertThat(bytes(NumberFormat.uniform(3, Scheme.SYMMETRIC), Granularity.TENSOR))
                .isEqualTo(38);
    }

    @Test
    void zeroPointsNeedTheFormatsWidth() {
        // 90 · 5 + 10 · (32 + 5) = 820 bits.
        assertThat(bytes(NumberFormat.uniform(5, Scheme.ASYMMETRIC), Granularity.CHANNEL))
                .isEqualTo(103);
    }

    @Test
    void binaryNeedsOneBit() {
        // 90 + 32 = 122 bits.
        assertThat(bytes(NumberFormat.binary(), Granularity.TENSOR)).isEqualTo(16);
    }

    @Test
    void ternaryNeedsTwoBits() {
        // 90 · 2 + 32 = 212 bits.
        assertThat(bytes(new NumberFormat.Ternary(), Granularity.TENSOR)).isEqualTo(27);
    }

    @Test
    void powerOfTwoScalesAreScales() {
        // 90 · 4 + 10 · 32 = 680 bits.
        assertThat(bytes(NumberFormat.uniform(4, Scheme.POWER_OF_TWO), Granularity.CHANNEL))
                .isEqualTo(85);
    }

    @Test
    void halfFloatsHaveNoScale() {
        assertThat(bytes(new NumberFormat.HalfFloat(FloatType.FLOAT16, false), Granularity.TENSOR))
                .isEqualTo(180);
        assertThat(bytes(new NumberFormat.HalfFloat(FloatType.BFLOAT16, true), Granularity.TENSOR))
                .isEqualTo(180);
    }

    @Test
    void smallFloatsHaveAScaleAGranule() {
        assertThat(bytes(new NumberFormat.Minifloat(FloatType.E4M3FN), Granularity.CHANNEL))
                .isEqualTo(90 + 40);
        assertThat(bytes(new NumberFormat.Minifloat(FloatType.E5M2), Granularity.TENSOR))
                .isEqualTo(90 + 4);
        // 90 · 4 + 32 = 392 bits.
        assertThat(bytes(new NumberFormat.Minifloat(FloatType.E2M1), Granularity.TENSOR))
                .isEqualTo(49);
    }

    /** Ten rows of 70: three blocks of 32 a row, the last one of 6. */
    @Test
    void microscalingNeedsAByteABlock() {
        Granularity blocks = Granularity.group(32);
        assertThat(rows(new NumberFormat.Microscaling(FloatType.E4M3FN), blocks))
                .isEqualTo(700 + 30);
        // 700 · 6 + 30 · 8 = 4,440 bits.
        assertThat(rows(new NumberFormat.Microscaling(FloatType.E2M3), blocks)).isEqualTo(555);
        assertThat(rows(new NumberFormat.Microscaling(FloatType.E2M1), blocks)).isEqualTo(350 + 30);
    }

    /** Five blocks of 16 a row. */
    @Test
    void nvfp4NeedsAByteABlockAndAScaleForTheTensor() {
        assertThat(rows(new NumberFormat.NvFp4(), Granularity.group(16))).isEqualTo(350 + 50 + 4);
    }

    /** Two blocks of 64 a row. */
    @Test
    void nf4NeedsAScaleABlock() {
        assertThat(rows(new NumberFormat.Nf4(), Granularity.group(64))).isEqualTo(350 + 20 * 4);
    }

    @Test
    void groupsOfIntegersHaveAScaleAndAZeroPointEach() {
        // 700 · 4 + 30 · (32 + 4) = 3,880 bits.
        assertThat(rows(NumberFormat.uniform(4, Scheme.ASYMMETRIC), Granularity.group(32)))
                .isEqualTo(485);
    }

    @Test
    void codebooksNeedTheirCentroids() {
        assertThat(rows(new NumberFormat.Codebook(4), Granularity.TENSOR)).isEqualTo(350 + 16 * 4);
        // 700 · 2 + 10 · 4 · 32 = 2,680 bits.
        assertThat(rows(new NumberFormat.Codebook(2), Granularity.CHANNEL)).isEqualTo(335);
    }

    /** A symmetric scheme stores no zero points, unless the user sets one. */
    @Test
    void zeroPointSetByHandIsStored() {
        TensorConfig config = TensorConfig.of(
                        NumberFormat.uniform(8, Scheme.SYMMETRIC), Granularity.TENSOR, Calibrator.minMax())
                .withManual(0, ManualGrid.ofGrid(new UniformGrid(0.5f, 3, -128, 127)));
        assertThat(StorageSize.bytes(LAYER, config)).isEqualTo(90 + 4 + 1);
    }

    @Test
    void aLayerWithoutAChannelAxisHasOneGranule() {
        Layer shared = Layers.layer(OptionalInt.empty(), 10, 9);
        TensorConfig config =
                TensorConfig.of(NumberFormat.uniform(8, Scheme.SYMMETRIC), Granularity.CHANNEL, Calibrator.minMax());
        assertThat(StorageSize.bytes(shared, config)).isEqualTo(94);
    }

    @Test
    void moreBitsThanAnIntAreCounted() {
        Layer large = Layers.layer(OptionalInt.empty(), 1 << 15, 1 << 15);
        assertThat(StorageSize.bytes(
                        large,
                        TensorConfig.of(
                                NumberFormat.uniform(16, Scheme.SYMMETRIC), Granularity.TENSOR, Calibrator.minMax())))
                .isEqualTo((1L << 31) + 4);
    }

    /** Of ten rows of 70 inputs. */
    private static long rows(NumberFormat format, Granularity granularity) {
        Layer layer = Layers.grouped(0, 1, new long[] {10, 70}, new float[700]).layer();
        return StorageSize.bytes(layer, TensorConfig.of(format, granularity, Calibrator.minMax()));
    }

    private static long bytes(NumberFormat format, Granularity granularity) {
        return StorageSize.bytes(LAYER, TensorConfig.of(format, granularity, Calibrator.minMax()));
    }
}
