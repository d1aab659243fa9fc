package org.bitwright.quant;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.bitwright.quant.coding.CodingException;
import org.bitwright.quant.coding.EntropyCode;
import org.bitwright.quant.coding.EntropyDecoder;
import org.bitwright.task.CancelToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A weight coded, decoded, and its size. */
class CodedWeightTest {
    private static final CancelToken NEVER = CancelToken.none();

    static List<TensorConfig> configs() {
        return FormatExamples.configs();
    }

    /** A filter of 12 × 70 × 3 × 3 whose groups lie along its second axis. */
    private static LayerWeights filter() {
        return Layers.grouped(0, 1, new long[] {12, 70, 3, 3}, Layers.gaussian(1, 12 * 70 * 9, 0.05));
    }

    /** A matrix of 70 × 24 with its channels last. */
    private static LayerWeights matrix() {
        return Layers.grouped(1, 0, new long[] {70, 24}, Layers.gaussian(2, 70 * 24, 3));
    }

    /** A matrix of 24 × 70 with its channels first. */
    private static LayerWeights rows() {
        return Layers.grouped(0, 1, new long[] {24, 70}, Layers.gaussian(3, 70 * 24, 1e-6));
    }

    @ParameterizedTest
    @MethodSource("configs")
    void everyWeightComesBackBitForBitInTheBytesThatWereSaid(TensorConfig config) throws Exception {
        for (LayerWeights weights : List.of(filter(), matrix(), rows())) {
            QuantizedLayer quantized = LayerQuantizer.quantize(weights, config, NEVER);
            LayerCodes codes = LayerCodes.of(weights, quantized.layerGrids());
            byte[] grids = GridBytes.of(config).encode(quantized.grids());
            byte[] coded = coded(codes);

            assertThat(quantized.entropyBytes()).hasValue(grids.length + coded.length);
            assertThat(decoded(weights, config, grids, coded))
                    .as("%s", weights.layer().weight().shape())
                    .isEqualTo(LayerQuantizer.values(weights, quantized.layerGrids(), NEVER));
        }
    }

    /** What is stored without entropy coding is codes of fixed width and the same grids. */
    @ParameterizedTest
    @MethodSource("configs")
    void gridsTakeTheBytesThatTheSizeCounts(TensorConfig config) {
        LayerWeights weights = rows();
        QuantizedLayer quantized = LayerQuantizer.quantize(weights, config, NEVER);
        long codeBits = 24L * 70 * config.format().bits();
        long gridBits = 8 * quantized.bytes() - codeBits;

        assertThat((long) GridBytes.of(config).encode(quantized.grids()).length)
                .isBetween(gridBits / 8, (gridBits + 7) / 8);
    }

    /**
     * Steps of 1: the codes are 0 0 1 0 2 1 0 3 whatever the zero point. Their stream is flat: form 2 bits,
     * lowest symbol 0 1 bit, length 2 3 bits, eight words of 2 bits; so 3 bytes. The scale takes 4, a zero point of 3
     * bits 1.
     */
    @Test
    void sizeIsAsWorkedOutByHand() {
        LayerWeights weights = Layers.weights(0, 0, 1, 0, 2, 1, 0, 3);
        assertThat(size(weights, Scheme.NARROW, new UniformGrid(1, 0, -3, 3))).isEqualTo(3 + 4);
        assertThat(size(weights, Scheme.ASYMMETRIC, new UniformGrid(1, 2, 0, 7)))
                .isEqualTo(3 + 4 + 1);
    }

    private static long size(LayerWeights weights, Scheme scheme, UniformGrid grid) {
        TensorConfig config = TensorConfig.of(NumberFormat.uniform(3, scheme), Granularity.TENSOR, Calibrator.minMax());
        return StorageSize.entropyBytes(weights, config, List.of(grid), NEVER);
    }

    @Test
    void unquantizedWeightsStayAtTheirOwnWidth() {
        QuantizedLayer layer = LayerQuantizer.quantize(rows(), TensorConfig.unquantized(), NEVER);

        assertThat(layer.entropyBytes()).hasValue(4 * 24 * 70);
    }

    @ParameterizedTest
    @MethodSource("configs")
    void codesAreTheGridsOwnLessTheZeroPoint(TensorConfig config) {
        for (Rounding rounding : List.of(Rounding.HALF_EVEN, Rounding.stochastic(7))) {
            if (!rounding.isHalfEven()
                    && FormatRules.roundingObstacle(config.format()).isPresent()) {
                continue;
            }
            LayerWeights weights = matrix();
            LayerGrids grids = LayerQuantizer.grids(weights, config.withRounding(rounding), NEVER);
            GranuleLayout layout = GranuleLayout.of(weights.layer(), config.granularity());
            int[] expected = LayerQuantizer.codes(weights, grids);
            for (int i = 0; i < expected.length; i++) {
                if (grids.get(layout.granule(i)) instanceof UniformGrid grid) {
                    expected[i] -= grid.zeroPoint();
                }
            }
            assertThat(all(LayerCodes.of(weights, grids), 37)).isEqualTo(expected);
        }
    }

    @Test
    void assignedCodesAreThoseThatAreCoded() {
        LayerWeights weights = Layers.weights(0.4f, 0.6f, -1);
        UniformGrid grid = new UniformGrid(1, 5, 0, 15);
        LayerGrids grids = new LayerGrids(
                Granularity.TENSOR,
                new Rounding.Assigned(AssignedCodes.of("test", new int[] {6, 5, 4})),
                List.of(grid));

        assertThat(all(LayerCodes.of(weights, grids), 2)).containsExactly(1, 0, -1);
    }

    @Test
    void nanIsCodedAsZero() {
        LayerWeights weights = Layers.weights(Float.NaN, 1, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);
        LayerGrids grids = Layers.tensorGrid(new UniformGrid(1, 3, 0, 7));

        assertThat(all(LayerCodes.of(weights, grids), 4)).containsExactly(0, 1, 4, -3);
    }

    private static int[] all(LayerCodes codes, int piece) {
        int[] all = new int[codes.size()];
        int[] symbols = new int[piece];
        for (int first = 0; first < all.length; first += piece) {
            int count = Math.min(piece, all.length - first);
            codes.read(first, symbols, count);
            System.arraycopy(symbols, 0, all, first, count);
        }
        assertThat(Arrays.stream(all).min().orElseThrow()).isGreaterThanOrEqualTo(codes.lowest());
        assertThat(Arrays.stream(all).max().orElseThrow()).isLessThanOrEqualTo(codes.highest());
        return all;
    }

    private static byte[] coded(LayerCodes codes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        EntropyCode.of(codes, NEVER).encode(codes, out, NEVER);
        return out.toByteArray();
    }

    private static float[] decoded(LayerWeights weights, TensorConfig config, byte[] grids, byte[] coded)
            throws CodingException {
        GranuleLayout layout = GranuleLayout.of(weights.layer(), config.granularity());
        CodedValues values = new CodedValues(layout, GridBytes.of(config).decode(grids, layout.granules()));
        float[] back = new float[layout.size()];
        values.decode(0, EntropyDecoder.decode(coded, back.length), back.length, back);
        return back;
    }
}
