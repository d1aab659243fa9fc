package org.bitwright.ui.histogram;

import java.util.Objects;
import java.util.Optional;
import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.bitwright.ui.common.Icons;
import org.bitwright.ui.common.Texts;
import org.kordamp.ikonli.feather.Feather;

/** The histogram of weights or activations with its quantization grid and range handles, and the strip of its channels. */
public final class HistogramView extends VBox {
    private final HistogramViewModel model;
    private final HistogramPlot plot;
    private final Label hint = new Label();
    private final Label readout = new Label();
    private final Label channelName = new Label();
    private final Label empty = new Label();

    public HistogramView(HistogramViewModel model) {
        this.model = model;
        plot = new HistogramPlot(model);
        getStyleClass().add("histogram-view");
        getStylesheets()
                .add(Objects.requireNonNull(HistogramView.class.getResource("histogram.css"))
                        .toExternalForm());
        StackPane stage = new StackPane(plot, empty());
        VBox.setVgrow(stage, Priority.ALWAYS);
        getChildren().addAll(header(), stage, legend(), hint, strip());
        Observable[] told = {
            model.shownProperty(), model.loadingProperty(), model.editableProperty(), model.noteProperty()
        };
        for (Observable each : told) {
            each.addListener(value -> tell());
        }
        Texts.follow(this, this::tell);
        tell();
    }

    private Node header() {
        Label title = new Label();
        title.getStyleClass().add("panel-title");
        title.textProperty().bind(model.titleProperty());
        readout.getStyleClass().add("readout");
        readout.setId(model.kind().id("histogram-readout"));
        Tooltip whole = new Tooltip();
        whole.textProperty().bind(readout.textProperty());
        readout.setTooltip(whole);
        title.setMinWidth(0);
        title.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(title, Priority.ALWAYS);
        HBox line = new HBox(title, channelChip(), scaleToggle(), resetButton());
        line.getStyleClass().add("header");
        line.setAlignment(Pos.CENTER_LEFT);
        // Beside the buttons its figures would not fit.
        VBox header = new VBox(line, readout);
        show(header, hasValues());
        return header;
    }

    private Node channelChip() {
        channelName.getStyleClass().add("channel-name");
        channelName.setMinWidth(USE_PREF_SIZE);
        Button all = new Button();
        all.setId(model.kind().id("histogram-whole-tensor"));
        all.setGraphic(icon(Feather.X));
        all.getStyleClass().addAll("flat", "small");
        all.setOnAction(event -> model.selectChannel(HistogramViewModel.WHOLE_TENSOR));
        describe(all, "histogram.wholeTensor");
        HBox chip = new HBox(channelName, all);
        chip.getStyleClass().add("channel-chip");
        chip.setAlignment(Pos.CENTER);
        show(chip, model.channelProperty().greaterThanOrEqualTo(0));
        return chip;
    }

    private Node scaleToggle() {
        ToggleButton linear = new ToggleButton();
        ToggleButton log = new ToggleButton();
        linear.textProperty().bind(Texts.bind("histogram.linear"));
        log.textProperty().bind(Texts.bind("histogram.log"));
        linear.getStyleClass().addAll("left-pill", "small");
        log.getStyleClass().addAll("right-pill", "small");
        linear.setId(model.kind().id("histogram-linear"));
        log.setId(model.kind().id("histogram-log"));
        ToggleGroup group = new ToggleGroup();
        group.getToggles().addAll(linear, log);
        log.setSelected(model.logScaleProperty().get());
        linear.setSelected(!log.isSelected());
        log.setOnAction(event -> choose(log, true));
        linear.setOnAction(event -> choose(linear, false));
        model.logScaleProperty().addListener((value, before, now) -> group.selectToggle(now ? log : linear));
        HBox toggle = new HBox(linear, log);
        toggle.setAlignment(Pos.CENTER);
        toggle.setMinWidth(USE_PREF_SIZE);
        return toggle;
    }

    private void choose(ToggleButton button, boolean log) {
        button.setSelected(true);
        model.logScaleProperty().set(log);
    }

    private Node resetButton() {
        Button reset = new Button();
        reset.setId(model.kind().id("histogram-reset"));
        reset.setGraphic(icon(Feather.MAXIMIZE_2));
        reset.getStyleClass().addAll("button-icon", "small");
        reset.setOnAction(event -> model.resetWindow());
        reset.disableProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> !model.isZoomed(), model.windowProperty(), model.shownProperty()));
        describe(reset, "histogram.reset");
        return reset;
    }

    private Node empty() {
        empty.getStyleClass().add("empty-text");
        empty.setWrapText(true);
        empty.setMouseTransparent(true);
        return empty;
    }

    private Node legend() {
        hint.getStyleClass().add("hint");
        hint.setId(model.kind().id("histogram-hint"));
        hint.setWrapText(true);
        hint.setMinHeight(USE_PREF_SIZE);
        hint.managedProperty().bind(hint.textProperty().isNotEmpty());
        HBox legend = new HBox(
                key(model.kind().key("legend"), "weights"),
                key("histogram.legend.quantized", "quantized"),
                key("histogram.legend.outside", "outside"));
        legend.getStyleClass().add("legend");
        legend.setAlignment(Pos.CENTER_LEFT);
        show(legend, hasValues());
        return legend;
    }

    private static Node key(String text, String style) {
        Region swatch = new Region();
        swatch.getStyleClass().addAll("swatch", style);
        Label label = new Label();
        label.textProperty().bind(Texts.bind(text));
        label.setGraphic(swatch);
        label.setMinWidth(USE_PREF_SIZE);
        return label;
    }

    private Node strip() {
        Label name = new Label();
        name.textProperty().bind(Texts.bind("histogram.strip"));
        name.setMinWidth(USE_PREF_SIZE);
        ChannelStrip strip = new ChannelStrip(model);
        HBox.setHgrow(strip, Priority.ALWAYS);
        Label worst = new Label(String.format("%.0f", SqnrLegend.WORST_DB));
        Label best = new Label(String.format("%.0f dB", SqnrLegend.BEST_DB));
        HBox scale = new HBox(worst, new SqnrLegend(), best);
        scale.getStyleClass().add("scale");
        scale.setAlignment(Pos.CENTER);
        scale.setMinWidth(USE_PREF_SIZE);
        HBox row = new HBox(name, strip, scale);
        row.getStyleClass().add("strip-row");
        row.setAlignment(Pos.CENTER_LEFT);
        show(
                row,
                Bindings.createBooleanBinding(
                        () -> model.shown()
                                .filter(shown -> shown.values().channels() > 1)
                                .isPresent(),
                        model.shownProperty()));
        return row;
    }

    private void tell() {
        Optional<ShownValues> shown = model.shown();
        readout.setText(shown.map(HistogramTexts::readout).orElse(""));
        Optional<String> note = Optional.of(model.noteProperty().get()).filter(text -> !text.isEmpty());
        hint.setText(note.or(() -> shown.flatMap(values ->
                        HistogramTexts.hint(values, model.editableProperty().get())))
                .orElse(""));
        channelName.setText(Texts.get(
                "histogram.channel", String.valueOf(model.channelProperty().get())));
        boolean nothing = shown.filter(values -> values.histogram().total() > 0).isEmpty();
        empty.setVisible(nothing);
        plot.setVisible(shown.isPresent());
        empty.setText(emptyText(shown));
    }

    private String emptyText(Optional<ShownValues> shown) {
        if (model.loadingProperty().get()) {
            return model.kind().text("loading");
        }
        return model.kind().text(shown.isPresent() ? "noFinite" : "empty");
    }

    private ObservableValue<Boolean> hasValues() {
        return Bindings.createBooleanBinding(() -> model.shown().isPresent(), model.shownProperty());
    }

    private static void show(Node node, ObservableValue<? extends Boolean> when) {
        node.visibleProperty().bind(when);
        node.managedProperty().bind(node.visibleProperty());
    }

    private static Node icon(Feather feather) {
        return Icons.of(feather);
    }

    private static void describe(Button button, String key) {
        Tooltip tooltip = new Tooltip();
        tooltip.textProperty().bind(Texts.bind(key));
        button.setTooltip(tooltip);
        button.accessibleTextProperty().bind(Texts.bind(key));
    }
}
