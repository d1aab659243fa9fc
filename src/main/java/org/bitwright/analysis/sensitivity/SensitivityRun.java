package org.bitwright.analysis.sensitivity;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bitwright.analysis.Fidelity;
import org.bitwright.analysis.SweepOrder;
import org.bitwright.model.Layer;
import org.bitwright.quant.TensorConfig;
import org.bitwright.runtime.Candidate;
import org.bitwright.runtime.Evaluation;
import org.bitwright.runtime.LayerTrials;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;

/** One measurement on its way. Used by one thread, once. */
final class SensitivityRun {
    private final SensitivityPlan plan;
    private final TriedNetworks networks;
    private final LayerTrials trials;
    private final Optional<int[]> labels;
    private final int samples;
    private final Sensitivity.Listener listener;
    private final Progress progress;
    private final CancelToken cancel;

    private final List<Spot> alone = new ArrayList<>();
    private final List<Spot> spared = new ArrayList<>();
    private Fidelity floating;
    private Fidelity present;
    private int look;
    private final long start = System.nanoTime();

    SensitivityRun(
            SensitivityPlan plan,
            TriedNetworks networks,
            LayerTrials trials,
            Optional<int[]> labels,
            int samples,
            List<SensitivityCell> known,
            Sensitivity.Listener listener,
            Progress progress,
            CancelToken cancel) {
        this.plan = plan;
        this.networks = networks;
        this.trials = trials;
        this.labels = labels;
        this.samples = samples;
        this.listener = listener;
        this.progress = progress;
        this.cancel = cancel;
        this.floating = Fidelity.none(labels.isPresent());
        this.present = Fidelity.none(labels.isPresent());
        addSpots();
        for (Spot spot : spots()) {
            known.stream().filter(spot::isOf).forEach(cell -> spot.take(cell, plan.stopsEarly(), samples));
        }
    }

    private void addSpots() {
        List<SensitivityColumn> columns = plan.columns();
        Map<List<Object>, Spot> byNumbers = new LinkedHashMap<>();
        List<Integer> widths = SweepOrder.coarseToFine(
                columns.stream().map(SensitivityColumn::bits).toList());
        for (int bits : widths) {
            for (SensitivityColumn column : columns) {
                for (Layer layer : column.bits() == bits ? networks.layers() : List.<Layer>of()) {
                    TensorConfig config = networks.config(layer, column);
                    byNumbers
                            .computeIfAbsent(
                                    List.of(layer.name(), config),
                                    key -> new Spot(layer, Optional.of(config), labels.isPresent()))
                            .add(column);
                }
            }
        }
        alone.addAll(byNumbers.values());
        if (plan.spares()) {
            networks.layers().forEach(layer -> spared.add(new Spot(layer, Optional.empty(), labels.isPresent())));
        }
    }

    private List<Spot> spots() {
        List<Spot> all = new ArrayList<>(alone);
        all.addAll(spared);
        return all;
    }

    SensitivityResult run() throws IOException, InferenceException {
        int at = 0;
        for (int next : Looks.at(samples, plan.stopsEarly())) {
            look = next;
            while (at < look) {
                cancel.throwIfCancelled();
                at += chunk(at);
            }
        }
        double seconds = (System.nanoTime() - start) * 1e-9;
        int references = plan.spares() ? 2 : 1;
        return new SensitivityResult(
                plan,
                floating,
                plan.spares() ? Optional.of(present) : Optional.empty(),
                inPlanOrder(),
                samples,
                seconds,
                references + spots().size());
    }

    /** Runs everything on the samples from one on, up to the next look or as many as fit; gives their number. */
    private int chunk(int first) throws IOException, InferenceException {
        Evaluation reference = alone(first);
        int end = first + reference.samples();
        if (plan.spares()) {
            for (int at = first; at < end; ) {
                at += spared(at, end - at, reference);
            }
        }
        return reference.samples();
    }

    private Evaluation alone(int first) throws IOException, InferenceException {
        List<Spot> wanting = wanting(alone, look);
        for (Spot spot : wanting) {
            if (spot.trial().isEmpty()) {
                spot.tryAs(networks.alone(spot.layer(), spot.config().orElseThrow()));
            }
        }
        Evaluation base =
                trials.base(networks.floatBase(), changes(wanting), first, look - first, new Progress(), cancel);
        Evaluation reference =
                networks.floatBase().isFloat() ? base : trials.whole(Candidate.unchanged(), new Progress(), cancel);
        floating = floating.followedBy(Fidelity.of(reference, reference, labels));
        listener.compared(floating, plan.spares() ? Optional.of(present) : Optional.empty());
        for (Spot spot : wanting) {
            measure(spot, reference);
        }
        return reference;
    }

    private int spared(int first, int most, Evaluation floats) throws IOException, InferenceException {
        List<Spot> wanting = wanting(spared, look);
        for (Spot spot : wanting) {
            if (spot.trial().isEmpty() && spot.whole().isEmpty()) {
                Candidate network = networks.spared(spot.layer(), cancel);
                networks.ofPresent(spot.layer(), network, cancel)
                        .ifPresentOrElse(spot::tryAs, () -> spot.tryAs(network));
            }
        }
        Evaluation base =
                trials.base(networks.presentBase(cancel), changes(wanting), first, most, new Progress(), cancel);
        Evaluation reference = floats.part(first, base.samples());
        present = present.followedBy(Fidelity.of(reference, base, labels));
        listener.compared(floating, Optional.of(present));
        for (Spot spot : wanting) {
            measure(spot, reference);
        }
        return base.samples();
    }

    private static List<Spot> wanting(List<Spot> spots, int end) {
        return spots.stream()
                .filter(spot -> !spot.isSettled() && spot.samples() < end)
                .toList();
    }

    private static List<Set<String>> changes(List<Spot> spots) {
        return spots.stream()
                .flatMap(spot -> spot.trial().stream())
                .map(LayerTrials.Trial::changed)
                .distinct()
                .toList();
    }

    /** On the samples of the reference that it was not measured on before. */
    private void measure(Spot spot, Evaluation reference) throws IOException, InferenceException {
        int end = reference.first() + reference.samples();
        if (spot.samples() >= end) {
            return;
        }
        long before = System.nanoTime();
        Optional<LayerTrials.Trial> trial = spot.trial();
        Evaluation run = trial.isPresent()
                ? trials.run(trial.get(), new Progress(), cancel)
                : trials.whole(spot.whole().orElseThrow(), new Progress(), cancel);
        boolean isFirst = spot.samples() == 0;
        int from = spot.samples();
        Fidelity next = Fidelity.of(reference.part(from, end - from), run.part(from, end - from), labels);
        spot.add(next, (System.nanoTime() - before) * 1e-9);
        if (end == samples || plan.stopsEarly() && end == look && verdict(spot) != CellVerdict.UNSURE) {
            spot.settle();
        }
        if (isFirst || spot.isSettled() || end == look) {
            spot.cells().forEach(listener::heard);
        }
        report();
    }

    private CellVerdict verdict(Spot spot) {
        boolean complete = spot.samples() == samples;
        return spot.isSpared()
                ? CellVerdict.ofSpared(present, spot.fidelity(), complete)
                : CellVerdict.of(floating, spot.fidelity(), complete);
    }

    private void report() {
        List<Spot> all = spots();
        long done = all.stream()
                .mapToLong(spot -> spot.isSettled() ? samples : spot.samples())
                .sum();
        progress.update(done, (double) samples * all.size());
    }

    private List<SensitivityCell> inPlanOrder() {
        List<SensitivityColumn> columns = plan.columns();
        List<SensitivityCell> cells = new ArrayList<>();
        spots().forEach(spot -> cells.addAll(spot.cells()));
        List<SensitivityCell> ordered = new ArrayList<>();
        for (Layer layer : networks.layers()) {
            List<SensitivityCell> own = cells.stream()
                    .filter(cell -> cell.layer().equals(layer.name()))
                    .toList();
            columns.forEach(column -> own.stream()
                    .filter(cell -> cell.column().filter(column::equals).isPresent())
                    .findFirst()
                    .ifPresent(ordered::add));
            own.stream().filter(cell -> cell.column().isEmpty()).forEach(ordered::add);
        }
        return ordered;
    }
}
