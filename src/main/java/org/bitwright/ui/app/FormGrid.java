package org.bitwright.ui.app;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import org.bitwright.ui.common.Texts;

/** The lines of a form: a label and what it is about, under headings. */
final class FormGrid extends GridPane {
    FormGrid() {
        getStyleClass().add("form");
    }

    void heading(String key) {
        Label heading = new Label(Texts.get(key));
        heading.getStyleClass().add("form-heading");
        add(heading, 0, getRowCount(), 2, 1);
    }

    void row(String key, Node control) {
        Label label = new Label(Texts.get(key));
        label.setMinWidth(USE_PREF_SIZE);
        control.getStyleClass().add("form-line");
        label.setLabelFor(control);
        addRow(getRowCount(), label, control);
    }

    void note(String key) {
        Label note = new Label(Texts.get(key));
        note.getStyleClass().add("muted");
        under(note);
    }

    /** Puts a text under the controls. */
    void under(Label text) {
        text.setWrapText(true);
        add(text, 1, getRowCount());
    }
}
