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

    private static long bytes(NumberFormat format, Granularity granularity) {
        return StorageSize.bytes(LAYER, TensorConfig.of(format, granularity, Calibrator.minMax()));
    }
}
