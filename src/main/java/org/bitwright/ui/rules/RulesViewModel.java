package org.bitwright.ui.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.TargetProfile;
import org.bitwright.quant.target.ActivationPlan;
import org.bitwright.quant.target.RuleNote;
import org.bitwright.quant.target.TargetRule;
import org.bitwright.ui.common.Activations;
import org.bitwright.ui.common.EdgeRow;
import org.bitwright.ui.common.LayerRow;
import org.bitwright.ui.common.Workbench;

/** The target, and its rules' notes on the present configuration: what breaks them first. */
public final class RulesViewModel {
    private final Workbench workbench;
    private final Activations activations;
    private final ObservableList<RuleNote> notes = FXCollections.observableArrayList();
    private Runnable edgeShown = () -> {};

    public RulesViewModel(Workbench workbench) {
        this.workbench = workbench;
        activations = workbench.activations();
        activations.planProperty().addListener((property, before, now) -> show(now));
    }

    private void show(ActivationPlan plan) {
        List<RuleNote> all = new ArrayList<>(plan.violations());
        plan.notes().stream().filter(RulesViewModel::isRemark).forEach(all::add);
        plan.notes().stream().filter(note -> !isRemark(note)).forEach(all::add);
        if (!all.equals(notes)) {
            notes.setAll(all);
        }
    }

    static boolean isRemark(RuleNote note) {
        return note.rule().effect() == TargetRule.Effect.REMARK;
    }

    ObservableList<RuleNote> notes() {
        return notes;
    }

    ReadOnlyObjectProperty<QuantConfig> configProperty() {
        return workbench.configProperty();
    }

    TargetProfile target() {
        return workbench.configProperty().get().target();
    }

    void chooseTarget(TargetProfile target) {
        if (target != target()) {
            activations.editing().target(target);
        }
    }

    /** Called when an activation was chosen here: it is to be seen. */
    public void setOnEdgeShown(Runnable action) {
        edgeShown = action;
    }

    /** Leads to the activation, layer or operator that a note speaks of. */
    void goTo(RuleNote note) {
        Optional<EdgeRow> edge = activations.row(note.subject());
        if (edge.isPresent()) {
            activations.select(List.of(edge.get()));
            edgeShown.run();
            return;
        }
        workbench.rows().stream()
                .filter(row -> isOf(row, note.subject()))
                .findFirst()
                .ifPresent(row -> workbench.select(List.of(row)));
    }

    private static boolean isOf(LayerRow row, String subject) {
        return row.name().equals(subject) || row.layer().operators().contains(subject);
    }
}
