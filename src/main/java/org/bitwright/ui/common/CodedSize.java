package org.bitwright.ui.common;

import java.util.OptionalLong;
import javafx.beans.InvalidationListener;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import org.bitwright.quant.QuantizedLayer;

/** The entropy-coded size of all weights under the present configuration, as soon as that of every layer is known. */
public final class CodedSize {
    private final ObservableList<LayerRow> rows;
    private final ReadOnlyObjectWrapper<OptionalLong> bytes = new ReadOnlyObjectWrapper<>(OptionalLong.empty());

    CodedSize(ObservableList<LayerRow> rows) {
        this.rows = rows;
        InvalidationListener arrived = row -> sum();
        rows.addListener((ListChangeListener<LayerRow>) change -> {
            while (change.next()) {
                change.getRemoved().forEach(row -> row.quantizedProperty().removeListener(arrived));
                change.getAddedSubList().forEach(row -> row.quantizedProperty().addListener(arrived));
            }
            sum();
        });
    }

    /** Empty while a layer's is not known. */
    public ReadOnlyObjectProperty<OptionalLong> bytesProperty() {
        return bytes.getReadOnlyProperty();
    }

    private void sum() {
        long sum = 0;
        for (LayerRow row : rows) {
            OptionalLong coded =
                    row.quantized().map(QuantizedLayer::entropyBytes).orElse(OptionalLong.empty());
            if (coded.isEmpty()) {
                bytes.set(OptionalLong.empty());
                return;
            }
            sum += coded.getAsLong();
        }
        bytes.set(OptionalLong.of(sum));
    }
}
