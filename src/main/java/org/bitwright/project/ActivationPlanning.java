package org.bitwright.project;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.bitwright.model.Layer;
import org.bitwright.model.Phrase;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.quant.Grid;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.WeightOverlay;
import org.bitwright.quant.target.ActivationPlan;
import org.bitwright.quant.target.EdgeGrids;
import org.bitwright.quant.target.LayerNumbers;
import org.bitwright.quant.target.TargetRule;
import org.bitwright.quant.target.TargetRules;
import org.bitwright.runtime.ActivationStatistics;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Statistics of activations on the calibration data, and what configurations come to with them. Statistics are those of
 * the float network with its changed weights; they are kept within a bound until other calibration data come.
 * Thread-safe; what collects blocks.
 */
public final class ActivationPlanning {
    private static final Logger LOG = LoggerFactory.getLogger(ActivationPlanning.class);
    private static final int WAIT_MILLIS = 50;
    private static final int MOST_PLANS = 16;

    /** @param overlays what stands in the place of the model's own constants, by layer */
    private record Key(EvaluationSet calibration, Map<String, WeightOverlay> overlays) {}

    private record PlanKey(QuantConfig config, Optional<Key> statistics) {}

    private final OnnxDocument document;
    private final LayerCache layers;
    private final DataSelection data;
    private final CostBoundedCache<Key, KnownActivations> known =
            new CostBoundedCache<>(Runtime.getRuntime().maxMemory() / 8, KnownActivations::bytes);
    private final CostBoundedCache<PlanKey, ActivationPlan> plans = new CostBoundedCache<>(MOST_PLANS, plan -> 1);
    private final ReentrantLock collecting = new ReentrantLock();

    ActivationPlanning(OnnxDocument document, LayerCache layers, DataSelection data) {
        this.document = document;
        this.layers = layers;
        this.data = data;
    }

    /** Forgets what was found on calibration data that are no longer used. */
    void forgetOthers() {
        Optional<EvaluationSet> present = data.calibration();
        known.retain(key -> present.filter(set -> set == key.calibration()).isPresent());
    }

    /** The statistics if they are there. */
    public Optional<ActivationStatistics> known(QuantConfig config) {
        return key(config).flatMap(known::get).map(KnownActivations::statistics);
    }

    /**
     * What flows through the activations of the float network, with the changed weights of a configuration, on the
     * calibration data: all samples. Collected once, until other calibration data come.
     *
     * @throws InferenceException if there are no calibration data, or the network cannot be run on them
     */
    public ActivationStatistics statistics(QuantConfig config, Progress progress, CancelToken cancel)
            throws InferenceException {
        return collected(config, progress, cancel).statistics();
    }

    /**
     * What the choices for activations come to on the target of a configuration. Collects statistics first where ranges
     * come from them.
     *
     * @throws InferenceException if calibration data are needed and missing, or the network cannot be run on them
     */
    public ActivationPlan plan(QuantConfig config, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        ActivationPlan plan = planAsKnown(config, cancel);
        return isComplete(plan) ? plan : plan(config, collected(config, progress, cancel), cancel);
    }

    /** Ranges may be set by hand, fixed by the target, or those of other activations. */
    private static boolean isComplete(ActivationPlan plan) {
        return plan.violations().stream().noneMatch(note -> note.rule() == TargetRule.NO_STATISTICS);
    }

    /** The same from what is there: activations whose ranges are not known stay float, and are named as violations. */
    public ActivationPlan planAsKnown(QuantConfig config, CancelToken cancel) throws IOException {
        Optional<KnownActivations> statistics = key(config).flatMap(known::get);
        return statistics.isPresent()
                ? plan(config, statistics.get(), cancel)
                : plan(config, EdgeGrids.unknown(), cancel);
    }

    /** The same with calibration data where there are some that the network runs on. */
    ActivationPlan planIfPossible(QuantConfig config, CancelToken cancel) throws IOException {
        if (data.calibration().isPresent()) {
            try {
                return plan(config, new Progress(), cancel);
            } catch (InferenceException e) {
                LOG.info("activations are planned without statistics: {}", e.getMessage());
            }
        }
        return planAsKnown(config, cancel);
    }

    /** Whether a range may come from calibration data. */
    static boolean needsStatistics(QuantConfig config) {
        return config.activations().values().stream()
                .anyMatch(choice -> choice.isQuantized() && !choice.isDynamic() && !choice.isHandMade());
    }

    private ActivationPlan plan(QuantConfig config, EdgeGrids grids, CancelToken cancel) throws IOException {
        PlanKey key = new PlanKey(config, grids instanceof KnownActivations ? key(config) : Optional.empty());
        Optional<ActivationPlan> before = plans.get(key);
        if (before.isPresent()) {
            return before.get();
        }
        ActivationPlan plan = TargetRules.plan(document.model(), config, grids, numbers(config, cancel));
        plans.put(key, plan);
        return plan;
    }

    private KnownActivations collected(QuantConfig config, Progress progress, CancelToken cancel)
            throws InferenceException {
        NoNetwork.refuse(document);
        Key key = key(config)
                .orElseThrow(
                        () -> new InferenceException(
                                Phrase.of(
                                        "The ranges of activations come from calibration data, and there are none. Open some, or take them from the start of the evaluation data (on the command line: --calibration-data PATH or --calibration N).")));
        acquire(cancel);
        try {
            Optional<KnownActivations> before = known.get(key);
            if (before.isPresent()) {
                return before.get();
            }
            KnownActivations found = new KnownActivations(collect(key, progress, cancel));
            known.put(key, found);
            forgetOthers();
            return found;
        } finally {
            collecting.unlock();
        }
    }

    private ActivationStatistics collect(Key key, Progress progress, CancelToken cancel) throws InferenceException {
        Map<String, float[]> constants = new HashMap<>();
        key.overlays().values().forEach(overlay -> constants.putAll(overlay.values()));
        Map<String, OptionalInt> edges = new LinkedHashMap<>();
        document.model().edges().forEach(edge -> edges.put(edge.name(), edge.channelAxis()));
        EvaluationSet calibration = key.calibration();
        return ActivationStatistics.collect(
                document,
                calibration.data(),
                calibration.source().preprocessing(),
                constants,
                edges,
                calibration.data().size(),
                ActivationStatistics.budget(),
                progress,
                cancel);
    }

    private Optional<Key> key(QuantConfig config) {
        Map<String, WeightOverlay> overlays = new TreeMap<>();
        for (Layer layer : document.model().layers()) {
            config.of(layer.name()).overlay().ifPresent(overlay -> overlays.put(layer.name(), overlay));
        }
        return data.calibration().map(set -> new Key(set, overlays));
    }

    private LayerNumbers numbers(QuantConfig config, CancelToken cancel) {
        return new LayerNumbers() {
            @Override
            public List<Grid> grids(Layer layer) throws IOException {
                return layers.quantized(layer, config.of(layer.name()), cancel).grids();
            }

            @Override
            public float[] added(Layer layer, String constant) throws IOException {
                float[] changed = config.of(layer.name())
                        .overlay()
                        .map(overlay -> overlay.values().get(constant))
                        .orElse(null);
                return changed == null
                        ? document.constant(constant).orElseThrow().readFloats()
                        : changed;
            }
        };
    }

    private void acquire(CancelToken cancel) {
        try {
            while (!collecting.tryLock(WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
                cancel.throwIfCancelled();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        }
    }
}
