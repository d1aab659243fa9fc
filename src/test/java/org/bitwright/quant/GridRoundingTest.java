package org.bitwright.quant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitwright.model.Layer;
import org.bitwright.model.Phrase;
import org.bitwright.task.CancelToken;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GridRoundingTest {
    private static final CancelToken NEVER = CancelToken.none();

    @ParameterizedTest
    @MethodSource("org.bitwright.quant.FormatExamples#configs")
    void itGivesWhatGridsGive(TensorConfig config) {
        // Rows of short and long runs, and columns with a channel each, whose groups are columns.
        check(layer(0, 1, 6, 200), config);
        check(layer(1, 0, 100, 13), config);
        check(layer(0, 1, 5, 70, 3), config);
        check(layer(1, 1, 2, 9, 4), config);
    }

    private static void check(Layer layer, TensorConfig config) {
        float[] values = Layers.gaussian(7, (int) layer.parameters(), 0.3);
        values[3] = 0;
        values[5] = -0f;
        values[8] = 0.05f;
        LayerGrids grids = LayerQuantizer.grids(LayerWeights.passing(layer, values, NEVER), config, NEVER);
        // Other values than the grids were made for, so that some lie beyond their ends.
        for (int i = 0; i < values.length; i += 2) {
            values[i] *= 1.5f;
        }
        GranuleLayout layout = GranuleLayout.of(layer, config.granularity());

        float[] rounded = new float[values.length];
        GridRounding.round(values, layout, grids, rounded);

        float[] expected = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            expected[i] = grids.get(layout.granule(i)).quantize(values[i]);
        }
        assertThat(rounded).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("roundings")
    void otherRoundingsAreTakenValueByValue(Rounding rounding) {
        LayerGrids grids = new LayerGrids(Granularity.TENSOR, rounding, List.of(new UniformGrid(0.5f, 0, -8, 7)));
        float[] values = {0.25f, -0.25f, 0.6f, -0.6f, 9, 0.75f};
        float[] rounded = new float[values.length];

        GridRounding.round(values, new ChannelLayout(1, 1, values.length), grids, rounded);

        for (int i = 0; i < values.length; i++) {
            assertThat(rounded[i]).isEqualTo(grids.get(0).quantize(values[i], rounding, i));
        }
    }

    static List<Rounding> roundings() {
        return List.of(
                Rounding.of(Rounding.Direction.FLOOR),
                Rounding.of(Rounding.Direction.HALF_AWAY),
                Rounding.stochastic(5));
    }

    private static Layer layer(int channelAxis, int inputAxis, long... extents) {
        Layer made = Layers.layer(OptionalInt.of(channelAxis), extents);
        return new Layer(
                made.name(),
                made.op(),
                made.weight(),
                made.operators(),
                made.channelAxis(),
                Phrase.NONE,
                OptionalInt.of(inputAxis),
                Optional.empty());
    }
}
