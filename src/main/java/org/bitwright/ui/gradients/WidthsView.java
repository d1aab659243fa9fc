package org.bitwright.ui.gradients;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import javafx.beans.InvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.collections.FXCollections;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.bitwright.export.GradientWidth;
import org.bitwright.export.GradientWidthWords;
import org.bitwright.export.GradientWidthsCsv;
import org.bitwright.export.GradientWidthsSvg;
import org.bitwright.ui.common.ChartFile;
import org.bitwright.ui.common.ChartFrame;
import org.bitwright.ui.common.Icons;
import org.bitwright.ui.common.Texts;
import org.kordamp.ikonli.feather.Feather;

/** Accuracy against the width of gradients, and the curves of the runs together. */
public final class WidthsView extends VBox {
    private final WidthsViewModel model;
    private final ChartFrame frame;
    private final Button compare = new Button("", Icons.of(Feather.PLAY));

    /** @param curves loss and accuracy of the runs that are compared */
    public WidthsView(WidthsViewModel model, Node curves) {
        this.model = model;
        setId("widths");
        getStyleClass().add("widths");
        WidthsPlot plot = new WidthsPlot(model);
        VBox.setVgrow(plot, Priority.ALWAYS);
        VBox chart = new VBox(new WidthsLegend(model), plot);
        chart.getStyleClass().add("chart");
        frame = new ChartFrame("widths", chart, new WidthsTable(model));
        frame.setDrawing(this::drawing);
        BooleanBinding asCurves = model.pageProperty().isEqualTo(WidthsPage.CURVES);
        GradientsView.show(frame, asCurves.not());
        VBox.setVgrow(curves, Priority.ALWAYS);
        VBox together = new VBox(new TwinLegend(model), curves);
        GradientsView.show(together, asCurves);
        StackPane pages = new StackPane(frame, together);
        VBox.setVgrow(pages, Priority.ALWAYS);
        getChildren().addAll(tools(asCurves), pages);
        InvalidationListener told = observable -> tell();
        model.widths().addListener(told);
        model.runningProperty().addListener(told);
        Texts.follow(this, this::tell);
        tell();
    }

    /** Called with what the user wants to save; the owner asks where and writes it. */
    public void setOnSave(Consumer<ChartFile> listener) {
        frame.setOnSave(listener);
    }

    /** Called when the user wants to compare. */
    public void setOnCompare(Runnable action) {
        compare.setOnAction(event -> action.run());
    }

    /** Which comparison is shown, and how to make one. */
    Node chooser() {
        compare.setId("widths-compare");
        compare.textProperty().bind(Texts.bind("twins.compare"));
        compare.setMinWidth(USE_PREF_SIZE);
        compare.disableProperty().bind(model.possibleProperty().not());
        HBox chooser = new HBox(comparisons(), compare);
        chooser.getStyleClass().add("tools");
        chooser.setAlignment(Pos.CENTER_LEFT);
        return chooser;
    }

    private Node tools(BooleanBinding asCurves) {
        Node measures = measures();
        GradientsView.show(measures, asCurves.not());
        HBox tools = new HBox(
                new PillGroup<>("widths-page-", "twins.page.", WidthsPage.values(), model.pageProperty()), measures);
        tools.getStyleClass().add("tools");
        tools.setAlignment(Pos.CENTER_LEFT);
        return tools;
    }

    private Node comparisons() {
        ComboBox<String> box = new ComboBox<>(model.comparisons());
        box.setId("widths-comparison");
        box.getStyleClass().add("source");
        box.accessibleTextProperty().bind(Texts.bind("twins.comparison"));
        box.setOnAction(event -> {
            if (box.getValue() != null) {
                model.comparisonProperty().set(Optional.of(box.getValue()));
            }
        });
        box.setValue(model.comparisonProperty().get().orElse(null));
        model.comparisonProperty().addListener((property, before, now) -> box.setValue(now.orElse(null)));
        BooleanBinding several = Bindings.size(model.comparisons()).greaterThan(0);
        GradientsView.show(box, several);
        return box;
    }

    private Node measures() {
        TranslatedBox<WidthMeasure> box = new TranslatedBox<>(
                "widths-measure",
                FXCollections.observableArrayList(WidthMeasure.values()),
                measure -> Texts.get("twins.measure." + measure.name()),
                model::choose);
        box.getStyleClass().add("measured");
        box.accessibleTextProperty().bind(Texts.bind("twins.measured"));
        box.show(model.measureProperty().get());
        model.measureProperty().addListener((property, before, now) -> box.show(now));
        return box;
    }

    private void tell() {
        String key = model.runningProperty().get() ? "twins.waiting" : "twins.empty";
        frame.setEmptyText(model.widths().isEmpty() ? Optional.of(Texts.get(key)) : Optional.empty());
    }

    private Callable<byte[]> drawing(ChartFile.Kind kind) {
        List<GradientWidth> widths = List.copyOf(model.widths());
        String title = model.titleProperty().get();
        GradientWidthWords words = TwinTexts.words();
        return () -> (kind == ChartFile.Kind.CSV
                        ? GradientWidthsCsv.write(widths)
                        : GradientWidthsSvg.write(widths, title, words))
                .getBytes(StandardCharsets.UTF_8);
    }
}
