package org.bitwright.ui.app;

import java.util.List;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import org.bitwright.ui.common.Icons;
import org.bitwright.ui.common.Texts;
import org.kordamp.ikonli.feather.Feather;

/** Sentences, one under the other, that take as many lines as they need. */
final class SentenceList extends ListView<String> {
    private static final double SCROLL_BAR = 20;

    SentenceList(String id, List<String> sentences) {
        setId(id);
        getStyleClass().add("sentences");
        getItems().setAll(sentences);
        setCellFactory(ignored -> new Sentence());
        widthProperty().addListener((property, before, now) -> refresh());
    }

    private static final class Sentence extends ListCell<String> {
        Sentence() {
            setPrefWidth(0);
            setWrapText(true);
        }

        /** The list asks without a width; a sentence takes as many lines as it needs at the list's. */
        @Override
        protected double computePrefHeight(double width) {
            return super.computePrefHeight(
                    getListView() == null ? width : getListView().getWidth() - SCROLL_BAR);
        }

        @Override
        protected void updateItem(String sentence, boolean empty) {
            super.updateItem(sentence, empty);
            boolean none = empty || sentence == null;
            setText(none ? null : Texts.unbroken(sentence));
            setGraphic(none ? null : Icons.of(Feather.ALERT_TRIANGLE, "warning"));
        }
    }
}
