package org.bitwright.ui.rules;

import javafx.beans.InvalidationListener;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.bitwright.quant.TargetProfile;
import org.bitwright.quant.target.RuleNote;
import org.bitwright.ui.common.RuleIcons;
import org.bitwright.ui.common.RuleTexts;
import org.bitwright.ui.common.TargetTexts;
import org.bitwright.ui.common.Texts;

/** The target that is chosen, its rules in a few sentences, and what they did. */
public final class RulesView extends VBox {
    private static final double SCROLL_BAR = 20;

    private final RulesViewModel model;
    private final ComboBox<TargetProfile> target = new ComboBox<>();
    private final Label explanation = new Label();
    private final Label empty = new Label();
    private boolean showing;

    public RulesView(RulesViewModel model) {
        this.model = model;
        setId("rules");
        // The same list as that of problems.
        getStyleClass().addAll("panel", "problems", "rules");
        getChildren().addAll(header(), explanation, list());
        explanation.setWrapText(true);
        explanation.getStyleClass().addAll("note", "rules-explanation");
        explanation.setMinHeight(USE_PREF_SIZE);
        InvalidationListener changed = observable -> render();
        model.configProperty().addListener(changed);
        Texts.follow(this, this::render);
        render();
    }

    private HBox header() {
        Label name = new Label();
        name.textProperty().bind(Texts.bind("inspector.target"));
        name.setMinWidth(USE_PREF_SIZE);
        name.setLabelFor(target);
        target.setId("rules-target");
        target.getItems().setAll(TargetProfile.values());
        target.setConverter(TargetTexts.converter());
        target.accessibleTextProperty().bind(name.textProperty());
        target.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(target, Priority.ALWAYS);
        target.valueProperty().addListener((property, before, now) -> {
            if (!showing && now != null) {
                model.chooseTarget(now);
            }
        });
        HBox header = new HBox(name, target);
        header.getStyleClass().add("panel-header");
        return header;
    }

    private ListView<RuleNote> list() {
        ListView<RuleNote> list = new ListView<>(model.notes());
        list.setId("rule-list");
        list.accessibleTextProperty().bind(Texts.bind("rules.title"));
        list.getStyleClass().add("edge-to-edge");
        list.setCellFactory(ignored -> new NoteCell(model));
        empty.getStyleClass().add("muted");
        empty.setWrapText(true);
        list.setPlaceholder(empty);
        list.setOnKeyPressed(event -> {
            RuleNote chosen = list.getSelectionModel().getSelectedItem();
            if (event.getCode() == KeyCode.ENTER && chosen != null) {
                model.goTo(chosen);
            }
        });
        Texts.follow(list, list::refresh);
        list.widthProperty().addListener((property, before, now) -> list.refresh());
        VBox.setVgrow(list, Priority.ALWAYS);
        return list;
    }

    private void render() {
        showing = true;
        // Set anew, so that the button's text follows the language.
        target.setValue(null);
        target.setValue(model.target());
        showing = false;
        explanation.setText(TargetTexts.explanation(model.target()));
        boolean quantized = model.configProperty().get().quantizesActivations();
        empty.setText(Texts.get(quantized ? "rules.none" : "rules.noActivations"));
    }

    private static final class NoteCell extends ListCell<RuleNote> {
        NoteCell(RulesViewModel model) {
            setPrefWidth(0);
            setWrapText(true);
            setOnMouseClicked(event -> {
                if (getItem() != null) {
                    model.goTo(getItem());
                }
            });
        }

        /** The list asks without a width; a sentence takes as many lines as it needs at the list's. */
        @Override
        protected double computePrefHeight(double width) {
            return super.computePrefHeight(
                    getListView() == null ? width : getListView().getWidth() - SCROLL_BAR);
        }

        @Override
        protected void updateItem(RuleNote note, boolean empty) {
            super.updateItem(note, empty);
            boolean none = empty || note == null;
            setText(none ? null : RuleTexts.sentence(note));
            setGraphic(none ? null : RuleIcons.of(note.rule().effect()));
        }
    }
}
