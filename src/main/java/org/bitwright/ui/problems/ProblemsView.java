package org.bitwright.ui.problems;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.bitwright.project.Problem;
import org.bitwright.ui.common.Icons;
import org.bitwright.ui.common.Texts;
import org.kordamp.ikonli.feather.Feather;

/** What the user should know; choosing one leads to its layer. */
public final class ProblemsView extends VBox {
    private static final double SCROLL_BAR = 20;

    public ProblemsView(ProblemsViewModel model) {
        setId("problems");
        getStyleClass().addAll("panel", "problems");
        ListView<Problem> list = new ListView<>(model.problems());
        list.setId("problem-list");
        list.accessibleTextProperty().bind(Texts.bind("problems.title"));
        list.getStyleClass().add("edge-to-edge");
        list.setCellFactory(ignored -> new ProblemCell(model));
        Label empty = new Label();
        empty.textProperty().bind(Texts.bind("problems.empty"));
        empty.getStyleClass().add("muted");
        list.setPlaceholder(empty);
        list.setOnKeyPressed(event -> {
            Problem chosen = list.getSelectionModel().getSelectedItem();
            if (event.getCode() == KeyCode.ENTER && chosen != null) {
                model.goTo(chosen);
            }
        });
        Texts.follow(list, list::refresh);
        list.widthProperty().addListener((property, before, now) -> list.refresh());
        VBox.setVgrow(list, Priority.ALWAYS);
        getChildren().add(list);
    }

    private static final class ProblemCell extends ListCell<Problem> {
        ProblemCell(ProblemsViewModel model) {
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
        protected void updateItem(Problem problem, boolean empty) {
            super.updateItem(problem, empty);
            boolean none = empty || problem == null;
            setText(none ? null : Texts.unbroken(ProblemsViewModel.text(problem)));
            setGraphic(none ? null : icon(problem.severity()));
        }

        private static Node icon(Problem.Severity severity) {
            return switch (severity) {
                case INFO -> Icons.of(Feather.INFO, "info");
                case WARNING -> Icons.of(Feather.ALERT_TRIANGLE, "warning");
                case ERROR -> Icons.of(Feather.ALERT_OCTAGON, "danger");
            };
        }
    }
}
