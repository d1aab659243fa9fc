package org.bitwright.ui.common;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
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

/** What every chart has around it: a switch to its table, saving as PNG, SVG or CSV, and a text while it is empty. */
public final class ChartFrame extends StackPane {
    private static final double PICTURE_SCALE = 2;

    private final Node chart;
    private final Node table;
    private final Label empty = new Label();
    private final String id;
    private final HBox header = new HBox();
    private Optional<String> emptyText = Optional.empty();
    private Function<ChartFile.Kind, Callable<byte[]>> drawing = kind -> this::nothing;
    private Consumer<ChartFile> save = file -> {};

    /**
     * @param id starts the ids of the controls
     * @param chart what is saved as a picture
     */
    public ChartFrame(String id, Node chart, Node table) {
        this.id = id;
        this.chart = chart;
        this.table = table;
        getStyleClass().add("chart-frame");
        table.setVisible(false);
        empty.getStyleClass().add("empty-text");
        empty.setWrapText(true);
        empty.setMouseTransparent(true);
        fillHeader();
        getChildren().addAll(chart, tablePage(), empty, header);
        show(false);
    }

    /** Called with what the user wants to save; the owner asks where and writes it. */
    public void setOnSave(Consumer<ChartFile> listener) {
        save = listener;
    }

    /** How the chart is written as SVG or CSV: takes what is shown now, and gives a call for any thread. */
    public void setDrawing(Function<ChartFile.Kind, Callable<byte[]>> writer) {
        drawing = writer;
    }

    /** Says this in the place of the chart; empty to show the chart. */
    public void setEmptyText(Optional<String> text) {
        emptyText = text;
        chart.setOpacity(text.isPresent() ? 0 : 1);
        empty.setText(text.orElse(""));
        empty.setVisible(text.isPresent() && !table.isVisible());
    }

    /** Puts a control before the others in the corner. */
    public void addControl(Node control) {
        header.getChildren().add(0, control);
    }

    private Node tablePage() {
        VBox page = new VBox(table);
        page.getStyleClass().add("table-page");
        page.setPickOnBounds(false);
        VBox.setVgrow(table, Priority.ALWAYS);
        return page;
    }

    private void fillHeader() {
        MenuButton saving = new MenuButton();
        saving.setId(id + "-save");
        saving.textProperty().bind(Texts.bind("sweep.save"));
        saving.getStyleClass().add("small");
        saving.setMinWidth(USE_PREF_SIZE);
        for (ChartFile.Kind kind : ChartFile.Kind.values()) {
            MenuItem item = new MenuItem(kind.name());
            item.setOnAction(event ->
                    save.accept(new ChartFile(kind, kind == ChartFile.Kind.PNG ? picture() : drawing.apply(kind))));
            saving.getItems().add(item);
        }
        header.getChildren().addAll(viewToggle(), saving);
        header.getStyleClass().add("header");
        header.setAlignment(Pos.TOP_RIGHT);
        header.setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        setAlignment(header, Pos.TOP_RIGHT);
    }

    private Node viewToggle() {
        ToggleButton asChart = toggle("sweep.chart", "left-pill");
        ToggleButton asTable = toggle("sweep.table", "right-pill");
        asTable.setId(id + "-as-table");
        asChart.setId(id + "-as-chart");
        ToggleGroup group = new ToggleGroup();
        group.getToggles().addAll(asChart, asTable);
        asChart.setSelected(true);
        asChart.setOnAction(event -> choose(asChart, false));
        asTable.setOnAction(event -> choose(asTable, true));
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

    private void choose(ToggleButton button, boolean asTable) {
        button.setSelected(true);
        show(asTable);
    }

    private void show(boolean asTable) {
        table.setVisible(asTable);
        chart.setVisible(!asTable);
        setEmptyText(emptyText);
    }

    private byte[] nothing() {
        throw new IllegalStateException("nobody draws this chart");
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
