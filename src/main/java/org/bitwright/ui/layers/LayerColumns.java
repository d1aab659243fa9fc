package org.bitwright.ui.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.beans.binding.Bindings;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import org.bitwright.quant.QuantError;
import org.bitwright.quant.QuantizedLayer;
import org.bitwright.ui.common.ChangedTexts;
import org.bitwright.ui.common.EdgeTexts;
import org.bitwright.ui.common.FormatTexts;
import org.bitwright.ui.common.Icons;
import org.bitwright.ui.common.LayerRow;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Palette;
import org.bitwright.ui.common.QuantizedEdge;
import org.bitwright.ui.common.SqnrCell;
import org.bitwright.ui.common.Texts;
import org.kordamp.ikonli.feather.Feather;

/** The columns of the layer table. */
final class LayerColumns {
    private LayerColumns() {}

    static List<TableColumn<LayerRow, ?>> all(LayersViewModel model, Palette palette) {
        return List.of(
                name(),
                op(),
                bits(),
                sqnr(),
                LostColumn.of(model, palette),
                inputBits(model),
                inputSqnr(model),
                size(),
                coded(),
                format(),
                shape(),
                parameters());
    }

    private static TableColumn<LayerRow, LayerRow> name() {
        TableColumn<LayerRow, LayerRow> column = column("layers.name", "name", 10.5);
        column.setCellValueFactory(cell ->
                Bindings.createObjectBinding(cell::getValue, cell.getValue().configProperty()));
        column.setComparator((a, b) -> a.name().compareToIgnoreCase(b.name()));
        column.setCellFactory(ignored -> new NameCell());
        return column;
    }

    private static TableColumn<LayerRow, String> op() {
        TableColumn<LayerRow, String> column = column("layers.op", "op", 5);
        fixed(column, row -> row.layer().op());
        return column;
    }

    private static TableColumn<LayerRow, Integer> bits() {
        TableColumn<LayerRow, Integer> column = column("layers.bits", "bits", 3.8);
        column.getStyleClass().add("number");
        column.setCellValueFactory(cell -> Bindings.createObjectBinding(
                () -> cell.getValue().config().format().bits(), cell.getValue().configProperty()));
        return column;
    }

    private static TableColumn<LayerRow, Double> sqnr() {
        TableColumn<LayerRow, Double> column = column("layers.sqnr", "sqnr", 5.2);
        column.setCellValueFactory(
                cell -> quantized(cell.getValue(), layer -> layer.error().sqnrDb()));
        column.setCellFactory(ignored -> new SqnrCell<>(LayerColumns::isEstimated));
        return column;
    }

    /** What flows into the layer. */
    private static TableColumn<LayerRow, String> inputBits(LayersViewModel model) {
        TableColumn<LayerRow, String> column = column("layers.inputBits", "input-bits", 5.2);
        column.getStyleClass().add("number");
        column.setCellValueFactory(cell -> model.inputOf(cell.getValue())
                .<ObservableValue<String>>map(edge -> Bindings.createStringBinding(
                        () -> EdgeTexts.bits(edge), edge.configProperty(), edge.quantizedProperty()))
                .orElseGet(() -> new SimpleStringProperty("–")));
        shownWithActivations(column, model);
        return column;
    }

    private static TableColumn<LayerRow, Double> inputSqnr(LayersViewModel model) {
        TableColumn<LayerRow, Double> column = column("layers.inputSqnr", "input-sqnr", 6.2);
        column.setCellValueFactory(cell -> model.inputOf(cell.getValue())
                .<ObservableValue<Double>>map(edge -> Bindings.createObjectBinding(
                        () -> edge.quantized()
                                .flatMap(QuantizedEdge::error)
                                .map(QuantError::sqnrDb)
                                .orElse(Double.NaN),
                        edge.quantizedProperty()))
                .orElseGet(() -> new SimpleObjectProperty<>(Double.NaN)));
        column.setCellFactory(ignored -> new SqnrCell<>(row -> true));
        shownWithActivations(column, model);
        return column;
    }

    /** Of no use while all activations are float. */
    private static void shownWithActivations(TableColumn<LayerRow, ?> column, LayersViewModel model) {
        column.setVisible(model.quantizesActivations().get());
        model.quantizesActivations().addListener((property, before, now) -> column.setVisible(now));
    }

    private static boolean isEstimated(LayerRow row) {
        return row.quantized().filter(layer -> !layer.error().exact()).isPresent();
    }

    private static TableColumn<LayerRow, Long> size() {
        TableColumn<LayerRow, Long> column = column("layers.size", "size", 5.2);
        column.getStyleClass().add("number");
        column.setCellValueFactory(cell -> quantized(cell.getValue(), QuantizedLayer::bytes));
        column.setCellFactory(ignored -> text(Numbers::bytes));
        return column;
    }

    private static TableColumn<LayerRow, Long> coded() {
        TableColumn<LayerRow, Long> column = column("layers.coded", "coded", 6.2);
        column.getStyleClass().add("number");
        column.setCellValueFactory(cell -> Bindings.createObjectBinding(
                () -> cell.getValue()
                        .quantized()
                        .map(QuantizedLayer::entropyBytes)
                        .filter(OptionalLong::isPresent)
                        .map(OptionalLong::getAsLong)
                        .orElse(null),
                cell.getValue().quantizedProperty()));
        column.setCellFactory(ignored -> text(Numbers::bytes));
        return column;
    }

    private static TableColumn<LayerRow, String> format() {
        TableColumn<LayerRow, String> column = column("layers.format", "format", 11.5);
        column.setCellValueFactory(cell -> Bindings.createStringBinding(
                () -> FormatTexts.brief(cell.getValue().config()),
                cell.getValue().configProperty(),
                Texts.languageProperty()));
        return column;
    }

    private static TableColumn<LayerRow, String> shape() {
        TableColumn<LayerRow, String> column = column("layers.shape", "shape", 8.5);
        fixed(column, row -> row.layer().weight().shape().toString());
        return column;
    }

    private static TableColumn<LayerRow, Long> parameters() {
        TableColumn<LayerRow, Long> column = column("layers.parameters", "parameters", 6);
        column.getStyleClass().add("number");
        column.setCellValueFactory(cell ->
                Bindings.createObjectBinding(() -> cell.getValue().layer().parameters()));
        column.setCellFactory(ignored -> text(Numbers::count));
        return column;
    }

    static <T> TableColumn<LayerRow, T> column(String key, String id, double em) {
        TableColumn<LayerRow, T> column = new TableColumn<>();
        column.textProperty().bind(Texts.bind(key));
        column.setId("column-" + id);
        column.setUserData(em);
        return column;
    }

    private static void fixed(TableColumn<LayerRow, String> column, Function<LayerRow, String> text) {
        column.setCellValueFactory(cell -> Bindings.createStringBinding(() -> text.apply(cell.getValue())));
    }

    private static <T> ObservableValue<T> quantized(LayerRow row, Function<QuantizedLayer, T> value) {
        return Bindings.createObjectBinding(() -> row.quantized().map(value).orElse(null), row.quantizedProperty());
    }

    private static <T> TableCell<LayerRow, T> text(Function<T, String> text) {
        return new TableCell<>() {
            @Override
            protected void updateItem(T item, boolean empty) {
                super.updateItem(item, empty);
                setText(empty ? null : item == null ? "…" : text.apply(item));
            }
        };
    }

    /** The name, a pen where a range was set by hand, and crossed arrows where the weights were changed. */
    private static final class NameCell extends TableCell<LayerRow, LayerRow> {
        @Override
        protected void updateItem(LayerRow row, boolean empty) {
            super.updateItem(row, empty);
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
            if (ChangedTexts.isChanged(row.config())) {
                marks.add(Icons.of(Feather.SHUFFLE, "hand-made-mark"));
                words.add(ChangedTexts.of(row.config()));
            }
            setText(row.name());
            setGraphic(marks.isEmpty() ? null : marked(marks));
            setTooltip(words.isEmpty() ? null : new Tooltip(String.join("\n", words)));
            setAccessibleText(
                    row.name() + words.stream().map(word -> ", " + word).collect(Collectors.joining()));
        }

        private static HBox marked(List<Node> marks) {
            HBox box = new HBox(marks.toArray(Node[]::new));
            box.getStyleClass().add("marks");
            return box;
        }
    }
}
