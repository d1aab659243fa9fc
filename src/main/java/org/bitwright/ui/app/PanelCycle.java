package org.bitwright.ui.app;

import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.Parent;

/** Moves the focus from panel to panel. */
final class PanelCycle {
    private final List<Node> panels;

    PanelCycle(List<Node> panels) {
        this.panels = List.copyOf(panels);
    }

    void move(int by) {
        int now = focused();
        for (int step = 1; step <= panels.size(); step++) {
            Node panel = panels.get(Math.floorMod(now + by * step, panels.size()));
            Optional<Node> target = panel.getScene() == null ? Optional.empty() : first(panel);
            if (target.isPresent()) {
                target.get().requestFocus();
                return;
            }
        }
    }

    private int focused() {
        for (int i = 0; i < panels.size(); i++) {
            if (holdsFocus(panels.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private static boolean holdsFocus(Node panel) {
        Node owner = panel.getScene() == null ? null : panel.getScene().getFocusOwner();
        for (Node node = owner; node != null; node = node.getParent()) {
            if (node == panel) {
                return true;
            }
        }
        return false;
    }

    private static Optional<Node> first(Node node) {
        if (!node.isVisible() || node.isDisabled()) {
            return Optional.empty();
        }
        if (node.isFocusTraversable()) {
            return Optional.of(node);
        }
        if (node instanceof Parent parent) {
            for (Node child : parent.getChildrenUnmodifiable()) {
                Optional<Node> found = first(child);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }
}
