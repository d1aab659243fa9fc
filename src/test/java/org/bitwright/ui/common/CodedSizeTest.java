package org.bitwright.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.bitwright.quant.Layers;
import org.bitwright.quant.QuantError;
import org.bitwright.quant.QuantizedLayer;
import org.bitwright.quant.TensorConfig;
import org.junit.jupiter.api.Test;

class CodedSizeTest {
    private final ObservableList<LayerRow> rows = FXCollections.observableArrayList();
    private final CodedSize size = new CodedSize(rows);

    private static LayerRow row() {
        return new LayerRow(Layers.layer(OptionalInt.empty(), 4), TensorConfig.unquantized());
    }

    private static QuantizedLayer of(OptionalLong entropyBytes) {
        return new QuantizedLayer(
                TensorConfig.unquantized(), List.of(), List.of(), List.of(), QuantError.NONE, 16, entropyBytes);
    }

    @Test
    void isKnownOnceThatOfEveryLayerIs() {
        LayerRow a = row();
        LayerRow b = row();
        rows.setAll(a, b);
        assertThat(size.bytesProperty().get()).isEmpty();
        a.show(of(OptionalLong.of(30)));
        assertThat(size.bytesProperty().get()).isEmpty();
        b.show(of(OptionalLong.of(12)));
        assertThat(size.bytesProperty().get()).hasValue(42);
        b.show(of(OptionalLong.empty()));
        assertThat(size.bytesProperty().get()).isEmpty();
    }

    @Test
    void followsTheLayersOfTheProjectThatIsOpen() {
        LayerRow before = row();
        rows.setAll(before);
        before.show(of(OptionalLong.of(5)));
        LayerRow after = row();
        rows.setAll(after);
        after.set(TensorConfig.unquantized(), Optional.of(of(OptionalLong.of(7))));
        before.show(of(OptionalLong.of(9)));
        assertThat(size.bytesProperty().get()).hasValue(7);
    }
}
