package org.bitwright.ui.search;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javafx.beans.InvalidationListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.bitwright.analysis.search.SearchPoint;
import org.bitwright.analysis.search.SearchResult;
import org.bitwright.ui.common.Icons;
import org.bitwright.ui.common.Texts;
import org.kordamp.ikonli.feather.Feather;

/** A search beside the chart that it fills: what it does, its best, how sure that is, and its buttons. */
public final class SearchView extends VBox {
    private final SearchViewModel model;
    private final Label status = label("search-status", "figure");
    private final ProgressBar progress = new ProgressBar();
    private final VBox found = new VBox();
    private final WidthStrip widths = new WidthStrip();
    private final Button pause = button("search-pause", "search.pause", Feather.PAUSE);
    private final Button resume = button("search-resume", "search.resume", Feather.PLAY);
    private final Button cancel = button("search-cancel", "search.cancel", Feather.STOP_CIRCLE);
    private final Button goOn = button("search-continue", "search.continue", Feather.PLAY);
    private final Button use = button("search-use", "search.use", Feather.CHECK);

    public SearchView(SearchViewModel model) {
        this.model = model;
        setId("search-panel");
        getStyleClass().add("search-panel");
        getStylesheets()
                .add(Objects.requireNonNull(SearchView.class.getResource("search.css"))
                        .toExternalForm());
        progress.progressProperty().bind(model.progressProperty());
        progress.setMaxWidth(Double.MAX_VALUE);
        found.getStyleClass().add("search-found");
        ScrollPane scroll = new ScrollPane(found);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("edge-to-edge");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().addAll(top(), progress, scroll);
        InvalidationListener told = observable -> tell();
        model.stateProperty().addListener(told);
        model.resultProperty().addListener(told);
        model.reportProperty().addListener(told);
        model.presentProperty().addListener(told);
        Texts.follow(this, this::tell);
        tell();
    }

    private Node top() {
        pause.setOnAction(event -> model.pause());
        resume.setOnAction(event -> model.resume());
        cancel.setOnAction(event -> model.cancel());
        goOn.setOnAction(event -> model.goOn());
        use.setOnAction(event -> model.use());
        use.textProperty().bind(Texts.bind("search.use"));
        use.getStyleClass().add("accent");
        HBox.setHgrow(status, Priority.ALWAYS);
        status.setMaxWidth(Double.MAX_VALUE);
        status.setMinHeight(USE_PREF_SIZE);
        HBox top = new HBox(status, pause, resume, goOn, cancel);
        top.getStyleClass().add("buttons");
        return top;
    }

    private void tell() {
        SearchState state = model.stateProperty().get();
        status.setText(SearchTexts.status(model));
        shown(progress, state.isActive());
        shown(pause, state == SearchState.RUNNING);
        shown(resume, state == SearchState.PAUSED);
        shown(cancel, state.isActive());
        shown(goOn, state == SearchState.STOPPED);
        use.setDisable(!model.isUsable());
        found.getChildren().clear();
        model.resultProperty().get().ifPresent(this::tell);
    }

    private void tell(SearchResult result) {
        Optional<SearchPoint> best = result.best();
        widths.configProperty().set(best.map(SearchPoint::config));
        line(SearchTexts.budget(result.plan().budget()), "muted");
        if (best.isPresent()) {
            found.getChildren().add(cost(best.get()));
            found.getChildren().add(widths);
            lines(SearchTexts.onSearchHalf(result, best.get()), "");
            model.reportProperty().get().ifPresent(report -> lines(SearchTexts.onReportHalf(report), "search-report"));
        } else {
            line(Texts.get("search.noBest"), "muted");
        }
        lines(SearchTexts.notes(result), "muted");
        lines(SearchTexts.advice(result), "search-advice");
    }

    private Node cost(SearchPoint best) {
        Label cost = new Label(SearchTexts.cost(best));
        cost.getStyleClass().add("figure");
        cost.setWrapText(true);
        cost.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(cost, Priority.ALWAYS);
        HBox row = new HBox(cost, use);
        row.getStyleClass().add("buttons");
        return row;
    }

    /** The first of the lines stands off a little from what is above. */
    private void lines(List<String> texts, String style) {
        for (int i = 0; i < texts.size(); i++) {
            line(texts.get(i), style, i == 0 ? "search-first" : "");
        }
    }

    private void line(String text, String... styles) {
        Label label = new Label(text);
        label.setWrapText(true);
        for (String style : styles) {
            if (!style.isEmpty()) {
                label.getStyleClass().add(style);
            }
        }
        found.getChildren().add(label);
    }

    private static void shown(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }

    private static Label label(String id, String style) {
        Label label = new Label();
        label.setId(id);
        label.setWrapText(true);
        label.getStyleClass().add(style);
        return label;
    }

    private static Button button(String id, String key, Feather icon) {
        Button button = new Button("", Icons.of(icon));
        button.setId(id);
        button.accessibleTextProperty().bind(Texts.bind(key));
        Tooltip tooltip = new Tooltip();
        tooltip.textProperty().bind(Texts.bind(key));
        button.setTooltip(tooltip);
        button.getStyleClass().add("small");
        button.setMinWidth(USE_PREF_SIZE);
        return button;
    }
}
