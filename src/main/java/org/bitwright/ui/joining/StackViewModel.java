package org.bitwright.ui.joining;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javafx.beans.InvalidationListener;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.bitwright.model.ActivationFunction;
import org.bitwright.model.DenseStack;
import org.bitwright.model.DenseStep;
import org.bitwright.project.join.StackProposal;

/** The dense layers of a file in the order that the user gives them, and what keeps them from being a network. */
public final class StackViewModel {
    private final ObservableList<StackRow> rows = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<DenseStack> stack = new ReadOnlyObjectWrapper<>(new DenseStack(List.of()));
    private final ReadOnlyObjectWrapper<List<String>> faults = new ReadOnlyObjectWrapper<>(List.of());
    private final StackProposal proposal;

    public StackViewModel(StackProposal proposal) {
        this(proposal, proposal.stack());
    }

    /** @param present the stack to begin with, whatever is proposed */
    public StackViewModel(StackProposal proposal, DenseStack present) {
        this.proposal = proposal;
        List<String> order = present.steps().stream().map(DenseStep::weight).toList();
        InvalidationListener changed = observable -> tell();
        proposal.tensors().forEach(tensor -> rows.add(new StackRow(tensor, order.contains(tensor.name()))));
        if (!proposal.stack().steps().stream().map(DenseStep::weight).toList().equals(order)) {
            rows.sort(Comparator.comparingInt(row -> place(row, order)));
        }
        for (DenseStep step : present.steps()) {
            rows.stream().filter(row -> row.weight().equals(step.weight())).forEach(row -> row.begin(step));
        }
        rows.forEach(row -> row.watched().forEach(one -> one.addListener(changed)));
        rows.addListener(changed);
        tell();
    }

    /** Layers that are left out come last. */
    private static int place(StackRow row, List<String> order) {
        int place = order.indexOf(row.weight());
        return place < 0 ? order.size() : place;
    }

    public ObservableList<StackRow> rows() {
        return rows;
    }

    /** The layers that are used, in their order. */
    public ReadOnlyObjectProperty<DenseStack> stackProperty() {
        return stack.getReadOnlyProperty();
    }

    /** Why the stack is no network yet. */
    public ReadOnlyObjectProperty<List<String>> faultsProperty() {
        return faults.getReadOnlyProperty();
    }

    /** @param by places towards the end; negative towards the beginning */
    void move(StackRow row, int by) {
        int from = rows.indexOf(row);
        int to = from + by;
        if (to >= 0 && to < rows.size()) {
            List<StackRow> next = new ArrayList<>(rows);
            next.remove(from);
            next.add(to, row);
            rows.setAll(next);
        }
    }

    /** Puts the same activation between all layers that are used; after the last one stays what is there. */
    void between(ActivationFunction activation) {
        List<StackRow> used = used();
        used.stream().limit(Math.max(0, used.size() - 1)).forEach(row -> row.afterProperty()
                .set(activation));
    }

    /** The activation between all layers that are used; empty where they differ, or there is but one layer. */
    Optional<ActivationFunction> between() {
        List<StackRow> used = used();
        List<ActivationFunction> found = used.stream()
                .limit(Math.max(0, used.size() - 1))
                .map(row -> row.afterProperty().get())
                .distinct()
                .toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    List<StackRow> used() {
        return rows.stream().filter(row -> row.usedProperty().get()).toList();
    }

    /** Whether a layer takes as many numbers as the one before it in the stack gives. */
    boolean fits(StackRow row) {
        List<StackRow> used = used();
        int at = used.indexOf(row);
        return at <= 0 || used.get(at - 1).outputs() == row.inputs();
    }

    /** Names of the tensors of the file that the stack leaves out. */
    List<String> leftOver() {
        return proposal.leftOver(stack.get());
    }

    private void tell() {
        stack.set(new DenseStack(used().stream().map(StackRow::step).toList()));
        List<String> told = StackTexts.faults(this);
        faults.set(told.isEmpty() ? JoinTexts.sentences(proposal.findings(stack.get())) : told);
    }
}
