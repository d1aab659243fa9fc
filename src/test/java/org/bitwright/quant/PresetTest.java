package org.bitwright.quant;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PresetTest {

    @ParameterizedTest
    @EnumSource
    void isAConfigurationThatItsFormatAllows(Preset preset) {
        TensorConfig config = preset.config();
        assertThat(FormatRules.obstacle(config.format(), config.granularity())).isEmpty();
        assertThat(FormatRules.obstacle(config.format(), config.calibrator())).isEmpty();
    }

    @Test
    void blocksAreThoseOfTheFormats() {
        assertThat(Preset.MXFP4.config().granularity()).isEqualTo(Granularity.group(32));
        assertThat(Preset.NVFP4.config().granularity()).isEqualTo(Granularity.group(16));
        assertThat(Preset.NF4.config().granularity()).isEqualTo(Granularity.group(64));
        assertThat(Preset.INT4_GROUP32.config().granularity()).isEqualTo(Granularity.group(32));
        assertThat(Preset.CODEBOOK_16.config().format()).isEqualTo(new NumberFormat.Codebook(4));
    }
}
