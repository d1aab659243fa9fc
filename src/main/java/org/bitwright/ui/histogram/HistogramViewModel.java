package org.bitwright.ui.histogram;

import java.util.Optional;
import java.util.function.IntConsumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.bitwright.export.AxisTicks;
import org.bitwright.quant.MomentHistogram;
import org.bitwright.quant.Range;
import org.bitwright.ui.histogram.HandleRules.End;
import org.jspecify.annotations.Nullable;

/**
 * The histogram of one tensor: what is shown, what is in view, and what the handles ask for. The owner sets values and
 * state and answers {@link #setOnRangeMoved} by setting the state that the range would give.
 */
public final class HistogramViewModel {
    public static final int WHOLE_TENSOR = -1;

    private static final ValueWindow EMPTY = new ValueWindow(-1, 1);
    private static final double CLOSEST_BINS = 4;
    private static final double STEP_SHARE = 0.01;
    private static final int FINE = 10;

    private final ValueKind kind;
    private final StringProperty note = new SimpleStringProperty("");
    private final StringProperty title = new SimpleStringProperty("");
    private final ObjectProperty<Optional<TensorValues>> values = new SimpleObjectProperty<>(Optional.empty());
    private final ObjectProperty<Optional<QuantizedValues>> state = new SimpleObjectProperty<>(Optional.empty());
    private final IntegerProperty channel = new SimpleIntegerProperty(WHOLE_TENSOR);
    private final BooleanProperty editable = new SimpleBooleanProperty(true);
    private final BooleanProperty loading = new SimpleBooleanProperty(false);
    private final BooleanProperty logScale = new SimpleBooleanProperty(false);
    private final ReadOnlyObjectWrapper<Optional<ShownValues>> shown = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Range>> range = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<ValueWindow> window = new ReadOnlyObjectWrapper<>(EMPTY);

    private RangeListener moved = (granule, asked) -> {};
    private RangeListener committed = (granule, asked) -> {};
    private Runnable abandoned = () -> {};
    private IntConsumer channelSelected = chosen -> {};
    private ValueWindow whole = EMPTY;
    private @Nullable Move move;

    /** Called with the granule (0 for the tensor, else the channel) and the range asked for. */
    @FunctionalInterface
    public interface RangeListener {
        void accept(int granule, Range range);
    }

    private record Move(int granule, Range start, HandleRules rules) {}

    /** Of weights. */
    public HistogramViewModel() {
        this(ValueKind.WEIGHTS);
    }

    public HistogramViewModel(ValueKind kind) {
        this.kind = kind;
        // Behind a rectification most values are 0.
        logScale.set(kind == ValueKind.ACTIVATIONS);
        values.addListener((value, before, now) -> {
            move = null;
            state.set(Optional.empty());
            channel.set(WHOLE_TENSOR);
            show(true);
        });
        state.addListener((value, before, now) -> show(before.isEmpty() && !isZoomed()));
        channel.addListener((value, before, now) -> {
            abandonMove();
            show(true);
        });
    }

    ValueKind kind() {
        return kind;
    }

    public StringProperty titleProperty() {
        return title;
    }

    /** Why the range is as it is; where it is empty the picture says what can be done. */
    public StringProperty noteProperty() {
        return note;
    }

    /** Setting other values empties the state and shows everything that there is. */
    public ObjectProperty<Optional<TensorValues>> valuesProperty() {
        return values;
    }

    /** The newest state, exact or estimated. */
    public ObjectProperty<Optional<QuantizedValues>> stateProperty() {
        return state;
    }

    /** The channel that is shown alone, or {@link #WHOLE_TENSOR}. */
    public IntegerProperty channelProperty() {
        return channel;
    }

    public BooleanProperty editableProperty() {
        return editable;
    }

    /** Whether values are on their way. */
    public BooleanProperty loadingProperty() {
        return loading;
    }

    public BooleanProperty logScaleProperty() {
        return logScale;
    }

    ReadOnlyObjectProperty<Optional<ShownValues>> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    Optional<ShownValues> shown() {
        return shown.get();
    }

    /** Where the handles stand; empty where the values shown have no single range. */
    public ReadOnlyObjectProperty<Optional<Range>> rangeProperty() {
        return range.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<ValueWindow> windowProperty() {
        return window.getReadOnlyProperty();
    }

    /** Called at every step of a drag and at every key step. */
    public void setOnRangeMoved(RangeListener listener) {
        moved = listener;
    }

    /** Called once when a handle or a key is let go. */
    public void setOnRangeCommitted(RangeListener listener) {
        committed = listener;
    }

    /** Called when a move is given up with Escape: what was moved is to be taken back. */
    public void setOnRangeAbandoned(Runnable listener) {
        abandoned = listener;
    }

    /** Called with a channel, or {@link #WHOLE_TENSOR}, after {@link #channelProperty()} was set. */
    public void setOnChannelSelected(IntConsumer listener) {
        channelSelected = listener;
    }

    public void selectChannel(int chosen) {
        if (chosen != channel.get()) {
            channel.set(chosen);
            channelSelected.accept(chosen);
        }
    }

    public boolean isMovable() {
        return editable.get() && range.get().isPresent();
    }

    public boolean isMoving() {
        return move != null;
    }

    /** Takes hold of the range; does nothing where it cannot be moved or is held already. */
    public void beginMove() {
        if (move == null && isMovable()) {
            ShownValues now = shown().orElseThrow();
            move = new Move(
                    now.granule().orElseThrow(),
                    range.get().orElseThrow(),
                    now.rules().orElseThrow());
        }
    }

    /**
     * Moves the held end.
     *
     * @param resolution how finely the gesture can point: the value is rounded to decimals that fine
     */
    void moveTo(End end, double value, double resolution) {
        Move held = move;
        if (held == null) {
            return;
        }
        Range now = range.get().orElse(held.start);
        Range next = held.rules.moved(now, end, HandleRules.rounded(value, resolution));
        if (!next.equals(now)) {
            range.set(Optional.of(next));
            moved.accept(held.granule, next);
        }
    }

    /** Moves an end by keyboard steps of a hundredth of what is in view; fine ones are a tenth of that. */
    void step(End end, int steps, boolean fine) {
        beginMove();
        range.get().ifPresent(now -> {
            double step = AxisTicks.roundStep(window.get().span() * STEP_SHARE) / (fine ? FINE : 1);
            moveTo(end, HandleRules.at(now, end) + steps * step, step);
        });
    }

    /** Moves an end as far out as the values reach, or as far in as it goes. */
    void stepToEnd(End end, boolean outwards) {
        beginMove();
        shown().ifPresent(now -> {
            double out =
                    end == End.MIN ? now.histogram().min() : now.histogram().max();
            double in = out / 100;
            moveTo(end, outwards ? out : in, Math.max(Math.abs(out) * 1e-7, Double.MIN_NORMAL));
        });
    }

    /** Lets go: what was asked for last is to stay. */
    public void commitMove() {
        Move held = move;
        move = null;
        Optional<Range> asked = range.get();
        if (held != null && asked.isPresent() && !asked.get().equals(held.start)) {
            committed.accept(held.granule, asked.get());
        }
    }

    /** Gives a move up: the range is as it was before. */
    public void abandonMove() {
        Move held = move;
        move = null;
        if (held != null) {
            boolean changed = !range.get().equals(Optional.of(held.start));
            range.set(Optional.of(held.start));
            if (changed) {
                abandoned.run();
            }
        }
    }

    public void zoom(double value, double factor) {
        shown().ifPresent(now -> {
            MomentHistogram histogram = now.histogram();
            double bin = ((double) histogram.max() - histogram.min()) / Math.max(1, histogram.bins());
            double least = Math.max(whole.span() * 1e-6, bin * CLOSEST_BINS);
            window.set(window.get().zoomed(value, factor).within(whole, least));
        });
    }

    public void pan(double by) {
        window.set(window.get().moved(by).within(whole, Double.MIN_NORMAL));
    }

    public void resetWindow() {
        whole = shown().map(
                        now -> ValueWindow.fitting(now.histogram(), now.range().or(now::reach)))
                .orElse(EMPTY);
        window.set(whole);
    }

    public boolean isZoomed() {
        return !window.get().equals(whole);
    }

    private void show(boolean refit) {
        Optional<ShownValues> next = values.get().map(v -> ShownValues.of(v, state.get(), channel.get(), shown()));
        if (move == null) {
            range.set(next.flatMap(ShownValues::range));
        }
        shown.set(next);
        boolean lost = move == null
                && !isZoomed()
                && range.get().filter(r -> !isInView(r)).isPresent();
        if (refit || lost) {
            resetWindow();
        }
    }

    private boolean isInView(Range asked) {
        return window.get().contains(asked.min()) && window.get().contains(asked.max());
    }
}
