package org.bitwright.ui.inspector;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import javafx.beans.InvalidationListener;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Range;
import org.bitwright.quant.Rounding;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.ui.common.Editing;
import org.bitwright.ui.common.LayerEditor;
import org.bitwright.ui.common.LayerRow;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.RequestedRange;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.common.Workbench;

/**
 * The selected layers' choices and figures, always in agreement, and the edits on them. What is typed goes through the
 * {@code type…} methods, which answer with the reason if it is wrong, and then change nothing.
 */
public final class InspectorViewModel {
    /** As files and the command line have it. */
    private static final int LARGEST_GROUP = 1 << 20;

    private final Workbench workbench;
    private final Editing editing;
    private final ObservableList<LayerRow> rows = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<Choices> choices = new ReadOnlyObjectWrapper<>(Choices.of(List.of()));
    private final ReadOnlyObjectWrapper<Figures> figures = new ReadOnlyObjectWrapper<>(Figures.NONE);
    private final InvalidationListener changed = observable -> refresh();
    private Runnable comparing = () -> {};

    public InspectorViewModel(Workbench workbench) {
        this.workbench = workbench;
        this.editing = workbench.editing();
        workbench.selected().addListener((ListChangeListener<LayerRow>) change -> select());
        workbench.editor().channelProperty().addListener(changed);
        select();
    }

    ObservableList<LayerRow> rows() {
        return rows;
    }

    ReadOnlyObjectProperty<Choices> choicesProperty() {
        return choices.getReadOnlyProperty();
    }

    Choices choices() {
        return choices.get();
    }

    ReadOnlyObjectProperty<Figures> figuresProperty() {
        return figures.getReadOnlyProperty();
    }

    Figures figures() {
        return figures.get();
    }

    IntegerProperty channelProperty() {
        return workbench.editor().channelProperty();
    }

    LayerEditor editor() {
        return workbench.editor();
    }

    /** Number of channels that can be shown alone; 1 where there is nothing to choose. */
    int channels() {
        return rows.size() == 1 ? rows.get(0).layer().channels() : 1;
    }

    void chooseFamily(FormatFamily family) {
        editing.family(rows(), family);
    }

    void chooseScheme(Scheme scheme) {
        editing.scheme(rows(), scheme);
    }

    void chooseGranularity(Granularity granularity) {
        editing.granularity(rows(), granularity);
    }

    void chooseCalibrator(Calibrator calibrator) {
        editing.calibrator(rows(), calibrator);
    }

    void chooseRounding(Rounding rounding) {
        editing.rounding(rows(), rounding);
    }

    /** Called when the calibrators of the layer under the hand are to be compared. */
    public void setOnCompare(Runnable action) {
        comparing = action;
    }

    void compare() {
        comparing.run();
    }

    void fit() {
        editing.fit(rows());
    }

    void reset() {
        editing.reset(rows());
    }

    Optional<String> typeBits(String text) {
        Choices.Widths widths = choices().widths().orElse(new Choices.Widths(0, -1));
        Optional<String> wrong = Typed.wrongWhole(text, widths.least(), widths.most(), "inspector.wrong.bits");
        if (wrong.isEmpty()) {
            int value = (int) Typed.real(text);
            if (!choices().bits().value().equals(Optional.of(value))) {
                editing.bits(rows(), value);
            }
        }
        return wrong;
    }

    Optional<String> typeMin(String text) {
        return end(text, true).map(Optional::of).orElseGet(() -> {
            editing.min(rows(), Typed.real(text));
            return Optional.empty();
        });
    }

    Optional<String> typeMax(String text) {
        return end(text, false).map(Optional::of).orElseGet(() -> {
            editing.max(rows(), Typed.real(text));
            return Optional.empty();
        });
    }

    private Optional<String> end(String text, boolean lower) {
        if (Typed.number(text).isEmpty()) {
            return Optional.of(Texts.get("inspector.wrong.number"));
        }
        if (!editing.hasGrids(rows())) {
            return Optional.of(Texts.get("inspector.wrong.notYet"));
        }
        float value = Typed.real(text);
        for (LayerRow row : rows()) {
            for (int granule : editing.granules(row, rows())) {
                if (crosses(row, granule, value, lower)) {
                    return Optional.of(Texts.get(lower ? "inspector.wrong.min" : "inspector.wrong.max"));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean crosses(LayerRow row, int granule, float value, boolean lower) {
        TensorConfig config = row.config();
        boolean asymmetric = config.format() instanceof NumberFormat.Uniform uniform
                && uniform.scheme().hasZeroPoint();
        Range range = RequestedRange.of(
                config, granule, row.quantized().orElseThrow().grids().get(granule));
        return asymmetric && (lower ? value > range.max() : value < range.min());
    }

    Optional<String> typeScale(String text) {
        Optional<String> wrong = Typed.wrongScale(text);
        if (wrong.isPresent()) {
            return wrong;
        }
        if (!editing.hasGrids(rows())) {
            return Optional.of(Texts.get("inspector.wrong.notYet"));
        }
        editing.scale(rows(), Typed.real(text));
        return Optional.empty();
    }

    Optional<String> typeZeroPoint(String text) {
        int low = rows().stream().mapToInt(row -> uniform(row).qmin()).max().orElse(0);
        int high = rows().stream().mapToInt(row -> uniform(row).qmax()).min().orElse(0);
        Optional<String> wrong = Typed.wrongWhole(text, low, high, "inspector.wrong.zeroPoint");
        if (wrong.isPresent()) {
            return wrong;
        }
        if (!editing.hasGrids(rows())) {
            return Optional.of(Texts.get("inspector.wrong.notYet"));
        }
        editing.zeroPoint(rows(), (int) Typed.real(text));
        return Optional.empty();
    }

    Optional<String> typePercent(String text) {
        Optional<String> wrong = Typed.wrongPercent(text);
        if (wrong.isEmpty()) {
            editing.calibrator(rows(), Calibrator.percentile(Typed.number(text).orElseThrow()));
        }
        return wrong;
    }

    Optional<String> typeGroupSize(String text) {
        OptionalDouble size = Typed.whole(text);
        if (size.isEmpty() || size.getAsDouble() < 1 || size.getAsDouble() > LARGEST_GROUP) {
            return Optional.of(Texts.get("inspector.wrong.group", Numbers.count(LARGEST_GROUP)));
        }
        editing.granularity(rows(), Granularity.group((int) size.getAsDouble()));
        return Optional.empty();
    }

    Optional<String> typeSeed(String text) {
        OptionalLong seed = Typed.integer(text);
        if (seed.isEmpty()) {
            return Optional.of(Texts.get("inspector.wrong.seed"));
        }
        editing.rounding(rows(), Rounding.stochastic(seed.getAsLong()));
        return Optional.empty();
    }

    /** Whether the zero point can be chosen. */
    boolean hasZeroPoint() {
        return choices().integers()
                && choices().scheme().value().filter(Scheme::hasZeroPoint).isPresent();
    }

    private static NumberFormat.Uniform uniform(LayerRow row) {
        return (NumberFormat.Uniform) row.config().format();
    }

    private void select() {
        rows.forEach(row -> {
            row.configProperty().removeListener(changed);
            row.quantizedProperty().removeListener(changed);
        });
        rows.setAll(workbench.selected());
        figures.set(Figures.NONE);
        rows.forEach(row -> {
            row.configProperty().addListener(changed);
            row.quantizedProperty().addListener(changed);
        });
        refresh();
    }

    private void refresh() {
        choices.set(Choices.of(rows));
        if (rows.isEmpty()) {
            figures.set(Figures.NONE);
        } else if (rows.stream().allMatch(row -> row.quantized().isPresent())) {
            figures.set(Figures.of(rows, rows.size() == 1 ? channel() : -1));
        }
    }

    private int channel() {
        return workbench.editor().channelProperty().get();
    }
}
