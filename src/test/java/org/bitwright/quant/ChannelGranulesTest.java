package org.bitwright.quant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.TreeSet;
import org.bitwright.model.Layer;
import org.junit.jupiter.api.Test;

class ChannelGranulesTest {

    @Test
    void tensorAndChannelsAreTheirOwn() {
        Layer layer = Layers.grouped(0, 1, new long[] {2, 3}, 1, 2, 3, 4, 5, 6).layer();
        assertThat(ChannelGranules.of(layer, Granularity.TENSOR, 1)).containsExactly(0);
        assertThat(ChannelGranules.of(layer, Granularity.CHANNEL, 1)).containsExactly(1);
        assertThat(ChannelGranules.of(layer, Granularity.CHANNEL, -1)).containsExactly(0, 1);
    }

    @Test
    void groupsAlongTheRowsOfAMatrixBelongToTheirRow() {
        // three rows of five inputs: groups of two give ceil(5 / 2) = 3 scales a row
        Layer layer = Layers.grouped(0, 1, new long[] {3, 5}, new float[15]).layer();
        assertThat(ChannelGranules.of(layer, Granularity.group(2), 1)).containsExactly(3, 4, 5);
        assertThat(ChannelGranules.of(layer, Granularity.group(2), -1)).hasSize(9);
    }

    @Test
    void groupsDownTheColumnsBelongToTheirColumn() {
        // inputs first, as MatMul stores them: scales lie as 2 rows of 3 columns
        Layer layer = Layers.grouped(1, 0, new long[] {4, 3}, new float[12]).layer();
        assertThat(ChannelGranules.of(layer, Granularity.group(2), 2)).containsExactly(2, 5);
    }

    @Test
    void theyAreThoseOfTheChannelsValues() {
        // Conv and ConvTranspose: filters whose inputs lie behind, and before, the output channels
        check(Layers.grouped(0, 1, new long[] {3, 5, 2, 2}, new float[60]).layer());
        check(Layers.grouped(1, 0, new long[] {5, 3, 2, 2}, new float[60]).layer());
        check(Layers.grouped(0, 0, new long[] {5, 3}, new float[15]).layer());
    }

    /** Against the granule of every value. */
    private static void check(Layer layer) {
        GranuleLayout layout = GranuleLayout.of(layer, Granularity.group(2));
        ChannelLayout channels = ChannelLayout.of(layer, Granularity.CHANNEL);
        for (int channel = 0; channel < channels.channels(); channel++) {
            TreeSet<Integer> expected = new TreeSet<>();
            for (int i = 0; i < layout.size(); i++) {
                if (channels.granule(i) == channel) {
                    expected.add(layout.granule(i));
                }
            }
            assertThat(Arrays.stream(ChannelGranules.of(layer, Granularity.group(2), channel))
                            .boxed())
                    .containsExactlyElementsOf(expected);
        }
    }
}
