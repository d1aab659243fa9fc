package org.bitwright.ui.common;

import java.util.List;
import java.util.Optional;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleIntegerProperty;
import org.bitwright.quant.ManualGrid;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Range;

/**
 * The activation under the hand: while its range is dragged, grid and estimated error follow in the same frame; when it
 * is let go, one undo step is made, and the rules of the target have their say.
 */
public final class EdgeEditor {
    private final Activations activations;
    private final ReadOnlyObjectWrapper<Optional<EdgeRow>> row = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final IntegerProperty channel = new SimpleIntegerProperty(LayerEditor.ALL_CHANNELS);

    EdgeEditor(Activations activations) {
        this.activations = activations;
    }

    /** The activation that is shown. Its {@link EdgeRow#quantizedProperty()} holds grid and error, live. */
    public ReadOnlyObjectProperty<Optional<EdgeRow>> rowProperty() {
        return row.getReadOnlyProperty();
    }

    public Optional<EdgeRow> row() {
        return row.get();
    }

    /** The channel that is shown alone, or {@link LayerEditor#ALL_CHANNELS}. */
    public IntegerProperty channelProperty() {
        return channel;
    }

    /** Shows what a range would do, without changing the project. */
    public void preview(Range range) {
        row().filter(EdgeRow::hasRange).ifPresent(shown -> {
            NumberFormat.Ranged format = (NumberFormat.Ranged) shown.config().format();
            ManualGrid manual = ManualGrid.ofRange(range);
            shown.show(QuantizedEdge.of(
                    shown.config().withManual(Optional.of(manual)),
                    EdgeRole.ROUNDED,
                    manual.grid(format),
                    shown.statistics()));
        });
    }

    /** Makes the range the project's: one undo step. */
    public void commit(Range range) {
        row().ifPresent(shown -> activations.editing().range(List.of(shown), range));
    }

    /** Takes a preview back. */
    public void cancelPreview() {
        activations.recompute();
    }

    void show(Optional<EdgeRow> next) {
        if (!row.get().equals(next)) {
            channel.set(LayerEditor.ALL_CHANNELS);
            row.set(next);
        }
    }
}
