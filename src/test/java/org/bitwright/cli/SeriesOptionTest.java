package org.bitwright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bitwright.analysis.ActivationSeries;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.Scheme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeriesOptionTest {

    @Test
    void integersNeedNoName() {
        assertThat(SeriesOption.parse("channel+mse+narrow"))
                .isEqualTo(new SweepSeries(Granularity.CHANNEL, Calibrator.mse(), Scheme.NARROW))
                .isEqualTo(SeriesOption.parse("int+channel+mse+narrow"));
    }

    @Test
    void aFormatAloneComesAtItsUsualGranularity() {
        assertThat(SeriesOption.parse("nf4").granularity()).isEqualTo(Granularity.group(64));
        assertThat(SeriesOption.parse("mxfp4").granularity()).isEqualTo(Granularity.group(32));
        assertThat(SeriesOption.parse("codebook").granularity()).isEqualTo(Granularity.TENSOR);
    }

    @Test
    void aFormatTakesGranularityAndCalibrator() {
        assertThat(SeriesOption.parse("fp8-e4m3+channel+mse"))
                .isEqualTo(new SweepSeries(
                        FormatFamily.FP8_E4M3, Granularity.CHANNEL, Calibrator.mse(), Scheme.SYMMETRIC));
        assertThat(SeriesOption.parse("nf4+group:32").granularity()).isEqualTo(Granularity.group(32));
    }

    @Test
    void activationsAreAsymmetricUnlessSaidOtherwise() {
        assertThat(SeriesOption.parse("a:mse"))
                .isEqualTo(SeriesOption.parse("a:int+mse+asymmetric"))
                .isEqualTo(SweepSeries.ofActivations(
                        FormatFamily.INT, new ActivationSeries(Scheme.ASYMMETRIC, Calibrator.mse())));
        assertThat(SeriesOption.parse("wa:channel+mse/average+symmetric"))
                .isEqualTo(new SweepSeries(Granularity.CHANNEL, Calibrator.mse(), Scheme.SYMMETRIC)
                        .with(new ActivationSeries(Scheme.SYMMETRIC, Calibrator.movingAverage())));
        assertThat(SeriesOption.parse("w:channel+mse")).isEqualTo(SeriesOption.parse("channel+mse"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nf4",
                "nf4+group:32+minmax",
                "fp8-e4m3+channel+mse",
                "channel+percentile:99.9+narrow",
                "codebook",
                "group:32+mse",
                "a:minmax",
                "a:percentile:99.9+symmetric",
                "a:fp8-e4m3",
                "a:fp8-e5m2+mse",
                "wa:channel+minmax",
                "wa:channel+mse+narrow/percentile:99.999",
                "wa:fp8-e4m3+channel+mse/average",
                "wa:tensor+minmax/minmax+symmetric"
            })
    void whatIsPrintedIsUnderstood(String text) {
        assertThat(SeriesOption.text(SeriesOption.parse(text))).isEqualTo(text);
    }

    @Test
    void whatHasNoMeaningIsRefusedWithTheReason() {
        refused("mxfp4+channel", "fixes its own blocks");
        refused("nf4+channel+mse", "defines its own scale");
        refused("codebook+group:32", "more room than the weights");
        refused("channel", "neither a format");
        refused("nonsense", "neither a format");
        refused("a:", "does not say how activations are quantized");
        refused("a:channel+mse", "calibrator 'channel'");
        refused("a:nf4", "activations are integers or narrow floats");
        refused("wa:codebook", "activations are integers or narrow floats");
        refused("wa:fp8-e4m3/article", "calibrator of activations");
        refused("channel+average", "weights come in no batches");
        refused("wa:channel+average", "weights come in no batches");
        refused("interval+mse", "granularity 'interval'");
    }

    private static void refused(String text, String why) {
        assertThatThrownBy(() -> SeriesOption.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }
}
