package org.bitwright.ui.common;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.EdgeStatistics;
import org.bitwright.quant.target.ActivationPlan;
import org.bitwright.quant.target.Quantizer;
import org.bitwright.quant.target.RuleNote;
import org.bitwright.task.CancelToken;

/** A plan with what it makes of each activation. */
record PlannedEdges(ActivationPlan plan, List<Result> results) {
    /** An activation as it was when the plan was asked for. */
    record Source(EdgeRow row, ActivationConfig config, Optional<EdgeStatistics> statistics) {}

    private record Result(EdgeRow row, QuantizedEdge edge, List<RuleNote> notes) {}

    /** Estimates the errors; takes a while where there are many channels. */
    static PlannedEdges of(ActivationPlan plan, List<Source> sources, CancelToken cancel) {
        Map<String, List<RuleNote>> notes = new HashMap<>();
        Stream.concat(plan.violations().stream(), plan.notes().stream())
                .forEach(note -> notes.computeIfAbsent(note.subject(), subject -> new ArrayList<>())
                        .add(note));
        List<Result> results = new ArrayList<>();
        for (Source source : sources) {
            cancel.throwIfCancelled();
            String name = source.row().name();
            results.add(new Result(source.row(), edge(plan, source), notes.getOrDefault(name, List.of())));
        }
        return new PlannedEdges(plan, results);
    }

    private static QuantizedEdge edge(ActivationPlan plan, Source source) {
        String name = source.row().name();
        Quantizer own = plan.quantizers().get(name);
        if (own != null) {
            return QuantizedEdge.of(source.config(), EdgeRole.ROUNDED, own, source.statistics());
        }
        Quantizer carried = plan.carried().get(name);
        if (carried != null) {
            return QuantizedEdge.of(source.config(), EdgeRole.CARRIED, carried, source.statistics());
        }
        return QuantizedEdge.without(
                source.config(), source.config().isQuantized() ? EdgeRole.LEFT_OUT : EdgeRole.FLOAT);
    }

    /** Shows it where the choices are still the same. */
    void show() {
        results.stream()
                .filter(result -> result.row().config().equals(result.edge().config()))
                .forEach(result -> result.row().show(Optional.of(result.edge()), result.notes()));
    }
}
