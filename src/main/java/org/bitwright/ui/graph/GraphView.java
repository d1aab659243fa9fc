package org.bitwright.ui.graph;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javafx.beans.InvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableBooleanValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.bitwright.ui.common.ChartFile;
import org.bitwright.ui.common.Hints;
import org.bitwright.ui.common.Icons;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Texts;
import org.kordamp.ikonli.feather.Feather;

/** The network as a graph, with a field to find nodes, the choice of colours, and a legend. */
public final class GraphView extends VBox {
    private final GraphViewModel model;
    private final GraphPlot plot;
    private final Label message = new Label();
    private final ProgressBar bar = new ProgressBar(ProgressBar.INDETERMINATE_PROGRESS);
    private final Button again = new Button();
    private final Label notes = new Label();
    private Consumer<ChartFile> save = file -> {};

    public GraphView(GraphViewModel model) {
        this.model = model;
        setId("graph-view");
        getStyleClass().add("graph-view");
        getStylesheets()
                .add(Objects.requireNonNull(GraphView.class.getResource("graph.css"))
                        .toExternalForm());
        plot = new GraphPlot(model);
        Node zooming = zooming();
        StackPane.setAlignment(zooming, Pos.TOP_RIGHT);
        StackPane stage = new StackPane(plot, zooming, waiting());
        stage.setMinHeight(0);
        VBox.setVgrow(stage, Priority.ALWAYS);
        notes.getStyleClass().add("muted");
        getChildren().addAll(header(), stage, new GraphLegend(model, notes));
        InvalidationListener told = observable -> tell();
        model.stateProperty().addListener(told);
        model.graphProperty().addListener(told);
        Texts.follow(this, this::tell);
        tell();
    }

    /** Called with what the user wants to save; the owner asks where and writes it. */
    public void setOnSave(Consumer<ChartFile> listener) {
        save = listener;
    }

    /** What can be done to the chosen layers, at a right click. */
    public void setMenu(ContextMenu menu) {
        plot.setMenu(menu);
    }

    private Node header() {
        FlowPane header = new FlowPane(new FindField(model, plot::requestFocus), colours(), saving());
        header.getStyleClass().add("header");
        return header;
    }

    private Node colours() {
        ToggleGroup group = new ToggleGroup();
        HBox box = new HBox(
                colour(group, Colouring.ERROR, "left-pill"), colour(group, Colouring.SENSITIVITY, "right-pill"));
        box.setMinWidth(USE_PREF_SIZE);
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }

    private Node colour(ToggleGroup group, Colouring kind, String side) {
        ToggleButton button = new ToggleButton();
        button.setId("graph-" + kind.name());
        button.textProperty().bind(Texts.bind("graph.colour." + kind.name()));
        button.getStyleClass().addAll(side, "small");
        button.setToggleGroup(group);
        button.setSelected(model.shown().colouringProperty().get() == kind);
        button.setTooltip(Hints.wrapped("graph.colourHint." + kind.name()));
        button.setOnAction(event -> {
            button.setSelected(true);
            model.shown().colouringProperty().set(kind);
        });
        model.shown().colouringProperty().addListener((property, before, now) -> {
            if (now == kind) {
                button.setSelected(true);
            }
        });
        return button;
    }

    private Node zooming() {
        HBox box = new HBox(
                tool("graph.zoomOut", "graph-zoom-out", Feather.ZOOM_OUT, () -> model.camera()
                        .step(-1)),
                tool("graph.fit", "graph-fit", Feather.MAXIMIZE, () -> model.camera()
                        .fit()),
                tool("graph.zoomIn", "graph-zoom-in", Feather.ZOOM_IN, () -> model.camera()
                        .step(1)));
        box.getStyleClass().add("zooming");
        box.setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        box.visibleProperty().bind(shown());
        return box;
    }

    private javafx.beans.binding.BooleanBinding shown() {
        return Bindings.createBooleanBinding(
                () -> model.stateProperty().get() == GraphViewModel.State.SHOWN, model.stateProperty());
    }

    static Button tool(String key, String id, Feather icon, Runnable action) {
        Button button = new Button();
        button.setId(id);
        button.setGraphic(Icons.of(icon));
        button.getStyleClass().addAll("button-icon", "flat", "small");
        button.setOnAction(event -> action.run());
        Tooltip tooltip = new Tooltip();
        tooltip.textProperty().bind(Texts.bind(key));
        button.setTooltip(tooltip);
        button.accessibleTextProperty().bind(tooltip.textProperty());
        return button;
    }

    private Node saving() {
        MenuButton saving = new MenuButton();
        saving.setId("graph-save");
        saving.textProperty().bind(Texts.bind("sweep.save"));
        saving.getStyleClass().add("small");
        saving.setMinWidth(USE_PREF_SIZE);
        saving.disableProperty().bind(shown().not());
        for (ChartFile.Kind kind : List.of(ChartFile.Kind.PNG, ChartFile.Kind.SVG)) {
            MenuItem item = new MenuItem(kind.name());
            item.setOnAction(event -> model.graph().ifPresent(graph -> save.accept(file(kind, graph))));
            saving.getItems().add(item);
        }
        return saving;
    }

    private ChartFile file(ChartFile.Kind kind, DrawnGraph graph) {
        return new ChartFile(
                kind,
                kind == ChartFile.Kind.PNG ? plot.picture(graph) : GraphSvg.of(model, graph, Texts.get("graph.title")));
    }

    /** In the place of the graph while it is laid out, and when there is none. */
    private Node waiting() {
        message.setId("graph-message");
        message.getStyleClass().add("empty-text");
        message.setWrapText(true);
        again.setId("graph-again");
        again.setOnAction(event -> {
            if (model.stateProperty().get() == GraphViewModel.State.LAYING_OUT) {
                model.stop();
            } else {
                model.layOut();
            }
        });
        VBox box = new VBox(message, bar, again);
        box.getStyleClass().add("waiting");
        box.setAlignment(Pos.CENTER);
        ObservableBooleanValue there = shown();
        box.visibleProperty().bind(Bindings.not(there));
        plot.visibleProperty().bind(there);
        return box;
    }

    private void tell() {
        GraphViewModel.State state = model.stateProperty().get();
        boolean running = state == GraphViewModel.State.LAYING_OUT;
        boolean stopped = state == GraphViewModel.State.STOPPED;
        message.setText(
                switch (state) {
                    case LAYING_OUT -> Texts.get("graph.layingOut");
                    case STOPPED -> Texts.get("graph.stopped");
                    case NO_GRAPH -> Texts.get("graph.none");
                    case NOTHING, SHOWN -> "";
                });
        again.setText(Texts.get(running ? "graph.stop" : "graph.layOut"));
        show(bar, running);
        show(again, running || stopped);
        int nested = model.graph().map(drawn -> drawn.network().nested()).orElse(0);
        notes.setText(nested == 0 ? "" : Texts.get("graph.nested", Numbers.count(nested)));
    }

    private static void show(Node node, boolean visible) {
        node.setVisible(visible);
        node.setManaged(visible);
    }
}
