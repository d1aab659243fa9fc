package org.bitwright.ui.common;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.bitwright.model.Edge;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.EdgeStatistics;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.target.RuleNote;
import org.bitwright.quant.target.TargetRule;

/** An activation of the open project: the choice for it, what flows through it, and what the rules make of both. */
public final class EdgeRow {
    private static final Set<TargetRule> GOVERNING =
            Set.of(TargetRule.RELU_FOLDED, TargetRule.NORMALIZATION_FOLDED, TargetRule.PASS_THROUGH);

    private final Edge edge;
    private final ReadOnlyObjectWrapper<ActivationConfig> config;
    private final ReadOnlyObjectWrapper<Optional<EdgeStatistics>> statistics =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<QuantizedEdge>> quantized =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<List<RuleNote>> notes = new ReadOnlyObjectWrapper<>(List.of());

    EdgeRow(Edge edge, ActivationConfig config) {
        this.edge = edge;
        this.config = new ReadOnlyObjectWrapper<>(config);
    }

    public Edge edge() {
        return edge;
    }

    public String name() {
        return edge.name();
    }

    public ReadOnlyObjectProperty<ActivationConfig> configProperty() {
        return config.getReadOnlyProperty();
    }

    public ActivationConfig config() {
        return config.get();
    }

    /** Empty until they were collected. */
    public ReadOnlyObjectProperty<Optional<EdgeStatistics>> statisticsProperty() {
        return statistics.getReadOnlyProperty();
    }

    public Optional<EdgeStatistics> statistics() {
        return statistics.get();
    }

    /** Empty while it is computed; while a handle is under the hand, what its range would give. */
    public ReadOnlyObjectProperty<Optional<QuantizedEdge>> quantizedProperty() {
        return quantized.getReadOnlyProperty();
    }

    public Optional<QuantizedEdge> quantized() {
        return quantized.get();
    }

    /** What rules of the target did to it, and how it breaks them. */
    public ReadOnlyObjectProperty<List<RuleNote>> notesProperty() {
        return notes.getReadOnlyProperty();
    }

    public List<RuleNote> notes() {
        return notes.get();
    }

    /** Whether a rule of the target decides in the place of the choice for it. */
    public boolean isGoverned() {
        return notes().stream().map(RuleNote::rule).anyMatch(GOVERNING::contains);
    }

    /** Whether its range can be set by hand. */
    public boolean hasRange() {
        return config().format() instanceof NumberFormat.Ranged
                && !config().isDynamic()
                && !isGoverned()
                && notes().stream().noneMatch(note -> note.rule() == TargetRule.FIXED_OUTPUT);
    }

    void set(ActivationConfig next) {
        config.set(next);
    }

    void set(Optional<EdgeStatistics> known) {
        statistics.set(known);
    }

    void show(Optional<QuantizedEdge> result, List<RuleNote> said) {
        notes.set(said);
        quantized.set(result);
    }

    void show(QuantizedEdge preview) {
        quantized.set(Optional.of(preview));
    }
}
