package org.bitwright.ui.gradients;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.bitwright.export.GradientWidth;
import org.bitwright.export.GradientWidthsSvg;
import org.bitwright.training.GradientRounding;
import org.bitwright.ui.common.PlotCursor;

/** What runs with gradients of several widths reach: one comparison of those that were made. */
public final class WidthsViewModel {
    private final StringProperty title = new SimpleStringProperty("");
    private final ObservableList<String> comparisons = FXCollections.observableArrayList();
    private final ObjectProperty<Optional<String>> comparison = new SimpleObjectProperty<>(Optional.empty());
    private final ObservableList<GradientWidth> widths = FXCollections.observableArrayList();
    private final ObjectProperty<WidthMeasure> measure = new SimpleObjectProperty<>(WidthMeasure.EVALUATED);
    private final ObjectProperty<WidthsPage> page = new SimpleObjectProperty<>(WidthsPage.BITS);
    private final BooleanProperty running = new SimpleBooleanProperty();
    private final BooleanProperty possible = new SimpleBooleanProperty(true);
    private final PlotCursor<GradientWidth> cursor = new PlotCursor<>();
    private final ReadOnlyObjectWrapper<List<GradientTwin>> twins = new ReadOnlyObjectWrapper<>(List.of());
    private boolean measureChosen;

    public WidthsViewModel() {
        measure.addListener((property, before, now) -> refresh());
    }

    /** Heads saved pictures. */
    public StringProperty titleProperty() {
        return title;
    }

    /** Names of the comparisons that were made. */
    public ObservableList<String> comparisons() {
        return comparisons;
    }

    /** The one that is shown. */
    public ObjectProperty<Optional<String>> comparisonProperty() {
        return comparison;
    }

    /** Whether runs are still under way. */
    public BooleanProperty runningProperty() {
        return running;
    }

    /** Whether a comparison can begin. */
    public BooleanProperty possibleProperty() {
        return possible;
    }

    /** The runs that are compared, full precision first. */
    ReadOnlyObjectProperty<List<GradientTwin>> twinsProperty() {
        return twins.getReadOnlyProperty();
    }

    /** Full precision first, then as they were run. */
    ObservableList<GradientWidth> widths() {
        return widths;
    }

    /** The lines of the chart. */
    Map<GradientRounding, List<GradientWidth>> lines() {
        return GradientWidthsSvg.lines(widths);
    }

    Optional<GradientWidth> full() {
        return widths.stream().filter(width -> width.rounding().isEmpty()).findFirst();
    }

    ObjectProperty<WidthMeasure> measureProperty() {
        return measure;
    }

    /** A measure that the user wants, whatever else is known. */
    void choose(WidthMeasure wanted) {
        measureChosen = true;
        measure.set(wanted);
    }

    ObjectProperty<WidthsPage> pageProperty() {
        return page;
    }

    /** The run that is looked at. */
    PlotCursor<GradientWidth> cursor() {
        return cursor;
    }

    /** Called with the name of a run that the user wants to look at. */
    public void setOnRunChosen(Consumer<String> listener) {
        cursor.setOnChosen(width -> listener.accept(width.run()));
    }

    /** Shows the runs of a comparison as far as they have come. */
    public void show(List<GradientTwin> runs) {
        twins.set(List.copyOf(runs));
        if (!measureChosen) {
            measure.set(usual());
        }
        refresh();
    }

    /** The first measure that is known of the most runs. */
    private WidthMeasure usual() {
        long most = Arrays.stream(WidthMeasure.values())
                .mapToLong(this::known)
                .max()
                .orElse(0);
        return Arrays.stream(WidthMeasure.values())
                .filter(one -> known(one) == most)
                .findFirst()
                .orElse(WidthMeasure.EVALUATED);
    }

    private long known(WidthMeasure one) {
        return twins.get().stream().filter(twin -> twin.width(one).isPresent()).count();
    }

    private void refresh() {
        List<GradientWidth> next = twins.get().stream()
                .flatMap(twin -> twin.width(measure.get()).stream())
                .toList();
        cursor.follow(now -> next.stream()
                .filter(width -> width.run().equals(now.run()))
                .findFirst());
        if (!next.equals(widths)) {
            widths.setAll(next);
        }
    }

    /** Goes to the next run (1) or the one before (−1). */
    void step(int direction) {
        cursor.step(direction, widths);
    }
}
