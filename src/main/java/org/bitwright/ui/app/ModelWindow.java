package org.bitwright.ui.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.bitwright.model.Layer;
import org.bitwright.model.Model;
import org.bitwright.model.ModelSource;
import org.bitwright.model.Operator;
import org.bitwright.model.Tensor;
import org.bitwright.model.ValueInfo;
import org.bitwright.project.Project;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Texts;

/** What a model file is: its inputs and outputs with the names of their free axes, and its operators or weights. */
final class ModelWindow {
    private final Project project;

    ModelWindow(Project project) {
        this.project = project;
    }

    void show(Stage owner) {
        new ResultDialog(
                        owner,
                        "model-window",
                        Texts.bind("model.title"),
                        new ReadOnlyStringWrapper(project.model().fileName()))
                .show(this::content, () -> {});
    }

    private VBox content() {
        Node table = project.hasNetwork() ? operators() : tensors();
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

    private FigureTable<Operator> operators() {
        FigureTable<Operator> table = new FigureTable<Operator>("model-operators")
                .text("exportResult.operator", Operator::name, 1.8)
                .text("model.type", Operator::type, 1.0)
                .text(
                        "model.quantizable",
                        operator -> Texts.get(operator.quantizable() ? "model.yes" : "model.no"),
                        0.8)
                .text("model.note", operator -> Texts.of(operator.reason()), 2.6);
        table.getItems().setAll(project.model().operators());
        return table;
    }

    /** Without a network there are the weights that can be quantized. */
    private FigureTable<Layer> tensors() {
        FigureTable<Layer> table = new FigureTable<Layer>("model-tensors")
                .text("layers.name", Layer::name, 2.4)
                .text("layers.shape", layer -> layer.weight().shape().toString(), 1.2)
                .text("model.stored", layer -> layer.weight().type().name().toLowerCase(Locale.ROOT), 0.8)
                .text("model.bias", layer -> layer.bias().map(Tensor::name).orElse("–"), 1.8);
        table.getItems().setAll(project.model().layers());
        return table;
    }

    private GridPane figures() {
        Model model = project.model();
        GridPane figures = ResultDialog.figures();
        ResultDialog.figure(figures, "model-format", Texts.get("model.format"), format(model));
        if (!project.hasNetwork()) {
            ResultDialog.figure(
                    figures,
                    "model-counts",
                    Texts.get("model.contents"),
                    Texts.get("model.layersOf", Numbers.count(model.layers().size())));
            return figures;
        }
        madeFrom().ifPresent(made -> ResultDialog.figure(figures, "model-made", Texts.get("model.made"), made));
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

    private String format(Model model) {
        String numbers = Numbers.count(model.parameters());
        String bytes = Numbers.bytes(model.bytes());
        return project.hasNetwork()
                ? Texts.get("model.formatOf", model.format(), String.valueOf(model.opset()), numbers, bytes)
                : Texts.get("model.weightsFormatOf", model.format(), numbers, bytes);
    }

    /** Empty where a file holds the network as it is. */
    private Optional<String> madeFrom() {
        ModelSource source = project.source();
        String weights = String.valueOf(source.file().getFileName());
        if (source instanceof ModelSource.Joined joined) {
            return Optional.of(Texts.get(
                    "model.joined", weights, String.valueOf(joined.graph().getFileName())));
        }
        return source instanceof ModelSource.Stacked
                ? Optional.of(Texts.get("model.stacked", weights))
                : Optional.empty();
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
