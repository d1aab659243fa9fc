package org.bitwright.ui.start;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.InvalidationListener;
import javafx.beans.value.ObservableBooleanValue;
import javafx.collections.ObservableList;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.bitwright.project.Sample;
import org.bitwright.ui.common.Icons;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.RecentFiles;
import org.bitwright.ui.common.RecentFiles.RecentFile;
import org.bitwright.ui.common.Texts;
import org.kordamp.ikonli.feather.Feather;

/** Where one begins: bundled samples, recent files, a place to drop a model. */
public final class StartView extends StackPane {
    private final Consumer<Sample> openSample;
    private final Consumer<Path> openFile;

    public StartView(
            List<Sample> samples,
            RecentFiles recent,
            Node recoveries,
            ObservableBooleanValue anyRecovery,
            Consumer<Sample> openSample,
            Consumer<Path> openFile,
            Runnable choose) {
        this.openSample = openSample;
        this.openFile = openFile;
        setId("start");
        getStyleClass().add("start");
        VBox page = new VBox(
                heading(choose),
                left(recoveries, anyRecovery),
                section("start.samples"),
                cards(samples),
                section("start.recent"),
                recent(recent.files()));
        page.getStyleClass().add("start-page");
        StackPane centred = new StackPane(page);
        centred.getStyleClass().add("start-centre");
        ScrollPane scroll = new ScrollPane(centred);
        scroll.setFitToWidth(true);
        scroll.setFitToHeight(true);
        scroll.setFocusTraversable(false);
        getChildren().add(scroll);
    }

    private static Node heading(Runnable choose) {
        Label title = label("start.title");
        title.getStyleClass().add("start-title");
        Label subtitle = label("start.subtitle");
        subtitle.getStyleClass().add("start-subtitle");
        subtitle.setWrapText(true);
        subtitle.setMinHeight(USE_PREF_SIZE);
        VBox texts = new VBox(title, subtitle);
        HBox.setHgrow(texts, Priority.ALWAYS);
        Button open = new Button("", Icons.of(Feather.FOLDER));
        open.setId("start-open");
        open.textProperty().bind(Texts.bind("start.open"));
        open.getStyleClass().add("accent");
        open.setDefaultButton(true);
        open.setMinWidth(USE_PREF_SIZE);
        open.setOnAction(event -> choose.run());
        Label drop = label("start.drop");
        drop.getStyleClass().add("muted");
        VBox actions = new VBox(open, drop);
        actions.getStyleClass().add("start-actions");
        actions.setMinWidth(USE_PREF_SIZE);
        HBox heading = new HBox(texts, actions);
        heading.getStyleClass().add("start-heading");
        return heading;
    }

    private static Label section(String key) {
        Label label = label(key);
        label.getStyleClass().add("start-section");
        return label;
    }

    /** Work that was left, while there is any. */
    private static Node left(Node recoveries, ObservableBooleanValue any) {
        VBox left = new VBox(section("start.left"), recoveries);
        left.getStyleClass().add("start-left");
        left.visibleProperty().bind(any);
        left.managedProperty().bind(any);
        return left;
    }

    private Node cards(List<Sample> samples) {
        if (samples.isEmpty()) {
            Label none = label("start.noSamples");
            none.getStyleClass().add("muted");
            return none;
        }
        FlowPane cards = new FlowPane();
        cards.getStyleClass().add("cards");
        samples.forEach(sample -> cards.getChildren().add(card(sample)));
        return cards;
    }

    private Button card(Sample sample) {
        Label title = new Label(sample.title());
        title.getStyleClass().add("card-title");
        Label description = new Label();
        description.setWrapText(true);
        description.getStyleClass().addAll("muted", "card-text");
        VBox.setVgrow(description, Priority.ALWAYS);
        Label figures = new Label();
        figures.getStyleClass().add("card-figures");
        Runnable render = () -> {
            description.setText(sample.description(Texts.language()));
            figures.setText(Texts.get(
                    "start.card",
                    sample.dataset(),
                    Numbers.percent((double) sample.correct() / sample.samples()),
                    Numbers.count(sample.parameters())));
        };
        Texts.follow(figures, render);
        render.run();
        VBox content = new VBox(title, description, figures);
        content.getStyleClass().add("card-content");
        Button card = new Button("", content);
        card.setId("sample-" + sample.id());
        card.getStyleClass().add("card-button");
        card.accessibleTextProperty().bind(Texts.bind("start.openSample", sample.title(), sample.dataset()));
        card.setOnAction(event -> openSample.accept(sample));
        return card;
    }

    private Node recent(ObservableList<RecentFile> recent) {
        VBox list = new VBox();
        list.setId("recent");
        list.getStyleClass().add("recent");
        InvalidationListener fill = observable -> {
            list.getChildren().setAll(recent.stream().map(this::recentLink).toList());
            if (recent.isEmpty()) {
                Label none = label("start.noRecent");
                none.getStyleClass().add("muted");
                list.getChildren().add(none);
            }
        };
        recent.addListener(fill);
        fill.invalidated(recent);
        return list;
    }

    private Node recentLink(RecentFile recent) {
        Path file = recent.path();
        Hyperlink link = new Hyperlink(String.valueOf(file.getFileName()));
        link.setMinWidth(USE_PREF_SIZE);
        link.setOnAction(event -> openFile.accept(file));
        link.setTooltip(new Tooltip(file.toString()));
        link.setDisable(recent.missing());
        Label folder = new Label();
        if (recent.missing()) {
            folder.textProperty().bind(Texts.bind("start.missing", String.valueOf(file.getParent())));
        } else {
            folder.setText(String.valueOf(file.getParent()));
        }
        folder.getStyleClass().add("muted");
        folder.setTextOverrun(OverrunStyle.LEADING_ELLIPSIS);
        HBox row = new HBox(link, folder);
        row.getStyleClass().add("recent-row");
        return row;
    }

    private static Label label(String key) {
        Label label = new Label();
        label.textProperty().bind(Texts.bind(key));
        return label;
    }
}
