package org.bitwright.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ActivationConfigTest {
    private static final NumberFormat.Uniform INT8 = new NumberFormat.Uniform(8, Scheme.SYMMETRIC);
    private static final Optional<ManualGrid> HAND = Optional.of(ManualGrid.ofRange(new Range(-1, 3)));

    @Test
    void aRangeSetByHandOutlivesAChangeOfWidth() {
        ActivationConfig eight =
                ActivationConfig.ofStatic(INT8, Calibrator.mse()).withManual(HAND);

        assertThat(eight.withFormat(NumberFormat.uniform(4, Scheme.ASYMMETRIC)).manual())
                .isEqualTo(HAND);
        assertThat(eight.withFormat(NumberFormat.float32()).manual()).isEmpty();
    }

    @Test
    void entropyBecomesMinmaxWhereItIsNotOffered() {
        ActivationConfig eight = ActivationConfig.ofStatic(INT8, Calibrator.entropy());

        assertThat(eight.withFormat(NumberFormat.uniform(16, Scheme.SYMMETRIC)).calibrator())
                .isEqualTo(Calibrator.minMax());
    }

    @Test
    void dynamicMeansAsymmetricEightBits() {
        assertThat(ActivationConfig.dynamic().format()).isEqualTo(NumberFormat.uniform(8, Scheme.ASYMMETRIC));
        assertThat(ActivationConfig.dynamic().withFormat(INT8).isDynamic()).isFalse();
        assertThatThrownBy(
                        () -> new ActivationConfig(INT8, ActivationMode.DYNAMIC, Calibrator.minMax(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void formatsWithoutARangeAreNoneOfActivations() {
        assertThatThrownBy(() -> new ActivationConfig(
                        NumberFormat.binary(), ActivationMode.STATIC, Calibrator.minMax(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aConfigurationTellsActivationsAndTargetApart() {
        QuantConfig plain = QuantConfig.of(Map.of());
        QuantConfig quantized = plain.withActivation("x", ActivationConfig.ofStatic(INT8, Calibrator.minMax()));

        assertThat(plain.needsStatistics()).isFalse();
        assertThat(quantized.needsStatistics()).isTrue();
        assertThat(plain.withActivation("x", ActivationConfig.dynamic()).needsStatistics())
                .isFalse();
        assertThat(quantized).isNotEqualTo(plain);
        assertThat(quantized.withTarget(TargetProfile.TFLM)).isNotEqualTo(quantized);
        assertThat(quantized.with("layer", TensorConfig.unquantized()).activation("x"))
                .isEqualTo(quantized.activation("x"));
    }
}
