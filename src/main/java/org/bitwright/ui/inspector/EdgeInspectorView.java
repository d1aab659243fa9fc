package org.bitwright.ui.inspector;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import javafx.beans.InvalidationListener;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.bitwright.quant.EdgeStatistics;
import org.bitwright.quant.TargetProfile;
import org.bitwright.quant.target.RuleNote;
import org.bitwright.ui.common.EdgeRow;
import org.bitwright.ui.common.EdgeTexts;
import org.bitwright.ui.common.Icons;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.RuleIcons;
import org.bitwright.ui.common.RuleTexts;
import org.bitwright.ui.common.Texts;
import org.kordamp.ikonli.feather.Feather;

/** The form in which the selected activations' quantization is set, and what the rules of the target say to it. */
public final class EdgeInspectorView extends VBox {
    private final EdgeInspectorViewModel model;
    private final Label title = new Label();
    private final Label subtitle = new Label();
    private final ChannelBox channel;
    private final Label handMade = new Label();
    private final Form form = new Form();
    private final EdgeFormatSection format;
    private final EdgeRangeSection range;
    private final ComboBox<TargetProfile> target = ChoiceBoxes.of(
            "edge-target", List.of(TargetProfile.values()), value -> Texts.get("target." + value.name()));
    private final VBox rules = new VBox();
    private final Label flowed = new Label();
    private final ErrorSection errors = new ErrorSection("edge-");

    public EdgeInspectorView(EdgeInspectorViewModel model) {
        this.model = model;
        channel = new ChannelBox("edge-channel", model.channelProperty());
        format = new EdgeFormatSection(form, model);
        range = new EdgeRangeSection(form, model);
        form.line("inspector.target", target);
        ChoiceBoxes.onChoice(target, model::chooseTarget);
        getStyleClass().addAll("panel", "inspector");
        setId("edge-inspector");
        getChildren().addAll(header(), scrolling());
        InvalidationListener changed = observable -> render();
        model.choicesProperty().addListener(changed);
        model.figuresProperty().addListener(changed);
        model.configProperty().addListener(changed);
        Texts.follow(this, this::render);
        render();
    }

    private VBox header() {
        title.getStyleClass().add("panel-title");
        title.setId("edge-inspector-title");
        title.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(title, Priority.ALWAYS);
        subtitle.getStyleClass().add("muted");
        subtitle.setMaxWidth(Double.MAX_VALUE);
        subtitle.setMinWidth(0);
        HBox.setHgrow(subtitle, Priority.ALWAYS);
        handMade.setGraphic(Icons.of(Feather.EDIT_3));
        handMade.textProperty().bind(Texts.bind("inspector.handMade"));
        handMade.getStyleClass().add("hand-made");
        handMade.setId("edge-hand-made");
        handMade.setMinWidth(USE_PREF_SIZE);
        handMade.managedProperty().bind(handMade.visibleProperty());
        HBox below = new HBox(subtitle, channel);
        below.getStyleClass().add("pair");
        VBox header = new VBox(new HBox(title, handMade), below);
        header.getStyleClass().add("panel-header");
        return header;
    }

    private ScrollPane scrolling() {
        rules.getStyleClass().add("rule-notes");
        rules.setId("edge-rules");
        flowed.getStyleClass().add("muted");
        flowed.setWrapText(true);
        flowed.setId("edge-flowed");
        VBox content = new VBox(form, rules, errors, flowed);
        content.getStyleClass().add("inspector-content");
        ScrollPane pane = new ScrollPane(content);
        pane.setFitToWidth(true);
        pane.setFocusTraversable(false);
        VBox.setVgrow(pane, Priority.ALWAYS);
        return pane;
    }

    private void render() {
        EdgeChoices choices = model.choices();
        EdgeFigures figures = model.figures();
        List<EdgeRow> rows = List.copyOf(model.rows());
        setDisable(rows.isEmpty());
        title.setText(titleText(rows));
        subtitle.setText(rows.size() == 1 ? EdgeTexts.way(rows.get(0).edge()) : "");
        handMade.setVisible(choices.handMade());
        channel.show(model.channels());
        format.show(choices);
        range.show(choices, figures);
        ChoiceBoxes.show(
                target, Shared.of(Stream.of(model.configProperty().get().target())));
        rules.getChildren()
                .setAll(
                        rows.size() == 1
                                ? rows.get(0).notes().stream().map(this::note).toList()
                                : List.of());
        rules.setVisible(!rules.getChildren().isEmpty());
        rules.setManaged(rules.isVisible());
        errors.show(figures.error(), figures.normalized(), OptionalLong.empty());
        flowed.setText(model.statistics().map(EdgeInspectorView::flowed).orElse(""));
    }

    private Node note(RuleNote note) {
        Label label = new Label(RuleTexts.sentence(note));
        label.setGraphic(RuleIcons.of(note.rule().effect()));
        label.setWrapText(true);
        label.getStyleClass().add("note");
        return model.decider(note).<Node>map(row -> new VBox(label, link(row))).orElse(label);
    }

    /** To where the choice is made. */
    private Hyperlink link(EdgeRow row) {
        Hyperlink link = new Hyperlink(Texts.get("inspector.goTo", row.name()));
        link.setId("edge-decider");
        link.setOnAction(event -> model.goTo(row));
        return link;
    }

    private static String flowed(EdgeStatistics values) {
        String text = Texts.get(
                "inspector.flowed",
                Numbers.count(values.count()),
                Numbers.shortText(values.range().min()),
                Numbers.shortText(values.range().max()),
                Numbers.percent(values.zeroShare()));
        long odd = values.nanCount() + values.infiniteCount();
        return odd == 0 ? text : text + " " + Texts.get("inspector.flowed.odd", Numbers.count(odd));
    }

    private static String titleText(List<EdgeRow> rows) {
        return switch (rows.size()) {
            case 0 -> Texts.get("inspector.noActivation");
            case 1 -> rows.get(0).name();
            default -> Texts.get("inspector.selectedActivations", Numbers.count(rows.size()));
        };
    }
}
