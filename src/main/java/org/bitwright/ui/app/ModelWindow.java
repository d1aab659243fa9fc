package org.bitwright.ui.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.bitwright.model.Model;
import org.bitwright.model.Operator;
import org.bitwright.model.ValueInfo;
import org.bitwright.project.Project;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Texts;

/** What a model file is: its inputs and outputs with the names of their free axes, and its operators. */
final class ModelWindow {
    private final Project project;

    ModelWindow(Project project) {
        this.project = project;
    }

    void show(Stage owner) {
        new ResultDialog(
                        owner,
                        "model-window",
                        Texts.get("model.title"),
                        project.model().fileName())
                .show(content(), () -> {});
    }

    private VBox content() {
        FigureTable<Operator> table = new FigureTable<Operator>("model-operators")
                .text("exportResult.operator", Operator::name, 1.8)
                .text("model.type", Operator::type, 1.0)
                .text(
                        "model.quantizable",
                        operator -> Texts.get(operator.quantizable() ? "model.yes" : "model.no"),
                        0.8)
                .text("model.note", Operator::note, 2.6);
        table.getItems().setAll(project.model().operators());
        VBox.setVgrow(table, Priority.ALWAYS);
        VBox content = new VBox(figures());
        content.getStyleClass().addAll("dialog-lines", "model-content");
        if (project.isFromQuantizedFile()) {
            Label quantized = new Label(Texts.get("model.quantized"));
            quantized.setId("model-quantized");
            quantized.setWrapText(true);
            quantized.setMinHeight(Region.USE_PREF_SIZE);
            content.getChildren().add(quantized);
        }
        content.getChildren().add(table);
        return content;
    }

    private GridPane figures() {
        Model model = project.model();
        GridPane figures = ResultDialog.figures();
        ResultDialog.figure(
                figures,
                "model-format",
                Texts.get("model.format"),
                Texts.get(
                        "model.formatOf",
                        model.format(),
                        String.valueOf(model.opset()),
                        Numbers.count(model.parameters()),
                        Numbers.bytes(model.bytes())));
        ResultDialog.figure(figures, "model-inputs", Texts.get("model.inputs"), text(model.inputs()));
        ResultDialog.figure(figures, "model-outputs", Texts.get("model.outputs"), text(model.outputs()));
        ResultDialog.figure(
                figures,
                "model-counts",
                Texts.get("model.contents"),
                Texts.get(
                        "model.contentsOf",
                        Numbers.count(model.layers().size()),
                        Numbers.count(model.edges().size()),
                        types(model)));
        return figures;
    }

    private static String types(Model model) {
        Map<String, Long> counts = new TreeMap<>(
                model.operators().stream().collect(Collectors.groupingBy(Operator::type, Collectors.counting())));
        return counts.entrySet().stream()
                .map(count -> count.getValue() + " " + count.getKey())
                .collect(Collectors.joining(", "));
    }

    private static String text(List<ValueInfo> values) {
        return values.stream().map(ModelWindow::text).collect(Collectors.joining("\n"));
    }

    /** Free axes by the names under which their extents are asked for. */
    private static String text(ValueInfo value) {
        List<String> axes = new ArrayList<>();
        for (int axis = 0; axis < value.extents().size(); axis++) {
            long extent = value.extents().get(axis);
            axes.add(extent == ValueInfo.FREE ? value.axis(axis) : String.valueOf(extent));
        }
        return value.name() + ": " + value.type().name().toLowerCase(Locale.ROOT) + " " + String.join(" × ", axes);
    }
}
