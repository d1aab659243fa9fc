package org.bitwright.ui.errors;

import java.util.Objects;
import java.util.Optional;
import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.bitwright.quant.QuantError;
import org.bitwright.ui.common.Icons;
import org.bitwright.ui.common.LayerEditor;
import org.bitwright.ui.common.LayerRow;
import org.bitwright.ui.common.Texts;
import org.kordamp.ikonli.feather.Feather;

/** The error of a layer: its distribution or scatter, and its channels by their share of it. */
public final class ErrorView extends VBox {
    private static final double LEAST_EM_WITH_LEGEND = 16;
    private static final double PLOT_SHARE = 0.63;

    private final ErrorViewModel model;
    private final Label readout = new Label();
    private final Tooltip explanation = new Tooltip();
    private final Label channelName = new Label();
    private final Label empty = new Label();
    private final Label round = new Label();
    private final Label clip = new Label();
    private final SplitPane content;
    private final ChannelErrorTable table;
    private final Button save = new Button();

    public ErrorView(ErrorViewModel model) {
        this.model = model;
        setId("error-view");
        getStyleClass().add("error-view");
        getStylesheets()
                .add(Objects.requireNonNull(ErrorView.class.getResource("errors.css"))
                        .toExternalForm());
        table = new ChannelErrorTable(model);
        content = content();
        StackPane stage = new StackPane(content, empty());
        VBox.setVgrow(stage, Priority.ALWAYS);
        getChildren().addAll(header(), tools(), stage);
        Observable[] told = {model.pictureProperty(), model.rowProperty(), model.channelProperty()};
        for (Observable each : told) {
            each.addListener(value -> tell());
        }
        Texts.follow(this, this::tell);
        readout.fontProperty().addListener((property, before, font) -> table.setEm(font.getSize()));
        table.setEm(readout.getFont().getSize());
        tell();
    }

    /** Called when the user wants the channels as a file. */
    public void setOnSave(Runnable action) {
        save.setOnAction(event -> action.run());
    }

    private Node header() {
        Label title = new Label();
        title.getStyleClass().add("panel-title");
        title.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> model.rowProperty().get().map(LayerRow::name).orElse(""), model.rowProperty()));
        readout.getStyleClass().add("readout");
        readout.setId("error-readout");
        explanation.getStyleClass().add("long");
        readout.setTooltip(explanation);
        VBox words = new VBox(title, readout);
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        HBox header = new HBox(words, channelChip());
        header.getStyleClass().add("header");
        header.setAlignment(Pos.TOP_LEFT);
        return header;
    }

    private Node channelChip() {
        channelName.setMinWidth(USE_PREF_SIZE);
        Button all = new Button();
        all.setId("error-all-channels");
        all.setGraphic(Icons.of(Feather.X));
        all.getStyleClass().addAll("flat", "small");
        all.setOnAction(event -> model.select(LayerEditor.ALL_CHANNELS));
        describe(all, "histogram.wholeTensor");
        HBox chip = new HBox(channelName, all);
        chip.getStyleClass().add("channel-chip");
        chip.setAlignment(Pos.CENTER);
        show(chip, model.channelProperty().greaterThanOrEqualTo(0));
        return chip;
    }

    private Node tools() {
        ToggleGroup group = new ToggleGroup();
        HBox plots = new HBox(
                plot(group, ErrorPlotKind.DISTRIBUTION, "left-pill"),
                plot(group, ErrorPlotKind.VALUES, "center-pill"),
                plot(group, ErrorPlotKind.ERRORS, "right-pill"));
        ToggleButton steps = toggle("errors.inSteps", "error-in-steps");
        steps.selectedProperty().bindBidirectional(model.inStepsProperty());
        steps.disableProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> model.picture()
                                .filter(picture -> picture.errors().hasSteps())
                                .isEmpty(),
                        model.pictureProperty()));
        ToggleButton log = toggle("histogram.log", "error-log");
        log.selectedProperty().bindBidirectional(model.logScaleProperty());
        log.disableProperty().bind(model.plotProperty().isNotEqualTo(ErrorPlotKind.DISTRIBUTION));
        HBox options = new HBox(steps, log, zoomButton());
        options.getStyleClass().add("options");
        FlowPane tools = new FlowPane(plots, options);
        tools.getStyleClass().add("tools");
        return tools;
    }

    private ToggleButton plot(ToggleGroup group, ErrorPlotKind kind, String side) {
        ToggleButton button = toggle("errors.plot." + kind.name(), "error-plot-" + kind.name());
        button.getStyleClass().add(side);
        button.setToggleGroup(group);
        button.setSelected(model.plotProperty().get() == kind);
        button.setOnAction(event -> {
            button.setSelected(true);
            model.plotProperty().set(kind);
        });
        model.plotProperty().addListener((property, before, now) -> {
            if (now == kind) {
                button.setSelected(true);
            }
        });
        Tooltip tooltip = new Tooltip();
        tooltip.textProperty().bind(Texts.bind("errors.plotHint." + kind.name()));
        button.setTooltip(tooltip);
        return button;
    }

    private static ToggleButton toggle(String key, String id) {
        ToggleButton button = new ToggleButton();
        button.textProperty().bind(Texts.bind(key));
        button.getStyleClass().add("small");
        button.setId(id);
        return button;
    }

    /** Goes to one step around 0, and back to everything. */
    private Node zoomButton() {
        Button zoom = new Button();
        zoom.setId("error-zoom");
        zoom.getStyleClass().addAll("button-icon", "small");
        Observable[] watched = {model.zoom().partProperty(), model.pictureProperty(), model.plotProperty()};
        zoom.graphicProperty()
                .bind(Bindings.createObjectBinding(
                        () -> Icons.of(model.zoom().isWhole() ? Feather.MINIMIZE_2 : Feather.MAXIMIZE_2),
                        model.zoom().partProperty()));
        zoom.disableProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> model.plotProperty().get() != ErrorPlotKind.DISTRIBUTION
                                || (model.zoom().isWhole() && !model.reachesBeyondStep()),
                        watched));
        zoom.setOnAction(event -> {
            if (model.zoom().isWhole()) {
                model.zoomToStep();
            } else {
                model.zoom().showWhole();
            }
        });
        Tooltip tooltip = new Tooltip();
        tooltip.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> Texts.get(model.zoom().isWhole() ? "errors.zoom.step" : "errors.zoom.all"),
                        model.zoom().partProperty(),
                        Texts.languageProperty()));
        zoom.setTooltip(tooltip);
        zoom.accessibleTextProperty().bind(tooltip.textProperty());
        return zoom;
    }

    private SplitPane content() {
        ErrorPlot plot = new ErrorPlot(model);
        Region legend = legend();
        VBox left = new VBox(plot, legend);
        show(
                legend,
                Bindings.createBooleanBinding(
                        () -> left.getHeight()
                                >= LEAST_EM_WITH_LEGEND * readout.getFont().getSize(),
                        left.heightProperty(),
                        readout.fontProperty()));
        left.getStyleClass().add("plot-side");
        VBox.setVgrow(plot, Priority.ALWAYS);
        VBox right = new VBox(channelHeader(), table);
        right.getStyleClass().add("channel-side");
        VBox.setVgrow(table, Priority.ALWAYS);
        SplitPane pane = new SplitPane(left, right);
        pane.setDividerPositions(PLOT_SHARE);
        return pane;
    }

    private Node channelHeader() {
        Label name = new Label();
        name.textProperty().bind(Texts.bind("errors.channels"));
        name.getStyleClass().add("muted");
        name.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(name, Priority.ALWAYS);
        save.setId("error-save");
        save.setGraphic(Icons.of(Feather.DOWNLOAD));
        save.getStyleClass().addAll("button-icon", "small");
        save.disableProperty()
                .bind(Bindings.createBooleanBinding(() -> model.picture().isEmpty(), model.pictureProperty()));
        describe(save, "errors.save");
        HBox header = new HBox(name, save);
        header.setAlignment(Pos.CENTER_LEFT);
        return header;
    }

    private Node empty() {
        empty.getStyleClass().add("empty-text");
        empty.setId("error-empty");
        empty.setWrapText(true);
        empty.setMouseTransparent(true);
        return empty;
    }

    private Region legend() {
        Label even = new Label();
        even.textProperty().bind(Texts.bind("errors.legend.even"));
        FlowPane legend = new FlowPane(key(round, "round"), key(clip, "clip"), key(even, "even"));
        show(
                even,
                Bindings.createBooleanBinding(
                        () -> model.picture()
                                .filter(picture -> picture.scatter().isEmpty()
                                        && picture.step().isPresent())
                                .isPresent(),
                        model.pictureProperty()));
        legend.getStyleClass().add("legend");
        return legend;
    }

    private static Node key(Label label, String style) {
        Region swatch = new Region();
        swatch.getStyleClass().addAll("swatch", style);
        label.setGraphic(swatch);
        label.setMinWidth(USE_PREF_SIZE);
        return label;
    }

    private void tellParts(Optional<ErrorPicture> picture) {
        QuantError error = picture.map(ErrorPicture::error).orElse(QuantError.NONE);
        round.setText(ErrorTexts.part(Texts.get("errors.legend.round"), error, false));
        clip.setText(ErrorTexts.part(Texts.get("errors.legend.clip"), error, true));
    }

    private void tell() {
        Optional<ErrorPicture> picture = model.picture();
        readout.setText(picture.map(ErrorTexts::readout).orElse(""));
        explanation.setText(picture.map(ErrorTexts::explanation).orElse(""));
        channelName.setText(Texts.get(
                "histogram.channel", String.valueOf(model.channelProperty().get())));
        tellParts(picture);
        content.setVisible(picture.isPresent());
        empty.setVisible(picture.isEmpty());
        if (model.rowProperty().get().isEmpty()) {
            empty.setText(Texts.get("errors.empty"));
        } else {
            empty.setText(Texts.get(model.isWaiting() ? "errors.computing" : "errors.float"));
        }
    }

    private static void show(Node node, ObservableValue<? extends Boolean> when) {
        node.visibleProperty().bind(when);
        node.managedProperty().bind(node.visibleProperty());
    }

    private static void describe(Button button, String key) {
        Tooltip tooltip = new Tooltip();
        tooltip.textProperty().bind(Texts.bind(key));
        button.setTooltip(tooltip);
        button.accessibleTextProperty().bind(Texts.bind(key));
    }
}
