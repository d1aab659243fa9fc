package org.bitwright.ui.sweep;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import javafx.beans.InvalidationListener;
import javafx.embed.swing.SwingFXUtils;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.SnapshotParameters;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.transform.Transform;
import javax.imageio.ImageIO;
import org.bitwright.analysis.Accuracy;
import org.bitwright.analysis.SweepPoint;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.export.AccuracyChartSvg;
import org.bitwright.export.SweepCsv;
import org.bitwright.export.SweepWords;
import org.bitwright.ui.common.Texts;

/** Accuracy against bit-width as a chart or as a table; saved as PNG, SVG or CSV. */
public final class AccuracyChartView extends VBox {
    private static final double PICTURE_SCALE = 2;

    private final AccuracyChartViewModel model;
    private final Label empty = new Label();
    private final VBox chart;
    private final AccuracyTable table;
    private Consumer<ChartFile> save = file -> {};

    public AccuracyChartView(AccuracyChartViewModel model) {
        this.model = model;
        getStyleClass().add("accuracy-chart");
        getStylesheets()
                .add(Objects.requireNonNull(AccuracyChartView.class.getResource("sweep.css"))
                        .toExternalForm());
        AccuracyPlot plot = new AccuracyPlot(model);
        VBox.setVgrow(plot, Priority.ALWAYS);
        chart = new VBox(new SeriesLegend(model), plot);
        chart.getStyleClass().add("chart");
        table = new AccuracyTable(model);
        table.setVisible(false);
        empty.getStyleClass().add("empty-text");
        empty.setWrapText(true);
        empty.setMouseTransparent(true);
        StackPane stage = new StackPane(chart, tablePage(), empty, header());
        VBox.setVgrow(stage, Priority.ALWAYS);
        getChildren().add(stage);
        InvalidationListener told = value -> tell();
        model.points().addListener(told);
        model.runningProperty().addListener(told);
        model.floatAccuracyProperty().addListener(told);
        Texts.languageProperty().addListener(told);
        tell();
    }

    /** Called with what the user wants to save; the owner asks where and writes it. */
    public void setOnSave(Consumer<ChartFile> listener) {
        save = listener;
    }

    private Node tablePage() {
        VBox page = new VBox(table);
        page.getStyleClass().add("table-page");
        page.setPickOnBounds(false);
        VBox.setVgrow(table, Priority.ALWAYS);
        return page;
    }

    private Node header() {
        MenuButton saving = new MenuButton();
        saving.setId("sweep-save");
        saving.textProperty().bind(Texts.bind("sweep.save"));
        saving.getStyleClass().add("small");
        saving.setMinWidth(USE_PREF_SIZE);
        for (ChartFile.Kind kind : ChartFile.Kind.values()) {
            MenuItem item = new MenuItem(kind.name());
            item.setOnAction(event -> save.accept(file(kind)));
            saving.getItems().add(item);
        }
        HBox header = new HBox(viewToggle(), saving);
        header.getStyleClass().add("header");
        header.setAlignment(Pos.TOP_RIGHT);
        header.setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        StackPane.setAlignment(header, Pos.TOP_RIGHT);
        return header;
    }

    private Node viewToggle() {
        ToggleButton asChart = toggle("sweep.chart", "left-pill");
        ToggleButton asTable = toggle("sweep.table", "right-pill");
        asTable.setId("sweep-as-table");
        asChart.setId("sweep-as-chart");
        ToggleGroup group = new ToggleGroup();
        group.getToggles().addAll(asChart, asTable);
        asChart.setSelected(true);
        asChart.setOnAction(event -> show(asChart, false));
        asTable.setOnAction(event -> show(asTable, true));
        HBox toggle = new HBox(asChart, asTable);
        toggle.setAlignment(Pos.CENTER);
        toggle.setMinWidth(USE_PREF_SIZE);
        return toggle;
    }

    private static ToggleButton toggle(String text, String side) {
        ToggleButton button = new ToggleButton();
        button.textProperty().bind(Texts.bind(text));
        button.getStyleClass().addAll(side, "small");
        return button;
    }

    private void show(ToggleButton button, boolean asTable) {
        button.setSelected(true);
        table.setVisible(asTable);
        chart.setVisible(!asTable);
        tell();
    }

    private void tell() {
        boolean nothing =
                model.points().isEmpty() && model.floatAccuracyProperty().get().isEmpty();
        empty.setVisible(nothing && !table.isVisible());
        chart.setOpacity(nothing ? 0 : 1);
        empty.setText(Texts.get(model.runningProperty().get() ? "sweep.waiting" : "sweep.empty"));
    }

    private ChartFile file(ChartFile.Kind kind) {
        return new ChartFile(
                kind,
                switch (kind) {
                    case PNG -> picture();
                    case SVG -> svg();
                    case CSV -> csv();
                });
    }

    private Callable<byte[]> svg() {
        Optional<Accuracy> floating = model.floatAccuracyProperty().get();
        List<SweepPoint> points = List.copyOf(model.points());
        List<SweepSeries> series = List.copyOf(model.series());
        String title = model.titleProperty().get();
        SweepWords words = SweepTexts.words(series);
        return () -> AccuracyChartSvg.write(floating, points, title, words).getBytes(StandardCharsets.UTF_8);
    }

    private Callable<byte[]> csv() {
        Optional<Accuracy> floating = model.floatAccuracyProperty().get();
        List<SweepPoint> points = List.copyOf(model.points());
        return () -> SweepCsv.write(floating, points).getBytes(StandardCharsets.UTF_8);
    }

    private Callable<byte[]> picture() {
        SnapshotParameters parameters = new SnapshotParameters();
        parameters.setTransform(Transform.scale(PICTURE_SCALE, PICTURE_SCALE));
        boolean asTable = table.isVisible();
        chart.setVisible(true);
        WritableImage image = chart.snapshot(parameters, null);
        chart.setVisible(!asTable);
        BufferedImage pixels = SwingFXUtils.fromFXImage(image, null);
        return () -> {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ImageIO.write(pixels, "png", bytes);
            return bytes.toByteArray();
        };
    }
}
