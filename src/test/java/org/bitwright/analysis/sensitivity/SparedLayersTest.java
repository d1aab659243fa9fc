package org.bitwright.analysis.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.bitwright.analysis.DataPart;
import org.bitwright.analysis.Fidelity;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.UniformGrid;
import org.bitwright.quant.target.Quantizer;
import org.bitwright.runtime.Candidate;
import org.bitwright.runtime.Evaluation;
import org.bitwright.runtime.LayerTrials;
import org.junit.jupiter.api.Test;

class SparedLayersTest extends SensitivityFixture {
    @Test
    void aSparedLayerIsFloatInTheRestOfThePresentConfiguration() throws Exception {
        QuantConfig present = QuantConfig.of(Map.of("first", CHANNEL.at(2), "second", CHANNEL.at(3)));

        SensitivityResult result = run(sparing(present));

        Evaluation reference = evaluate(Candidate.unchanged());
        Evaluation whole =
                evaluate(Candidate.ofWeights(weights(Map.of("first", CHANNEL.at(2), "second", CHANNEL.at(3)))));
        Evaluation spared = evaluate(Candidate.ofWeights(weights(Map.of("second", CHANNEL.at(3)))));
        assertSame(
                result.present().orElseThrow(),
                Fidelity.of(reference, whole, network.data().labels()));
        assertSame(
                result.spared("first").orElseThrow().fidelity(),
                Fidelity.of(reference, spared, network.data().labels()));
        assertThat(result.verdict(result.spared("first").orElseThrow())).isEqualTo(CellVerdict.HURTS);
    }

    /** Activations stay rounded, and so does the spared layer's bias. */
    @Test
    void sparingLeavesRoundedActivationsAlone() throws Exception {
        NumberFormat.Ranged eight = (NumberFormat.Ranged) NumberFormat.uniform(8, Scheme.ASYMMETRIC);
        QuantConfig present = QuantConfig.of(Map.of("first", CHANNEL.at(2), "second", CHANNEL.at(3)))
                .withActivation("r", ActivationConfig.ofStatic(eight, Calibrator.minMax()));
        Quantizer rounding = Quantizer.of(new UniformGrid(0.05f, 0, 0, 15));

        SensitivityResult result = run(sparing(present), rounding, LayerTrials.plain(network.evaluator()));

        Candidate spared = new Candidate(weights(Map.of("first", CHANNEL.at(2))), Map.of("r", rounding));
        assertSame(
                result.spared("second").orElseThrow().fidelity(),
                Fidelity.of(
                        evaluate(Candidate.unchanged()),
                        evaluate(spared),
                        network.data().labels()));
    }

    /** Both ways, layers alone and spared, activations rounded. */
    @Test
    void partsOfTheNetworkGiveTheNumbersOfTheWhole() throws Exception {
        QuantConfig present = QuantConfig.of(Map.of("first", CHANNEL.at(3), "second", CHANNEL.at(3)))
                .withActivation(
                        "r",
                        ActivationConfig.ofStatic(
                                (NumberFormat.Ranged) NumberFormat.uniform(8, Scheme.ASYMMETRIC), Calibrator.minMax()));
        Quantizer rounding = Quantizer.of(new UniformGrid(0.05f, 0, 0, 15));
        SensitivityPlan plan = new SensitivityPlan(
                List.of(CHANNEL), List.of(2, 4, 8), List.of(), present, true, DataPart.ALL, SAMPLES, false);

        SensitivityResult whole;
        SensitivityResult parts;
        try (LayerTrials trials = LayerTrials.plain(network.evaluator())) {
            whole = run(plan, rounding, trials);
        }
        try (LayerTrials trials = LayerTrials.of(network.evaluator())) {
            parts = run(plan, rounding, trials);
        }

        assertThat(parts.cells()).hasSize(8);
        assertSame(parts.floating(), whole.floating());
        assertSame(parts.present().orElseThrow(), whole.present().orElseThrow());
        for (int i = 0; i < 8; i++) {
            assertSame(parts.cells().get(i).fidelity(), whole.cells().get(i).fidelity());
        }
    }
}
