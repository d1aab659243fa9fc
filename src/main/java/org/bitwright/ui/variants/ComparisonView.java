package org.bitwright.ui.variants;

import java.util.Objects;
import javafx.css.PseudoClass;
import javafx.geometry.HPos;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.bitwright.project.VariantComparison;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Texts;

/** Two variants: their figures, what the paired test says, and layer by layer what differs. */
public final class ComparisonView extends VBox {
    private static final PseudoClass DIFFERING = PseudoClass.getPseudoClass("differing");

    private final ComparisonViewModel model;
    private final GridPane figures = new GridPane();

    public ComparisonView(ComparisonViewModel model) {
        this.model = model;
        getStyleClass().add("comparison");
        getStylesheets()
                .add(Objects.requireNonNull(ComparisonView.class.getResource("variants.css"))
                        .toExternalForm());
        figures.getStyleClass().add("comparison-figures");
        figures.getColumnConstraints().setAll(names(), values(), values());
        showFigures();
        model.latencyProperty().addListener(observable -> showFigures());
        Label verdict = new Label(model.verdict());
        verdict.setId("comparison-verdict");
        verdict.getStyleClass().add("figure");
        verdict.setWrapText(true);
        verdict.setMinHeight(USE_PREF_SIZE);
        Node table = table();
        VBox.setVgrow(table, Priority.ALWAYS);
        getChildren().addAll(figures, verdict, filter(), table);
    }

    private static ColumnConstraints names() {
        ColumnConstraints names = new ColumnConstraints();
        names.setMinWidth(Region.USE_PREF_SIZE);
        return names;
    }

    private static ColumnConstraints values() {
        ColumnConstraints values = new ColumnConstraints();
        values.setHgrow(Priority.ALWAYS);
        values.setPercentWidth(38);
        values.setHalignment(HPos.LEFT);
        return values;
    }

    private void showFigures() {
        figures.getChildren().clear();
        VariantComparison shown = model.comparison();
        figures.addRow(
                0,
                new Label(),
                heading(shown.first().name()),
                heading(shown.second().name()));
        int row = 1;
        for (ComparisonViewModel.Figure figure : model.figures()) {
            Label name = new Label(figure.name());
            name.getStyleClass().add("muted");
            figures.addRow(
                    row++,
                    name,
                    value("comparison-first-" + figure.id(), figure.first()),
                    value("comparison-second-" + figure.id(), figure.second()));
        }
    }

    private static Label heading(String name) {
        Label heading = new Label(name);
        heading.getStyleClass().add("figure");
        return heading;
    }

    private static Label value(String id, String text) {
        Label value = new Label(text);
        value.setId(id);
        return value;
    }

    private Node filter() {
        CheckBox only = new CheckBox(Texts.get(
                "comparison.differencesOnly",
                Numbers.count(model.differing()),
                Numbers.count(model.comparison().layers().size())));
        only.setId("comparison-differences");
        only.selectedProperty().bindBidirectional(model.differencesOnlyProperty());
        return only;
    }

    private TableView<VariantComparison.LayerRow> table() {
        TableView<VariantComparison.LayerRow> table = new TableView<>();
        table.setId("comparison-table");
        table.getStyleClass().addAll("dense", "comparison-table");
        table.getColumns().setAll(ComparisonColumns.all(model.comparison()));
        table.setItems(model.layers());
        Label none = new Label(Texts.get("comparison.same"));
        table.setPlaceholder(none);
        table.setRowFactory(ignored -> new TableRow<>() {
            @Override
            protected void updateItem(VariantComparison.LayerRow row, boolean empty) {
                super.updateItem(row, empty);
                pseudoClassStateChanged(DIFFERING, !empty && row != null && row.differs());
            }
        });
        return table;
    }
}
