package org.bitwright.ui.joining;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.beans.InvalidationListener;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import org.bitwright.model.JoinedPair;
import org.bitwright.project.join.JoinProposal;
import org.bitwright.project.join.JoinRow;

/** The pairs of constants and tensors as the user has them now, and what keeps them from being joined. */
public final class JoinViewModel {
    private final JoinProposal proposal;
    private final List<PairRow> rows;
    private final FilteredList<PairRow> shown;
    private final StringProperty filter = new SimpleStringProperty("");
    private final BooleanProperty doubtfulOnly = new SimpleBooleanProperty();
    private final BooleanProperty keepMissing = new SimpleBooleanProperty();
    private final ReadOnlyObjectWrapper<List<JoinedPair>> pairs = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<List<String>> faults = new ReadOnlyObjectWrapper<>(List.of());

    public JoinViewModel(JoinProposal proposal) {
        this(proposal, proposal.pairs(), false);
    }

    /** Of weights that are joined already: with these pairs, whatever is proposed. */
    public static JoinViewModel again(JoinProposal proposal, List<JoinedPair> present) {
        return new JoinViewModel(proposal, present, !proposal.missing(present).isEmpty());
    }

    private JoinViewModel(JoinProposal proposal, List<JoinedPair> present, boolean keeps) {
        this.proposal = proposal;
        rows = proposal.rows().stream()
                .map(row -> new PairRow(row, of(row, present)))
                .toList();
        keepMissing.set(keeps);
        ObservableList<PairRow> all = FXCollections.observableArrayList(rows);
        shown = new FilteredList<>(all);
        InvalidationListener changed = observable -> tell();
        rows.forEach(row -> row.pairProperty().addListener(changed));
        keepMissing.addListener(changed);
        InvalidationListener filtered =
                observable -> shown.setPredicate(row -> matches(row, filter.get(), doubtfulOnly.get()));
        filter.addListener(filtered);
        doubtfulOnly.addListener(filtered);
        tell();
    }

    private static Optional<JoinedPair> of(JoinRow row, List<JoinedPair> pairs) {
        return pairs.stream()
                .filter(pair -> pair.initializer().equals(row.initializer()))
                .findFirst();
    }

    /** All constants, filtered out or not. */
    public List<PairRow> rows() {
        return rows;
    }

    ObservableList<PairRow> shown() {
        return shown;
    }

    /** Part of the name of a constant or tensor, an operator or a shape; words are all wanted. */
    public StringProperty filterProperty() {
        return filter;
    }

    /** Whether guesses, and constants without a tensor, are shown alone. */
    public BooleanProperty doubtfulOnlyProperty() {
        return doubtfulOnly;
    }

    /** Whether constants without a tensor keep the graph's own values. */
    public BooleanProperty keepMissingProperty() {
        return keepMissing;
    }

    public ReadOnlyObjectProperty<List<JoinedPair>> pairsProperty() {
        return pairs.getReadOnlyProperty();
    }

    /** Why the pairs cannot be joined as they are. */
    public ReadOnlyObjectProperty<List<String>> faultsProperty() {
        return faults.getReadOnlyProperty();
    }

    /** Lets a tensor take a constant's place; without one, the graph's own values stay. */
    public void choose(PairRow row, Optional<String> tensor) {
        row.pairProperty().set(tensor.flatMap(name -> proposal.pair(row.initializer(), name)));
    }

    /** Names of the tensors that no constant takes. */
    List<String> leftOver() {
        return proposal.leftOver(pairs.get());
    }

    /** Constants without a tensor. */
    List<String> missing() {
        return proposal.missing(pairs.get());
    }

    long guesses() {
        return rows.stream()
                .filter(row -> row.isDoubtful() && row.pairProperty().get().isPresent())
                .count();
    }

    private void tell() {
        pairs.set(
                rows.stream().flatMap(row -> row.pairProperty().get().stream()).toList());
        List<String> told = JoinTexts.faults(this);
        faults.set(told.isEmpty() ? JoinTexts.sentences(proposal.findings(pairs.get(), keepMissing.get())) : told);
    }

    private static boolean matches(PairRow row, String filter, boolean doubtfulOnly) {
        if (doubtfulOnly && !row.isDoubtful()) {
            return false;
        }
        String text = (row.initializer() + " " + row.row().use() + " "
                        + row.row().shape() + " " + row.tensor().orElse(""))
                .toLowerCase(Locale.ROOT);
        for (String word : filter.toLowerCase(Locale.ROOT).strip().split("\\s+")) {
            if (!text.contains(word)) {
                return false;
            }
        }
        return true;
    }
}
