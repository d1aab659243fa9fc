package org.bitwright.ui.inspector;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.VBox;
import org.bitwright.quant.FormatFamily;
import org.bitwright.ui.common.FormatTexts;
import org.bitwright.ui.common.Texts;

/** All number formats to choose from, in groups that have a heading. */
final class FormatBox {
    private static final int ROWS = 22;

    private static final List<FormatFamily> ORDER = new ArrayList<>();
    /** The heading above a family that begins a group. */
    private static final Map<FormatFamily, String> HEADINGS = new HashMap<>();

    static {
        group("formatGroup.float", FormatFamily.FLOAT);
        group("formatGroup.integer", FormatFamily.INT);
        group("formatGroup.few", FormatFamily.CODEBOOK, FormatFamily.NF4, FormatFamily.TERNARY, FormatFamily.BINARY);
        group(
                "formatGroup.half",
                FormatFamily.FP16,
                FormatFamily.FP16_SATURATING,
                FormatFamily.BF16,
                FormatFamily.BF16_SATURATING);
        group("formatGroup.small", FormatFamily.FP8_E4M3, FormatFamily.FP8_E5M2, FormatFamily.FP4);
        group(
                "formatGroup.block",
                FormatFamily.MXFP8_E4M3,
                FormatFamily.MXFP8_E5M2,
                FormatFamily.MXFP6_E2M3,
                FormatFamily.MXFP6_E3M2,
                FormatFamily.MXFP4,
                FormatFamily.NVFP4);
    }

    private FormatBox() {}

    private static void group(String heading, FormatFamily... families) {
        HEADINGS.put(families[0], heading);
        ORDER.addAll(List.of(families));
    }

    static ComboBox<FormatFamily> create() {
        ComboBox<FormatFamily> box = ChoiceBoxes.of("format", ORDER, FormatTexts::name);
        box.setVisibleRowCount(ROWS);
        box.setCellFactory(list -> new Cell());
        return box;
    }

    private static final class Cell extends ListCell<FormatFamily> {
        @Override
        protected void updateItem(FormatFamily family, boolean empty) {
            super.updateItem(family, empty);
            String heading = empty || family == null ? null : HEADINGS.get(family);
            Label name = new Label(empty || family == null ? "" : FormatTexts.name(family));
            if (heading == null) {
                setGraphic(name);
                return;
            }
            Label above = new Label(Texts.get(heading));
            above.getStyleClass().add("format-group");
            setGraphic(new VBox(above, name));
        }
    }
}
