package org.bitwright.ui.graph;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import javafx.scene.Cursor;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.ContextMenu;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.input.ZoomEvent;
import org.bitwright.ui.common.Plot;

/**
 * The drawn network: a drag pans, the wheel zooms at the pointer, two fingers pan and pinch; a click chooses, a double
 * click opens the layer; arrow keys move along the links.
 */
final class GraphPlot extends Plot {
    private static final double ZOOM_A_NOTCH = 1.2;
    private static final double NOTCH = 40;
    private static final double REACH = 6;
    /** A shorter drag is a click with an unsteady hand. */
    private static final double LEAST_DRAG = 4;

    private final GraphViewModel model;
    private Optional<ContextMenu> menu = Optional.empty();
    private OptionalInt hovered = OptionalInt.empty();
    private double pressedX;
    private double pressedY;
    private double fromX;
    private double fromY;
    private boolean dragging;
    /** Between the begin and the end of a gesture of two fingers, which scrolls and does not zoom. */
    private boolean fingers;

    GraphPlot(GraphViewModel model) {
        super("graph-plot");
        this.model = model;
        setId("graph-plot");
        setMinSize(160, 120);
        setPrefSize(640, 400);
        model.revisionProperty().addListener(observable -> redrawIfActive());
        model.camera().viewportProperty().addListener(observable -> redrawIfActive());
        model.graphProperty().addListener(observable -> hideTip());
        model.handShownProperty().bind(focusedProperty());
        setOnMousePressed(this::pressed);
        setOnMouseDragged(this::dragged);
        setOnMouseReleased(this::released);
        setOnMouseMoved(this::moved);
        setOnMouseExited(event -> hideTip());
        setOnScrollStarted(event -> fingers = true);
        setOnScrollFinished(event -> fingers = false);
        setOnScroll(this::scrolled);
        setOnZoom(this::pinched);
        setOnContextMenuRequested(this::menuAsked);
        setOnKeyPressed(new GraphKeys(model)::pressed);
    }

    private void redrawIfActive() {
        if (model.activeProperty().get()) {
            redraw();
        }
    }

    private double natural() {
        return font().getSize() / NodeSize.FONT;
    }

    @Override
    protected void draw(GraphicsContext g, double width, double height) {
        DrawnGraph graph = model.graph().filter(drawn -> drawn.size() > 0).orElse(null);
        if (graph == null) {
            return;
        }
        Camera camera = model.camera();
        camera.resize(width, height, natural());
        if (!camera.isPlaced()) {
            camera.begin(model.beginning(graph));
        }
        new GraphPainter(g, font(), palette(), model, graph, camera.viewport(), natural(), width, height)
                .paint(hovered);
        model.cursorProperty().get().ifPresent(node -> setAccessibleText(NodeWords.all(model, graph, node)));
    }

    /** What can be done to the chosen layers. */
    void setMenu(ContextMenu shown) {
        menu = Optional.of(shown);
    }

    /** The whole network. */
    Callable<byte[]> picture(DrawnGraph graph) {
        return GraphPicture.of(model, graph, font(), palette());
    }

    private void pressed(MouseEvent event) {
        menu.ifPresent(ContextMenu::hide);
        pressedX = event.getX();
        pressedY = event.getY();
        fromX = pressedX;
        fromY = pressedY;
        dragging = false;
    }

    private void dragged(MouseEvent event) {
        if (!event.isPrimaryButtonDown() && !event.isMiddleButtonDown()) {
            return;
        }
        dragging |= Math.hypot(event.getX() - pressedX, event.getY() - pressedY) >= LEAST_DRAG;
        if (dragging) {
            setCursor(Cursor.CLOSED_HAND);
            hideTip();
            model.camera().pan(event.getX() - fromX, event.getY() - fromY);
            fromX = event.getX();
            fromY = event.getY();
        }
    }

    private void released(MouseEvent event) {
        setCursor(null);
        if (!dragging && event.getButton() == MouseButton.PRIMARY) {
            clicked(event);
        }
        dragging = false;
    }

    private void clicked(MouseEvent event) {
        OptionalInt node = nodeAt(event.getX(), event.getY());
        boolean more = event.isShortcutDown() || event.isShiftDown();
        if (node.isPresent() && event.getClickCount() == 2) {
            model.open(node.getAsInt());
        } else if (node.isPresent()) {
            model.choose(node.getAsInt(), more);
        } else {
            linkAt(event.getX(), event.getY()).ifPresent(link -> model.chooseLink(link, more));
        }
    }

    /** A right click on a node that is not chosen chooses it, so that the menu is about it. */
    private void menuAsked(ContextMenuEvent event) {
        OptionalInt node =
                event.isKeyboardTrigger() ? model.cursorProperty().get() : nodeAt(event.getX(), event.getY());
        if (node.isEmpty() || model.layers(node.getAsInt()).isEmpty()) {
            event.consume();
            return;
        }
        if (!model.shown().isSelected(node.getAsInt())) {
            model.choose(node.getAsInt(), false);
        }
        hideTip();
        menu.ifPresent(shown -> shown.show(this, event.getScreenX(), event.getScreenY()));
        event.consume();
    }

    private void scrolled(ScrollEvent event) {
        boolean pans = (fingers || event.isInertia() || event.isShiftDown()) && !event.isShortcutDown();
        hideTip();
        if (pans) {
            model.camera().pan(event.getDeltaX(), event.getDeltaY());
        } else if (event.getDeltaY() != 0) {
            model.camera().zoom(Math.pow(ZOOM_A_NOTCH, event.getDeltaY() / NOTCH), event.getX(), event.getY());
        }
        event.consume();
    }

    private void pinched(ZoomEvent event) {
        hideTip();
        model.camera().zoom(event.getZoomFactor(), event.getX(), event.getY());
        event.consume();
    }

    private void moved(MouseEvent event) {
        OptionalInt node = nodeAt(event.getX(), event.getY());
        OptionalInt link = node.isPresent() ? OptionalInt.empty() : linkAt(event.getX(), event.getY());
        if (!node.equals(hovered)) {
            hovered = node;
            redraw();
        }
        setCursor(node.isPresent() || link.isPresent() ? Cursor.HAND : Cursor.DEFAULT);
        if (node.isEmpty() && link.isEmpty()) {
            hideTip();
            return;
        }
        model.graph()
                .ifPresent(graph -> tip().tell(
                        node.isPresent()
                                ? NodeWords.all(model, graph, node.getAsInt())
                                : NodeWords.ofLink(model, graph, link.getAsInt()),
                        event.getX(),
                        event.getY(),
                        getWidth(),
                        getHeight()));
    }

    private void hideTip() {
        tip().setVisible(false);
        if (hovered.isPresent()) {
            hovered = OptionalInt.empty();
            redraw();
        }
    }

    private OptionalInt nodeAt(double x, double y) {
        Viewport view = model.camera().viewport();
        return model.graph()
                .map(graph -> graph.nodeAt(view.unitX(x), view.unitY(y)))
                .orElse(OptionalInt.empty());
    }

    private OptionalInt linkAt(double x, double y) {
        Viewport view = model.camera().viewport();
        return model.graph()
                .map(graph -> graph.linkAt(view.unitX(x), view.unitY(y), REACH / view.scale()))
                .orElse(OptionalInt.empty());
    }
}
