package org.bitwright.ui.activations;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import org.bitwright.quant.QuantError;
import org.bitwright.quant.target.TargetRule.Effect;
import org.bitwright.ui.common.EdgeRow;
import org.bitwright.ui.common.EdgeTexts;
import org.bitwright.ui.common.Hints;
import org.bitwright.ui.common.Icons;
import org.bitwright.ui.common.QuantizedEdge;
import org.bitwright.ui.common.RuleIcons;
import org.bitwright.ui.common.RuleTexts;
import org.bitwright.ui.common.SqnrCell;
import org.bitwright.ui.common.Texts;
import org.kordamp.ikonli.feather.Feather;

/** The columns of the list of activations. */
final class EdgeColumns {
    private EdgeColumns() {}

    static List<TableColumn<EdgeRow, ?>> all(EdgesViewModel model) {
        return List.of(name(model), bits(), sqnr(), range(), way());
    }

    private static TableColumn<EdgeRow, EdgeRow> name(EdgesViewModel model) {
        TableColumn<EdgeRow, EdgeRow> column = column("edges.name", "name", 11);
        column.setCellValueFactory(cell -> value(cell.getValue(), cell::getValue));
        column.setComparator((a, b) -> a.name().compareToIgnoreCase(b.name()));
        column.setCellFactory(ignored -> new NameCell(model));
        return column;
    }

    private static TableColumn<EdgeRow, String> bits() {
        TableColumn<EdgeRow, String> column = column("edges.bits", "bits", 3.8);
        column.getStyleClass().add("number");
        column.setCellValueFactory(cell -> value(cell.getValue(), () -> EdgeTexts.bits(cell.getValue())));
        return column;
    }

    private static TableColumn<EdgeRow, Double> sqnr() {
        TableColumn<EdgeRow, Double> column = column("edges.sqnr", "sqnr", 5.4);
        column.setCellValueFactory(cell -> value(cell.getValue(), () -> cell.getValue()
                .quantized()
                .flatMap(QuantizedEdge::error)
                .map(QuantError::sqnrDb)
                .orElse(cell.getValue().statistics().isPresent() ? Double.NaN : null)));
        column.setCellFactory(ignored -> new SqnrCell<>(EdgeColumns::isEstimated));
        return column;
    }

    private static boolean isEstimated(EdgeRow row) {
        return row.quantized().flatMap(QuantizedEdge::error).isPresent();
    }

    private static TableColumn<EdgeRow, String> range() {
        TableColumn<EdgeRow, String> column = column("edges.range", "range", 9.5);
        column.setCellValueFactory(cell -> value(cell.getValue(), () -> EdgeTexts.range(cell.getValue())));
        return column;
    }

    private static TableColumn<EdgeRow, String> way() {
        TableColumn<EdgeRow, String> column = column("edges.way", "way", 16);
        column.setCellValueFactory(cell ->
                value(cell.getValue(), () -> EdgeTexts.way(cell.getValue().edge())));
        return column;
    }

    private static <T> TableColumn<EdgeRow, T> column(String key, String id, double em) {
        TableColumn<EdgeRow, T> column = new TableColumn<>();
        column.textProperty().bind(Texts.bind(key));
        column.setId("edge-column-" + id);
        column.setUserData(em);
        return column;
    }

    private static <T> ObservableValue<T> value(EdgeRow row, Callable<T> value) {
        Observable[] followed = {
            row.configProperty(),
            row.quantizedProperty(),
            row.statisticsProperty(),
            row.notesProperty(),
            Texts.languageProperty()
        };
        return Bindings.createObjectBinding(value, followed);
    }

    /** The name, a pen where its range was set by hand, and a link where a rule of the target decides. */
    private static final class NameCell extends TableCell<EdgeRow, EdgeRow> {
        private static final PseudoClass TOUCHING = PseudoClass.getPseudoClass("touching");

        private final EdgesViewModel model;

        NameCell(EdgesViewModel model) {
            this.model = model;
            getStyleClass().add("edge-name");
            model.touchingProperty().addListener(observable -> mark());
        }

        private void mark() {
            pseudoClassStateChanged(TOUCHING, getItem() != null && model.touches(getItem()));
        }

        @Override
        protected void updateItem(EdgeRow row, boolean empty) {
            super.updateItem(row, empty);
            mark();
            if (empty || row == null) {
                setText(null);
                setGraphic(null);
                setTooltip(null);
                setAccessibleText(null);
                return;
            }
            List<Node> marks = new ArrayList<>();
            List<String> words = new ArrayList<>();
            if (row.config().isHandMade()) {
                marks.add(Icons.of(Feather.EDIT_3, "hand-made-mark"));
                words.add(Texts.get("inspector.handMade"));
            }
            if (!row.notes().isEmpty()) {
                marks.add(RuleIcons.of(gravest(row)));
                row.notes().forEach(note -> words.add(RuleTexts.sentence(note)));
            }
            setText(row.name());
            setGraphic(marks.isEmpty() ? null : marked(marks));
            setTooltip(tooltip(row, words));
            setAccessibleText(row.name() + ", " + EdgeTexts.way(row.edge())
                    + words.stream().map(word -> ", " + word).collect(Collectors.joining()));
        }

        private static Effect gravest(EdgeRow row) {
            return row.notes().stream()
                    .map(note -> note.rule().effect())
                    .max(Comparator.naturalOrder())
                    .orElse(Effect.DONE);
        }

        private static Tooltip tooltip(EdgeRow row, List<String> words) {
            List<String> lines = new ArrayList<>(List.of(row.name(), EdgeTexts.way(row.edge())));
            lines.addAll(words);
            Tooltip tooltip = Hints.wrapped();
            tooltip.setText(String.join("\n", lines));
            return tooltip;
        }

        private static HBox marked(List<Node> marks) {
            HBox box = new HBox(marks.toArray(Node[]::new));
            box.getStyleClass().add("marks");
            return box;
        }
    }
}
