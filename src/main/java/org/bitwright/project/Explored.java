package org.bitwright.project;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bitwright.analysis.Fidelity;
import org.bitwright.analysis.search.SearchResult;
import org.bitwright.analysis.sensitivity.SensitivityCell;
import org.bitwright.analysis.sensitivity.SensitivityPlan;
import org.bitwright.analysis.sensitivity.SensitivityResult;
import org.bitwright.model.Model;
import org.bitwright.quant.QuantConfig;
import org.jspecify.annotations.Nullable;

/**
 * What measurements of sensitivity and searches found on the present data, so that none of it is measured twice.
 * Bounded: the oldest goes first. Thread-safe.
 */
final class Explored {
    private static final int MOST_HALVES = 4000;
    private static final long MOST_CHOICES = ConfigTable.MOST_CHOICES / 4;
    private static final int MOST_SENSITIVITIES = 8;
    private static final long MOST_CELL_BYTES = 32L << 20;
    private static final int CELL_BYTES = 200;

    /** What a whole network did on the search half, or on the first samples of it. */
    record Half(QuantConfig config, Fidelity fidelity) {}

    /** @param samples number of samples that were run */
    private record Place(QuantConfig config, int samples) {}

    /**
     * A measurement of sensitivity.
     *
     * @param asked whether the user asked for it, and not a search
     */
    record Kept(SensitivityResult result, boolean asked) {}

    /**
     * What is known before a plan is measured.
     *
     * @param floating the float network, where it was run on no more samples than the plan wants
     * @param present the plan's configuration whole, where it was measured
     */
    record Known(Optional<Fidelity> floating, Optional<Fidelity> present, List<SensitivityCell> cells) {}

    private final ConfigEssence essence;
    private final int mostHalves;
    private final Map<Place, Fidelity> halves = new LinkedHashMap<>(16, 0.75f, true);
    private final List<Kept> sensitivities = new ArrayList<>();
    private @Nullable SearchResult search;
    private long revision;

    Explored(Model model) {
        essence = new ConfigEssence(model);
        mostHalves = (int)
                Math.min(MOST_HALVES, MOST_CHOICES / Math.max(1, model.layers().size()));
    }

    synchronized Optional<Fidelity> half(QuantConfig config, int samples) {
        return Optional.ofNullable(halves.get(new Place(essence.of(config), samples)));
    }

    synchronized void put(QuantConfig config, Fidelity fidelity) {
        halves.put(new Place(essence.of(config), fidelity.samples()), fidelity);
        if (halves.size() > mostHalves) {
            halves.remove(halves.keySet().iterator().next());
        }
        revision++;
    }

    synchronized Optional<SensitivityResult> lastSensitivity() {
        return newest(true).or(() -> newest(false));
    }

    private Optional<SensitivityResult> newest(boolean asked) {
        return sensitivities.stream()
                .filter(kept -> kept.asked() == asked)
                .reduce((older, newer) -> newer)
                .map(Kept::result);
    }

    /** What was measured by this very plan. */
    synchronized Optional<SensitivityResult> sensitivity(SensitivityPlan plan) {
        return sensitivities.stream()
                .map(Kept::result)
                .filter(result -> result.plan().equals(plan))
                .findFirst();
    }

    /**
     * What measurements of any plan know that holds for this one: of the same float weights and the same samples.
     *
     * @param samples that a complete cell of the plan is measured on
     */
    synchronized Known known(SensitivityPlan plan, int samples) {
        Optional<Fidelity> floating = Optional.empty();
        Optional<Fidelity> present = Optional.empty();
        List<SensitivityCell> cells = new ArrayList<>();
        for (Kept kept : sensitivities) {
            SensitivityResult result = kept.result();
            if (isOfSameNetwork(result.plan(), plan)) {
                boolean samePresent = essence.of(result.plan().present()).equals(essence.of(plan.present()));
                floating = longer(floating, upTo(samples, Optional.of(result.floating())));
                present = samePresent ? longer(present, upTo(samples, result.present())) : present;
                result.cells().stream()
                        .filter(cell -> cell.fidelity().samples() <= samples)
                        .filter(cell -> cell.column().isPresent() || samePresent)
                        .map(cell -> unlessTooFew(cell, plan, samples))
                        .forEach(cells::add);
            }
        }
        return new Known(floating, present, cells);
    }

    private boolean isOfSameNetwork(SensitivityPlan one, SensitivityPlan other) {
        return one.part() == other.part()
                && essence.floatWeights(one.present()).equals(essence.floatWeights(other.present()));
    }

    private static Optional<Fidelity> upTo(int samples, Optional<Fidelity> fidelity) {
        return fidelity.filter(found -> found.samples() <= samples);
    }

    private static Optional<Fidelity> longer(Optional<Fidelity> one, Optional<Fidelity> other) {
        return one.map(Fidelity::samples).orElse(-1)
                        >= other.map(Fidelity::samples).orElse(-1)
                ? one
                : other;
    }

    /** A cell that was settled early is not settled for a plan that wants all samples. */
    private static SensitivityCell unlessTooFew(SensitivityCell cell, SensitivityPlan plan, int samples) {
        boolean settled = cell.fidelity().samples() == samples || plan.stopsEarly() && cell.settled();
        return new SensitivityCell(cell.layer(), cell.column(), cell.fidelity(), settled, cell.seconds());
    }

    synchronized void keep(SensitivityResult result, boolean asked) {
        Kept next = new Kept(result, asked || wasAsked(result.plan()));
        if (!sensitivities.isEmpty()
                && sensitivities.get(sensitivities.size() - 1).equals(next)) {
            return;
        }
        sensitivities.removeIf(kept -> kept.result().plan().equals(result.plan()));
        sensitivities.add(next);
        while (sensitivities.size() > 1
                && (sensitivities.size() > MOST_SENSITIVITIES || cellBytes() > MOST_CELL_BYTES)) {
            sensitivities.remove(0);
        }
        revision++;
    }

    private boolean wasAsked(SensitivityPlan plan) {
        return sensitivities.stream()
                .anyMatch(kept -> kept.asked() && kept.result().plan().equals(plan));
    }

    /** About what they take in a file. */
    private long cellBytes() {
        return sensitivities.stream()
                .mapToLong(kept -> (long) kept.result().cells().size()
                        * (CELL_BYTES + kept.result().samples() / 6))
                .sum();
    }

    synchronized Optional<SearchResult> search() {
        return Optional.ofNullable(search);
    }

    /** Keeps a result, unless it is of a search that is being repeated and had come further. */
    synchronized void search(SearchResult result) {
        if (Optional.of(result).equals(search())
                || search().filter(before -> cameFurther(before, result)).isPresent()) {
            return;
        }
        search = result;
        revision++;
    }

    private static boolean cameFurther(SearchResult before, SearchResult result) {
        return before.plan().equals(result.plan())
                && !result.finished()
                && (before.finished()
                        || before.points().size() > result.points().size());
    }

    /** What the newest search measured: its results are read whatever else is forgotten. */
    synchronized Set<QuantConfig> searched() {
        Set<QuantConfig> configs = new LinkedHashSet<>();
        if (search != null) {
            search.points().forEach(point -> configs.add(essence.of(point.config())));
        }
        return configs;
    }

    synchronized void clear() {
        halves.clear();
        sensitivities.clear();
        search = null;
        revision++;
    }

    /** Drops what depends on calibration data. */
    synchronized void dropCalibrated() {
        boolean dropped = halves.keySet().removeIf(half -> ActivationPlanning.needsStatistics(half.config()));
        for (int i = 0; i < sensitivities.size(); i++) {
            Kept kept = sensitivities.get(i);
            if (ActivationPlanning.needsStatistics(kept.result().plan().present())) {
                sensitivities.set(i, new Kept(withoutPresent(kept.result()), kept.asked()));
                dropped = true;
            }
        }
        if (search != null && ActivationPlanning.needsStatistics(search.plan().present())) {
            search = null;
            dropped = true;
        }
        revision += dropped ? 1 : 0;
    }

    /** What is left of a result when nothing is known any more of the plan's whole configuration. */
    private static SensitivityResult withoutPresent(SensitivityResult result) {
        return new SensitivityResult(
                result.plan(),
                result.floating(),
                Optional.empty(),
                result.cells().stream()
                        .filter(cell -> cell.column().isPresent())
                        .toList(),
                result.samples(),
                result.seconds(),
                result.evaluations());
    }

    /** Takes over what a file holds. */
    synchronized void restore(
            List<Half> savedHalves, List<Kept> savedSensitivities, Optional<SearchResult> savedSearch) {
        savedHalves.forEach(half -> put(half.config(), half.fidelity()));
        savedSensitivities.forEach(kept -> keep(kept.result(), kept.asked()));
        savedSearch.ifPresent(this::search);
    }

    /** Oldest first: a snapshot. */
    synchronized List<Half> halves() {
        List<Half> list = new ArrayList<>();
        halves.forEach((place, fidelity) -> list.add(new Half(place.config(), fidelity)));
        return list;
    }

    /** The same. */
    synchronized List<Kept> sensitivities() {
        return List.copyOf(sensitivities);
    }

    /** Changes whenever something is added or dropped. */
    synchronized long revision() {
        return revision;
    }
}
