package org.bitwright.ui.inspector;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import javafx.beans.InvalidationListener;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import org.bitwright.quant.ActivationMode;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.EdgeStatistics;
import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.MomentHistogram;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Range;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TargetProfile;
import org.bitwright.quant.target.RuleNote;
import org.bitwright.ui.common.ActivationEditing;
import org.bitwright.ui.common.Activations;
import org.bitwright.ui.common.EdgeRow;
import org.bitwright.ui.common.QuantizedEdge;
import org.bitwright.ui.common.RequestedRange;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.common.Workbench;

/**
 * The selected activations' choices and figures, always in agreement, and the edits on them. What is typed goes through
 * the {@code type…} methods, which answer with the reason if it is wrong, and then change nothing.
 */
public final class EdgeInspectorViewModel implements RangeHand {
    private final Workbench workbench;
    private final Activations activations;
    private final ActivationEditing editing;
    private final ObservableList<EdgeRow> rows = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<EdgeChoices> choices = new ReadOnlyObjectWrapper<>(EdgeChoices.of(List.of()));
    private final ReadOnlyObjectWrapper<EdgeFigures> figures = new ReadOnlyObjectWrapper<>(EdgeFigures.NONE);
    private final InvalidationListener changed = observable -> refresh();

    public EdgeInspectorViewModel(Workbench workbench) {
        this.workbench = workbench;
        activations = workbench.activations();
        editing = activations.editing();
        activations.selected().addListener((ListChangeListener<EdgeRow>) change -> select());
        activations.editor().channelProperty().addListener(changed);
        select();
    }

    ObservableList<EdgeRow> rows() {
        return rows;
    }

    ReadOnlyObjectProperty<EdgeChoices> choicesProperty() {
        return choices.getReadOnlyProperty();
    }

    EdgeChoices choices() {
        return choices.get();
    }

    ReadOnlyObjectProperty<EdgeFigures> figuresProperty() {
        return figures.getReadOnlyProperty();
    }

    EdgeFigures figures() {
        return figures.get();
    }

    ReadOnlyObjectProperty<QuantConfig> configProperty() {
        return workbench.configProperty();
    }

    IntegerProperty channelProperty() {
        return activations.editor().channelProperty();
    }

    /** Number of channels that can be shown alone; 1 where there is nothing to choose. */
    int channels() {
        return Math.max(1, statistics().map(values -> values.channels().size()).orElse(1));
    }

    /** Of a single activation, once they are known. */
    Optional<EdgeStatistics> statistics() {
        return rows.size() == 1 ? rows.get(0).statistics() : Optional.empty();
    }

    Optional<MomentHistogram> histogram() {
        return statistics().map(EdgeStatistics::histogram);
    }

    void chooseFamily(FormatFamily family) {
        editing.family(rows(), family);
    }

    void chooseScheme(Scheme scheme) {
        editing.scheme(rows(), scheme);
    }

    void chooseMode(ActivationMode mode) {
        editing.mode(rows(), mode);
    }

    void chooseCalibrator(Calibrator calibrator) {
        editing.calibrator(rows(), calibrator);
    }

    void chooseTarget(TargetProfile target) {
        editing.target(target);
    }

    /** The activation that decides for one that a rule governs. */
    Optional<EdgeRow> decider(RuleNote note) {
        return switch (note.rule()) {
            case PASS_THROUGH -> activations.row(note.details().get(0).toString());
            case RELU_FOLDED, NORMALIZATION_FOLDED ->
                activations.rows().stream()
                        .filter(row ->
                                row.edge().producer().equals(note.details().get(0)))
                        .findFirst();
            default -> Optional.empty();
        };
    }

    void goTo(EdgeRow row) {
        activations.select(List.of(row));
    }

    void fit() {
        editing.fit(rows());
    }

    void reset() {
        editing.reset(rows());
    }

    Optional<String> typeBits(String text) {
        Optional<String> wrong = Typed.wrongWhole(
                text, NumberFormat.Uniform.MIN_BITS, NumberFormat.Uniform.MAX_BITS, "inspector.wrong.bits");
        if (wrong.isEmpty()) {
            int value = (int) Typed.real(text);
            if (!choices().bits().value().equals(Optional.of(value))
                    || !choices().integers()) {
                editing.bits(rows(), value);
            }
        }
        return wrong;
    }

    Optional<String> typeMin(String text) {
        Optional<String> wrong = end(text, true);
        if (wrong.isEmpty()) {
            editing.min(rows(), Typed.real(text));
        }
        return wrong;
    }

    Optional<String> typeMax(String text) {
        Optional<String> wrong = end(text, false);
        if (wrong.isEmpty()) {
            editing.max(rows(), Typed.real(text));
        }
        return wrong;
    }

    private Optional<String> end(String text, boolean lower) {
        if (Typed.number(text).isEmpty()) {
            return Optional.of(Texts.get("inspector.wrong.number"));
        }
        if (!editing.hasGrids(rows())) {
            return Optional.of(Texts.get("inspector.wrong.notYet"));
        }
        float value = Typed.real(text);
        boolean crossed = rows().stream().anyMatch(row -> crosses(row, value, lower));
        return crossed
                ? Optional.of(Texts.get(lower ? "inspector.wrong.min" : "inspector.wrong.max"))
                : Optional.empty();
    }

    private static boolean crosses(EdgeRow row, float value, boolean lower) {
        boolean asymmetric = row.config().format() instanceof NumberFormat.Uniform uniform
                && uniform.scheme().hasZeroPoint();
        QuantizedEdge edge = row.quantized().orElseThrow();
        Range range = RequestedRange.of(edge, edge.grid().orElseThrow());
        return asymmetric && (lower ? value > range.max() : value < range.min());
    }

    Optional<String> typeScale(String text) {
        Optional<String> wrong = Typed.wrongScale(text).or(this::notYet);
        if (wrong.isEmpty()) {
            editing.scale(rows(), Typed.real(text));
        }
        return wrong;
    }

    Optional<String> typeZeroPoint(String text) {
        int low = rows().stream().mapToInt(row -> uniform(row).qmin()).max().orElse(0);
        int high = rows().stream().mapToInt(row -> uniform(row).qmax()).min().orElse(0);
        Optional<String> wrong =
                Typed.wrongWhole(text, low, high, "inspector.wrong.zeroPoint").or(this::notYet);
        if (wrong.isEmpty()) {
            editing.zeroPoint(rows(), (int) Typed.real(text));
        }
        return wrong;
    }

    Optional<String> typePercent(String text) {
        Optional<String> wrong = Typed.wrongPercent(text);
        OptionalDouble percent = Typed.number(text);
        if (wrong.isEmpty() && percent.isPresent()) {
            editing.calibrator(rows(), Calibrator.percentile(percent.getAsDouble()));
        }
        return wrong;
    }

    private Optional<String> notYet() {
        return editing.hasGrids(rows()) ? Optional.empty() : Optional.of(Texts.get("inspector.wrong.notYet"));
    }

    private static NumberFormat.Uniform uniform(EdgeRow row) {
        return (NumberFormat.Uniform) row.config().format();
    }

    @Override
    public Optional<Range> range() {
        return choices().ranged() && rows.size() == 1 ? figures().range() : Optional.empty();
    }

    @Override
    public Range withMin(Range range, float min) {
        return RequestedRange.withMin(rows.get(0).config().format(), range, min);
    }

    @Override
    public Range withMax(Range range, float max) {
        return RequestedRange.withMax(rows.get(0).config().format(), range, max);
    }

    @Override
    public void preview(Range range) {
        activations.editor().preview(range);
    }

    @Override
    public void commit(Range range) {
        activations.editor().commit(range);
    }

    private void select() {
        rows.forEach(row -> {
            row.configProperty().removeListener(changed);
            row.quantizedProperty().removeListener(changed);
            row.statisticsProperty().removeListener(changed);
            row.notesProperty().removeListener(changed);
        });
        rows.setAll(activations.selected());
        rows.forEach(row -> {
            row.configProperty().addListener(changed);
            row.quantizedProperty().addListener(changed);
            row.statisticsProperty().addListener(changed);
            row.notesProperty().addListener(changed);
        });
        refresh();
    }

    private void refresh() {
        choices.set(EdgeChoices.of(rows));
        figures.set(EdgeFigures.of(rows, rows.size() == 1 ? channelProperty().get() : -1));
    }
}
