package org.bitwright.ui.graph;

import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/** The keyboard on the graph. */
final class GraphKeys {
    private final GraphViewModel model;

    GraphKeys(GraphViewModel model) {
        this.model = model;
    }

    void pressed(KeyEvent event) {
        if (event.isAltDown() || !(walks(event) || zooms(event) || chooses(event))) {
            return;
        }
        event.consume();
    }

    private boolean walks(KeyEvent event) {
        if (event.isShortcutDown()) {
            return false;
        }
        switch (event.getCode()) {
            case UP -> model.move(Direction.UP);
            case DOWN -> model.move(Direction.DOWN);
            case LEFT -> model.move(Direction.LEFT);
            case RIGHT -> model.move(Direction.RIGHT);
            case F3 -> model.step(event.isShiftDown() ? -1 : 1);
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean zooms(KeyEvent event) {
        switch (event.getCode()) {
            case PLUS, ADD, EQUALS -> model.camera().step(1);
            case MINUS, SUBTRACT -> model.camera().step(-1);
            case DIGIT0, NUMPAD0 -> model.camera().natural();
            case HOME -> model.camera().fit();
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean chooses(KeyEvent event) {
        boolean wanted = event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.SPACE;
        if (!wanted || model.cursorProperty().get().isEmpty()) {
            return false;
        }
        int node = model.cursorProperty().get().getAsInt();
        model.choose(node, event.isShortcutDown() || event.isShiftDown());
        return true;
    }
}
