package org.bitwright.ui.common;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleIntegerProperty;
import org.bitwright.quant.Grid;
import org.bitwright.quant.LayerQuantizer;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.ManualGrid;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantizedLayer;
import org.bitwright.quant.Range;
import org.bitwright.quant.TensorConfig;

/**
 * The layer under the hand: while a range is dragged, grids and estimated errors follow in the same frame; when it is
 * let go, one undo step is made and exact numbers follow from the background.
 */
public final class LayerEditor {
    /** Stands for the whole tensor; with a grid a channel, for all of them at once. */
    public static final int ALL_CHANNELS = -1;

    private final Workbench workbench;
    private final ReadOnlyObjectWrapper<Optional<LayerRow>> row = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<LayerWeights>> weights = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final IntegerProperty channel = new SimpleIntegerProperty(ALL_CHANNELS);

    LayerEditor(Workbench workbench) {
        this.workbench = workbench;
    }

    /** The layer that is shown. Its {@link LayerRow#quantizedProperty()} holds grids and errors, live. */
    public ReadOnlyObjectProperty<Optional<LayerRow>> rowProperty() {
        return row.getReadOnlyProperty();
    }

    public Optional<LayerRow> row() {
        return row.get();
    }

    /** Its weights once they are read. */
    public ReadOnlyObjectProperty<Optional<LayerWeights>> weightsProperty() {
        return weights.getReadOnlyProperty();
    }

    /** The channel that is shown alone, or {@link #ALL_CHANNELS}. */
    public IntegerProperty channelProperty() {
        return channel;
    }

    /** The granules that an edit at the shown channel changes: one, or all of them. */
    public List<Integer> editedGranules() {
        return row().map(shown -> editedGranules(shown, channel.get())).orElse(List.of());
    }

    /** Groups are not edited by hand: there are too many, and none can be seen alone. */
    static List<Integer> editedGranules(LayerRow row, int channel) {
        if (row.config().granularity().isGroup()) {
            return List.of();
        }
        if (!row.config().granularity().isChannel() || row.layer().channelAxis().isEmpty()) {
            return List.of(0);
        }
        int channels = row.layer().channels();
        return channel >= 0 && channel < channels
                ? List.of(channel)
                : IntStream.range(0, channels).boxed().toList();
    }

    /** Shows what a range would do, without changing the project. */
    public void preview(Range range) {
        LayerRow shown = row().orElse(null);
        LayerWeights values = weights.get().orElse(null);
        QuantizedLayer before = row().flatMap(LayerRow::quantized).orElse(null);
        if (shown == null
                || values == null
                || before == null
                || editedGranules().isEmpty()
                || !(shown.config().format() instanceof NumberFormat.Ranged format)) {
            return;
        }
        TensorConfig next = withRange(shown.config(), range);
        Grid grid = ManualGrid.ofRange(range).grid(format);
        List<Grid> grids = new ArrayList<>(before.grids());
        editedGranules().stream().filter(granule -> granule < grids.size()).forEach(g -> grids.set(g, grid));
        shown.show(LayerQuantizer.estimate(values, next, grids, before));
    }

    /** Makes the range the project's: one undo step. */
    public void commit(Range range) {
        row().ifPresent(shown -> workbench.editing().range(List.of(shown), range));
    }

    /** Takes a preview back. */
    public void cancelPreview() {
        row().ifPresent(workbench::recompute);
    }

    private TensorConfig withRange(TensorConfig config, Range range) {
        Map<Integer, ManualGrid> manual = new TreeMap<>(config.manual());
        editedGranules().forEach(granule -> manual.put(granule, ManualGrid.ofRange(range)));
        return config.withManual(manual);
    }

    void show(Optional<LayerRow> next) {
        if (row.get().equals(next)) {
            return;
        }
        weights.set(Optional.empty());
        channel.set(ALL_CHANNELS);
        row.set(next);
    }

    void arrived(LayerRow of, LayerWeights values) {
        if (row().filter(shown -> shown == of).isPresent()) {
            weights.set(Optional.of(values));
        }
    }
}
