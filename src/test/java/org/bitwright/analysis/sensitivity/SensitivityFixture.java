package org.bitwright.analysis.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bitwright.analysis.DataPart;
import org.bitwright.analysis.Fidelity;
import org.bitwright.analysis.LabelledNetwork;
import org.bitwright.analysis.Sweep;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.LayerQuantizer;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.target.ActivationPlan;
import org.bitwright.quant.target.Quantizer;
import org.bitwright.runtime.Candidate;
import org.bitwright.runtime.Evaluation;
import org.bitwright.runtime.LayerTrials;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Sensitivities of a small network, measured in either way. */
abstract class SensitivityFixture {
    static final SweepSeries CHANNEL = new SweepSeries(Granularity.CHANNEL, Calibrator.minMax(), Scheme.SYMMETRIC);
    static final SweepSeries TENSOR = new SweepSeries(Granularity.TENSOR, Calibrator.minMax(), Scheme.SYMMETRIC);
    static final int SAMPLES = 1500;

    @TempDir
    Path folder;

    LabelledNetwork network;

    @BeforeEach
    void open() throws Exception {
        network = LabelledNetwork.open(folder, SAMPLES);
    }

    @AfterEach
    void close() {
        network.close();
    }

    static void assertSame(Fidelity found, Fidelity expected) {
        assertThat(found.outcomes()).isEqualTo(expected.outcomes());
        assertThat(found.samples()).isEqualTo(expected.samples());
        assertThat(found.agreeing()).isEqualTo(expected.agreeing());
        // sums over the same samples, parted otherwise
        assertThat(found.divergence()).isCloseTo(expected.divergence(), withinPercentage(1e-9));
        assertThat(found.signal()).isCloseTo(expected.signal(), withinPercentage(1e-9));
        assertThat(found.noise()).isCloseTo(expected.noise(), withinPercentage(1e-9));
    }

    static SensitivityPlan plan(List<SweepSeries> series, List<Integer> bits) {
        return new SensitivityPlan(
                series, bits, List.of(), QuantConfig.empty(), false, DataPart.ALL, Integer.MAX_VALUE, false);
    }

    static SensitivityPlan sparing(QuantConfig present) {
        return new SensitivityPlan(List.of(), List.of(), List.of(), present, true, DataPart.ALL, SAMPLES, false);
    }

    SensitivityResult run(SensitivityPlan plan) throws Exception {
        return run(plan, List.of(), cell -> {}, CancelToken.none());
    }

    /** Where activations are rounded, in one way whatever the weights are. */
    SensitivityResult run(SensitivityPlan plan, Quantizer rounding, LayerTrials trials) throws Exception {
        Sweep.Source source = new Sweep.Source() {
            @Override
            public LayerWeights weights(String layer, TensorConfig config, CancelToken cancel) throws IOException {
                return SensitivityFixture.this.weights(layer, config, cancel);
            }

            @Override
            public ActivationPlan plan(QuantConfig config, CancelToken cancel) {
                return new ActivationPlan(Map.of("r", rounding), Map.of(), Map.of(), List.of(), List.of());
            }
        };
        return Sensitivity.run(
                plan,
                network.document().model(),
                source,
                trials,
                network.data().labels(),
                SAMPLES,
                List.of(),
                cell -> {},
                new Progress(),
                CancelToken.none());
    }

    SensitivityResult run(
            SensitivityPlan plan, List<SensitivityCell> known, Sensitivity.Listener listener, CancelToken cancel)
            throws Exception {
        return Sensitivity.run(
                plan,
                network.document().model(),
                this::weights,
                LayerTrials.plain(network.evaluator()),
                network.data().labels(),
                SAMPLES,
                known,
                listener,
                new Progress(),
                cancel);
    }

    LayerWeights weights(String layer, TensorConfig config, CancelToken cancel) throws IOException {
        return LayerWeights.read(network.document().model().layer(layer).orElseThrow(), config.overlay(), cancel);
    }

    Map<String, float[]> weights(Map<String, TensorConfig> configs) throws Exception {
        Map<String, float[]> values = new HashMap<>();
        for (Map.Entry<String, TensorConfig> entry : configs.entrySet()) {
            LayerWeights own = weights(entry.getKey(), entry.getValue(), CancelToken.none());
            values.put(
                    own.layer().weight().name(),
                    LayerQuantizer.values(
                            own, LayerQuantizer.grids(own, entry.getValue(), CancelToken.none()), CancelToken.none()));
        }
        return values;
    }

    Evaluation evaluate(Candidate candidate) throws Exception {
        return network.evaluator().evaluate(candidate, 0, SAMPLES, true, new Progress(), CancelToken.none());
    }
}
