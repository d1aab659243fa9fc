package org.bitwright.analysis.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitwright.analysis.Fidelity;
import org.bitwright.analysis.Outcomes;
import org.bitwright.analysis.sensitivity.SensitivityCell;
import org.bitwright.analysis.sensitivity.SensitivityColumn;
import org.bitwright.analysis.sensitivity.SensitivityPlan;
import org.bitwright.analysis.sensitivity.SensitivityResult;
import org.bitwright.model.Layer;
import org.bitwright.model.Model;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.TensorConfig;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;

/**
 * A network whose losses follow a formula: a layer of weight {@code s} loses {@code s / 4^bits}; together layers lose
 * the sum, and {@code together} times the product of the last two besides, which no model of single layers sees. Every
 * 0.001 lost costs one right answer in a thousand.
 */
final class MadeUpNetwork implements SearchSource {
    static final int SAMPLES = 1000;
    private static final int RIGHT = 900;

    private final Model model;
    private final Map<String, Double> weights;
    private final double together;
    private final boolean labelled;
    final List<QuantConfig> measured = new ArrayList<>();
    Runnable beforeMeasuring = () -> {};

    MadeUpNetwork(Model model, Map<String, Double> weights, double together, boolean labelled) {
        this.model = model;
        this.weights = weights;
        this.together = together;
        this.labelled = labelled;
    }

    double loss(QuantConfig config) {
        double sum = 0;
        List<Double> single = new ArrayList<>();
        for (Layer layer : model.layers()) {
            TensorConfig choice = config.of(layer.name());
            double lost = choice.format().isQuantized()
                    ? weights.get(layer.name()) / Math.pow(4, choice.format().bits())
                    : 0;
            single.add(lost);
            sum += lost;
        }
        return sum + together * single.get(1) * single.get(2);
    }

    private Fidelity fidelity(QuantConfig config, int samples) {
        double loss = loss(config);
        int right = (int) Math.max(0, RIGHT - Math.round(1000 * loss));
        int[] answers = new int[samples];
        for (int i = right; i < samples; i++) {
            answers[i] = 1;
        }
        return new Fidelity(
                labelled ? Optional.of(Outcomes.of(answers, new int[samples])) : Optional.empty(),
                samples,
                samples - (RIGHT - right),
                labelled ? loss * samples : Double.NaN,
                samples,
                loss * samples);
    }

    @Override
    public SensitivityResult sensitivity(SensitivityPlan plan, Progress progress, CancelToken cancel) {
        List<SensitivityCell> cells = new ArrayList<>();
        for (String name : plan.layers()) {
            for (SensitivityColumn column : plan.columns()) {
                Layer layer = model.layer(name).orElseThrow();
                QuantConfig alone = QuantConfig.empty().with(name, column.config(layer, plan.present()));
                cells.add(new SensitivityCell(name, Optional.of(column), fidelity(alone, SAMPLES), true, 0));
            }
        }
        return new SensitivityResult(
                plan, fidelity(QuantConfig.empty(), SAMPLES), Optional.empty(), cells, SAMPLES, 0, 0);
    }

    @Override
    public Fidelity floating(Progress progress, CancelToken cancel) {
        return fidelity(QuantConfig.empty(), SAMPLES);
    }

    @Override
    public Fidelity measure(QuantConfig config, int samples, Progress progress, CancelToken cancel) {
        beforeMeasuring.run();
        cancel.throwIfCancelled();
        measured.add(config);
        return fidelity(config, SAMPLES);
    }

    @Override
    public Map<String, Long> multiplications(CancelToken cancel) {
        return Map.of("first", 1000L, "second", 100L, "third", 10L);
    }
}
