package org.bitwright.project;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.bitwright.analysis.Fidelity;
import org.bitwright.analysis.sensitivity.Sensitivity;
import org.bitwright.analysis.sensitivity.SensitivityCell;
import org.bitwright.analysis.sensitivity.SensitivityColumn;
import org.bitwright.analysis.sensitivity.SensitivityPlan;
import org.bitwright.analysis.sensitivity.SensitivityResult;
import org.bitwright.model.Layer;
import org.bitwright.model.Model;

/**
 * Takes down the cells of a running measurement, so that one that is cancelled, or saved while it runs, leaves what it
 * measured.
 */
final class SensitivityRecord implements Sensitivity.Listener {
    private record Place(String layer, Optional<SensitivityColumn> column) {}

    private final SensitivityPlan plan;
    private final Model model;
    private final int samples;
    private final double spent;
    private final Sensitivity.Listener listener;
    private final Consumer<SensitivityResult> keeper;
    private final long start = System.nanoTime();
    private final Map<Place, SensitivityCell> newest = new LinkedHashMap<>();
    private Optional<Fidelity> floating = Optional.empty();
    private Optional<Fidelity> present = Optional.empty();

    /**
     * @param samples that a complete cell is measured on
     * @param spent seconds before this run
     * @param keeper takes what was measured, again and again
     */
    SensitivityRecord(
            SensitivityPlan plan,
            Model model,
            int samples,
            double spent,
            Sensitivity.Listener listener,
            Consumer<SensitivityResult> keeper) {
        this.plan = plan;
        this.model = model;
        this.samples = samples;
        this.spent = spent;
        this.keeper = keeper;
        this.listener = listener;
    }

    @Override
    public void heard(SensitivityCell cell) {
        newest.put(new Place(cell.layer(), cell.column()), cell);
        listener.heard(cell);
    }

    /** A measurement that is gone on with runs these again from the start: what is known of more samples stays. */
    @Override
    public void compared(Fidelity floats, Optional<Fidelity> whole) {
        Fidelity longest = longer(floating, floats);
        floating = Optional.of(longest);
        present = whole.filter(fidelity -> fidelity.samples() > 0)
                .map(fidelity -> longer(present, fidelity))
                .or(() -> present);
        listener.compared(longest, present);
        keep();
    }

    /** Keeps what was measured so far, in the plan's order, if anything was. */
    void keep() {
        List<SensitivityCell> cells = inPlanOrder();
        double seconds = spent + (System.nanoTime() - start) * 1e-9;
        floating.filter(floats -> !cells.isEmpty())
                .map(floats -> new SensitivityResult(
                        plan, floats, present, cells, samples, seconds, cells.size() + (plan.spares() ? 2L : 1L)))
                .ifPresent(keeper);
    }

    private static Fidelity longer(Optional<Fidelity> before, Fidelity next) {
        return before.filter(fidelity -> fidelity.samples() > next.samples()).orElse(next);
    }

    /** What was measured before: it is told, and kept if nothing follows. */
    void takeOver(Explored.Known known) {
        known.floating().ifPresent(floats -> {
            compared(floats, known.present());
            known.cells().stream().filter(this::isOfPlan).filter(this::isNews).forEach(this::heard);
        });
    }

    private boolean isNews(SensitivityCell cell) {
        SensitivityCell before = newest.get(new Place(cell.layer(), cell.column()));
        return before == null || before.fidelity().samples() < cell.fidelity().samples();
    }

    private boolean isOfPlan(SensitivityCell cell) {
        boolean layer = plan.layers().isEmpty() || plan.layers().contains(cell.layer());
        return layer && cell.column().map(plan.columns()::contains).orElse(plan.spares() && present.isPresent());
    }

    private List<SensitivityCell> inPlanOrder() {
        List<SensitivityCell> cells = new ArrayList<>();
        for (Layer layer : model.layers()) {
            for (SensitivityColumn column : plan.columns()) {
                add(new Place(layer.name(), Optional.of(column)), cells);
            }
            add(new Place(layer.name(), Optional.empty()), cells);
        }
        return cells;
    }

    private void add(Place place, List<SensitivityCell> cells) {
        Optional.ofNullable(newest.get(place)).ifPresent(cells::add);
    }

    /** Whether nothing of the plan is left to measure. */
    static boolean isComplete(SensitivityResult result, Model model) {
        SensitivityPlan plan = result.plan();
        int layers =
                plan.layers().isEmpty() ? model.layers().size() : plan.layers().size();
        int cells = layers * (plan.columns().size() + (plan.spares() ? 1 : 0));
        return result.cells().size() == cells
                && result.cells().stream().allMatch(SensitivityCell::settled)
                && (result.present().isPresent() || !plan.spares());
    }
}
