package org.bitwright.ui.app;

import javafx.beans.InvalidationListener;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TabPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.bitwright.ui.common.AfterLayout;

/**
 * The panels about a project. With large letters in a small window they do not all fit: then the page scrolls, edges that
 * something lies behind are shaded, and a panel of which a tab is chosen comes into sight.
 */
final class WorkPage extends StackPane {
    private final ScrollPane scroll = new ScrollPane();
    private final Region work;
    private final Region below = shade("more-below");
    private final Region beside = shade("more-beside");

    WorkPage(Region work) {
        this.work = work;
        work.getStyleClass().add("work");
        scroll.setContent(work);
        scroll.setFitToWidth(true);
        scroll.setFitToHeight(true);
        scroll.setFocusTraversable(false);
        scroll.getStyleClass().add("edge-to-edge");
        getChildren().addAll(scroll, below, beside);
        AfterLayout shading = new AfterLayout(this::shade);
        InvalidationListener moved = observable -> shading.ask();
        scroll.vvalueProperty().addListener(moved);
        scroll.hvalueProperty().addListener(moved);
        scroll.viewportBoundsProperty().addListener(moved);
        work.layoutBoundsProperty().addListener(moved);
    }

    private static Region shade(String styleClass) {
        Region shade = new Region();
        shade.getStyleClass().add(styleClass);
        shade.setManaged(false);
        shade.setMouseTransparent(true);
        return shade;
    }

    private void shade() {
        Bounds seen = scroll.getViewportBounds();
        double height = below.prefHeight(-1);
        below.resizeRelocate(0, seen.getHeight() - height, seen.getWidth(), height);
        below.setVisible(hidden(work.getHeight(), seen.getHeight()) * (1 - scroll.getVvalue()) > 1);
        double width = beside.prefWidth(-1);
        beside.resizeRelocate(seen.getWidth() - width, 0, width, seen.getHeight());
        beside.setVisible(hidden(work.getWidth(), seen.getWidth()) * (1 - scroll.getHvalue()) > 1);
    }

    private static double hidden(double whole, double seen) {
        return Math.max(0, whole - seen);
    }

    /** Brings a panel into sight whenever one of its tabs is chosen. */
    void follow(TabPane panel) {
        panel.getSelectionModel().selectedItemProperty().addListener(observable -> reveal(panel));
    }

    /** Scrolls down as far as is needed to see a panel whole, but not past its upper edge. */
    private void reveal(Node panel) {
        double hidden = hidden(work.getHeight(), scroll.getViewportBounds().getHeight());
        if (hidden > 0) {
            Bounds bounds = work.sceneToLocal(panel.localToScene(panel.getLayoutBounds()));
            double least = bounds.getMaxY() - scroll.getViewportBounds().getHeight();
            double needed = Math.min(bounds.getMinY(), Math.max(least, hidden * scroll.getVvalue()));
            scroll.setVvalue(Math.max(0, Math.min(1, needed / hidden)));
        }
    }

    /** Shows the upper left corner, as when another project is opened. */
    void rewind() {
        scroll.setVvalue(0);
        scroll.setHvalue(0);
    }
}
