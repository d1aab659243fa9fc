package org.bitwright.ui.front;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.InvalidationListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.bitwright.ui.common.ChartFile;
import org.bitwright.ui.common.ChartFrame;
import org.bitwright.ui.common.Texts;

/** Size against accuracy as a chart or as a table; saved as PNG, SVG or CSV. */
public final class FrontChartView extends VBox {
    /** Share of the width that the legend takes at most. */
    private static final double LEGEND_SHARE = 0.6;

    private final FrontChartViewModel model;
    private final ChartFrame frame;

    public FrontChartView(FrontChartViewModel model) {
        this.model = model;
        getStyleClass().add("front-chart");
        getStylesheets()
                .add(Objects.requireNonNull(FrontChartView.class.getResource("front.css"))
                        .toExternalForm());
        FrontPlot plot = new FrontPlot(model);
        // Large and yet poor configurations are rare: that corner is free for the legend.
        FrontLegend legend = new FrontLegend(model);
        legend.prefWrapLengthProperty().bind(plot.widthProperty().multiply(LEGEND_SHARE));
        StackPane.setAlignment(legend, Pos.BOTTOM_RIGHT);
        StackPane drawn = new StackPane(plot, legend);
        VBox.setVgrow(drawn, Priority.ALWAYS);
        VBox chart = new VBox(drawn);
        chart.getStyleClass().add("chart");
        frame = new ChartFrame("front", chart, new FrontTable(model));
        frame.addControl(new AxesMenu(model));
        frame.setDrawing(kind -> FrontFiles.content(kind, model));
        VBox.setVgrow(frame, Priority.ALWAYS);
        getChildren().add(frame);
        InvalidationListener told = value -> tell();
        model.points().addListener(told);
        Texts.follow(this, this::tell);
        tell();
    }

    /** Called with what the user wants to save; the owner asks where and writes it. */
    public void setOnSave(Consumer<ChartFile> listener) {
        frame.setOnSave(listener);
    }

    /** Puts a control before the others in the corner. */
    public void addControl(Node control) {
        frame.addControl(control);
    }

    private void tell() {
        frame.setEmptyText(model.points().isEmpty() ? Optional.of(Texts.get("front.empty")) : Optional.empty());
    }
}
