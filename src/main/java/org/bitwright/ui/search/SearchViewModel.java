package org.bitwright.ui.search;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.bitwright.analysis.search.SearchPlan;
import org.bitwright.analysis.search.SearchPoint;
import org.bitwright.analysis.search.SearchResult;
import org.bitwright.analysis.search.SearchStage;
import org.bitwright.quant.QuantConfig;

/** A search: where it stands, what it found, and what the user can tell it. */
public final class SearchViewModel {
    private final ReadOnlyObjectWrapper<SearchState> state = new ReadOnlyObjectWrapper<>(SearchState.NONE);
    private final ReadOnlyObjectWrapper<Optional<SearchPlan>> plan = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<SearchResult>> result = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ObjectProperty<Optional<ReportHalf>> report = new SimpleObjectProperty<>(Optional.empty());
    private final ObjectProperty<Optional<QuantConfig>> present = new SimpleObjectProperty<>(Optional.empty());
    private final DoubleProperty progress = new SimpleDoubleProperty(-1);
    private Runnable paused = () -> {};
    private Runnable resumed = () -> {};
    private Runnable cancelled = () -> {};
    private Consumer<SearchPlan> continued = plan -> {};
    private Consumer<SearchPoint> used = point -> {};

    public ReadOnlyObjectProperty<SearchState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Optional<SearchPlan>> planProperty() {
        return plan.getReadOnlyProperty();
    }

    /** What was found so far; empty until the first step is done. */
    public ReadOnlyObjectProperty<Optional<SearchResult>> resultProperty() {
        return result.getReadOnlyProperty();
    }

    /** What the best does on the report half, once that is known. */
    public ObjectProperty<Optional<ReportHalf>> reportProperty() {
        return report;
    }

    /** The project's configuration. */
    public ObjectProperty<Optional<QuantConfig>> presentProperty() {
        return present;
    }

    /** 0…1, or −1 while it is not known. */
    public DoubleProperty progressProperty() {
        return progress;
    }

    public void setOnPause(Runnable listener) {
        paused = listener;
    }

    public void setOnResume(Runnable listener) {
        resumed = listener;
    }

    public void setOnCancel(Runnable listener) {
        cancelled = listener;
    }

    /** Called with the plan of a search that shall go on where it was ended. */
    public void setOnContinue(Consumer<SearchPlan> listener) {
        continued = listener;
    }

    /** Called with the best, which shall be the project's configuration. */
    public void setOnUse(Consumer<SearchPoint> listener) {
        used = listener;
    }

    /** A search begins. What the same plan found before stays to be seen. */
    public void start(SearchPlan next) {
        if (plan.get().filter(next::equals).isEmpty()) {
            result.set(Optional.empty());
            report.set(Optional.empty());
        }
        plan.set(Optional.of(next));
        state.set(SearchState.RUNNING);
    }

    /** A step was done. One that was taken again after a break does not hide what was seen before. */
    public void hear(SearchResult heard) {
        boolean known = result.get()
                .filter(seen -> seen.points().size() > heard.points().size())
                .filter(seen -> seen.plan().equals(heard.plan()))
                .isPresent();
        if (!known && plan.get().filter(heard.plan()::equals).isPresent()) {
            result.set(Optional.of(heard));
        }
    }

    /** The search ended, by itself or not. */
    public void end() {
        if (state.get().isActive()) {
            boolean finished = result.get().filter(SearchResult::finished).isPresent();
            state.set(finished ? SearchState.FINISHED : SearchState.STOPPED);
        }
    }

    /** Shows a search that was run before. */
    public void show(SearchResult found) {
        plan.set(Optional.of(found.plan()));
        result.set(Optional.of(found));
        state.set(found.finished() ? SearchState.FINISHED : SearchState.STOPPED);
    }

    public void clear() {
        state.set(SearchState.NONE);
        plan.set(Optional.empty());
        result.set(Optional.empty());
        report.set(Optional.empty());
        progress.set(-1);
    }

    public Optional<SearchPoint> best() {
        return result.get().flatMap(SearchResult::best);
    }

    /** Whether the best can be taken and is not the project's already. */
    boolean isUsable() {
        return best().filter(
                        point -> present.get().filter(point.config()::equals).isEmpty())
                .isPresent();
    }

    /** Configurations measured so far, those for comparison apart. */
    long measured() {
        return points().stream()
                .filter(point -> point.stage() != SearchStage.UNIFORM)
                .count();
    }

    Optional<SearchStage> stage() {
        List<SearchPoint> points = points();
        return points.isEmpty()
                ? Optional.empty()
                : Optional.of(points.get(points.size() - 1).stage());
    }

    private List<SearchPoint> points() {
        return result.get().map(SearchResult::points).orElse(List.of());
    }

    void pause() {
        if (state.get() == SearchState.RUNNING) {
            state.set(SearchState.PAUSED);
            paused.run();
        }
    }

    void resume() {
        if (state.get() == SearchState.PAUSED) {
            state.set(SearchState.RUNNING);
            resumed.run();
        }
    }

    void cancel() {
        cancelled.run();
    }

    void goOn() {
        if (state.get() == SearchState.STOPPED) {
            plan.get().ifPresent(continued);
        }
    }

    void use() {
        best().ifPresent(used);
    }
}
