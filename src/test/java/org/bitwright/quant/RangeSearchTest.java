package org.bitwright.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bitwright.task.CancelToken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangeSearchTest {
    @AfterEach
    void vectorsAsBefore() {
        System.clearProperty(VectorModule.PROPERTY);
    }

    /** How many candidates are looked at together, which is a matter of speed alone. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 8, 100})
    void candidatesThatAreLookedAtTogetherGiveTheSameGrid(int together) {
        for (int seed = 0; seed < 12; seed++) {
            float[] values = Layers.gaussian(seed, 3 + seed, 0.3);
            values[seed % 3] *= 1 + seed;
            Range range = new Granule.Gathered(values).range();
            for (NumberFormat.Ranged format : formats().toList()) {
                RangeSearch.SquaredError error = grid -> squaredError(values, grid);
                Grid alone = RangeSearch.best(format, range, error);
                assertThat(RangeSearch.best(format, range, together(error, together)))
                        .as("seed %d, %s", seed, format)
                        .isEqualTo(alone);
            }
        }
    }

    private static RangeSearch.SquaredError together(RangeSearch.SquaredError error, int together) {
        return new RangeSearch.SquaredError() {
            @Override
            public double of(Grid grid) {
                return error.of(grid);
            }

            @Override
            public int together() {
                return together;
            }
        };
    }

    @ParameterizedTest
    @MethodSource("formats")
    void groupsGetTheSameGridsWithAndWithoutVectors(NumberFormat.Ranged format) {
        assumeTrue(VectorModule.isPresent());
        float[] values = Layers.gaussian(41, 24 * 130, 0.05);
        values[77] = 2;
        LayerWeights weights = Layers.grouped(0, 1, new long[] {24, 130}, values);
        for (Granularity granularity : List.of(Granularity.group(32), Granularity.group(128), Granularity.CHANNEL)) {
            TensorConfig config = TensorConfig.of(format, granularity, Calibrator.mse());
            System.setProperty(VectorModule.PROPERTY, "false");
            List<Grid> plain =
                    LayerQuantizer.grids(weights, config, CancelToken.none()).list();
            System.clearProperty(VectorModule.PROPERTY);
            assertThat(LayerQuantizer.grids(weights, config, CancelToken.none()).list())
                    .as("%s", granularity)
                    .isEqualTo(plain);
        }
    }

    /** Every scale down to a twentieth of the full range in steps of a thousandth, all in double and by hand. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 8})
    void groupsGetNearlyTheBestScaleOfAll(int bits) {
        int highest = (1 << (bits - 1)) - 1;
        double found = 0;
        double least = 0;
        float[] values = Layers.gaussian(bits, 60 * 32, 0.05);
        LayerWeights weights = Layers.grouped(0, 1, new long[] {1, values.length}, values);
        TensorConfig config =
                TensorConfig.of(NumberFormat.uniform(bits, Scheme.SYMMETRIC), Granularity.group(32), Calibrator.mse());
        List<Grid> grids =
                LayerQuantizer.grids(weights, config, CancelToken.none()).list();
        for (int group = 0; group < grids.size(); group++) {
            float[] own = Arrays.copyOfRange(values, 32 * group, 32 * group + 32);
            double best = Double.POSITIVE_INFINITY;
            for (int i = 50; i <= 1000; i++) {
                double scale = new Granule.Gathered(own).range().magnitude() * i / 1000 / highest;
                best = Math.min(best, squaredError(own, scale, -highest - 1, highest));
            }
            double error = squaredError(own, grids.get(group).step(), -highest - 1, highest);
            assertThat(error).as("group %d", group).isLessThan(1.12 * best);
            found += error;
            least += best;
        }
        assertThat(found).isLessThan(1.03 * least);
    }

    private static double squaredError(float[] values, double scale, int lowest, int highest) {
        double sum = 0;
        for (float x : values) {
            double e = Math.max(lowest, Math.min(highest, Math.rint(x / scale))) * scale - x;
            sum += e * e;
        }
        return sum;
    }

    private static Stream<NumberFormat.Ranged> formats() {
        return Stream.of(
                new NumberFormat.Uniform(2, Scheme.SYMMETRIC),
                new NumberFormat.Uniform(4, Scheme.SYMMETRIC),
                new NumberFormat.Uniform(3, Scheme.ASYMMETRIC),
                new NumberFormat.Uniform(8, Scheme.ASYMMETRIC),
                new NumberFormat.Uniform(5, Scheme.POWER_OF_TWO),
                new NumberFormat.Minifloat(FloatType.E4M3FN),
                new NumberFormat.Minifloat(FloatType.E2M1));
    }

    private static double squaredError(float[] values, Grid grid) {
        double sum = 0;
        for (float x : values) {
            double e = (double) grid.quantize(x) - x;
            sum += e * e;
        }
        return sum;
    }
}
