package org.bitwright.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import org.bitwright.model.Layer;
import org.bitwright.model.Model;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Preset;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Scheme;
import org.junit.jupiter.api.Test;

class WidthSummaryTest {
    private static QuantConfig all(Model model, NumberFormat format) {
        List<String> names = model.layers().stream().map(Layer::name).toList();
        return QuantConfig.empty().edit(names, before -> Preset.INT8_TENSOR
                .config()
                .withGranularity(Granularity.CHANNEL)
                .withFormat(format));
    }

    @Test
    void averageWeighsLayersByTheirWeights() throws IOException {
        // LeNet-5: 150, 2400, 48000, 10080 and 840 weights.
        Model model = ParameterSources.lenet().model();
        QuantConfig mixed = all(model, NumberFormat.uniform(4, Scheme.SYMMETRIC))
                .edit(List.of("fc1/Gemm"), config -> config.withFormat(NumberFormat.uniform(2, Scheme.SYMMETRIC)));
        WidthSummary summary = WidthSummary.of(model, mixed);
        assertThat(summary.average()).isCloseTo((2 * 48000.0 + 4 * 13470.0) / 61470.0, within(1e-12));
        assertThat(summary.text()).isEqualTo("2–4 bits, 2.44 on average");
    }

    @Test
    void layersThatAreAlikeHaveOneWidth() throws IOException {
        Model model = ParameterSources.lenet().model();
        assertThat(text(model, NumberFormat.uniform(4, Scheme.SYMMETRIC))).isEqualTo("4 bits per channel");
        assertThat(text(model, Preset.NF4.config().format())).isEqualTo("nf4");
        assertThat(text(model, new NumberFormat.Codebook(3))).isEqualTo("codebook, 3 bits per channel");
        assertThat(WidthSummary.of(model, QuantConfig.empty()).text()).isEqualTo("float");
        assertThat(WidthSummary.of(model, QuantConfig.empty()).average()).isEqualTo(32);
    }

    private static String text(Model model, NumberFormat format) {
        return WidthSummary.of(model, all(model, format)).text();
    }
}
