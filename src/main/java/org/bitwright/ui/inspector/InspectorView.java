package org.bitwright.ui.inspector;

import java.util.List;
import java.util.OptionalLong;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.bitwright.ui.common.ChangedTexts;
import org.bitwright.ui.common.Icons;
import org.bitwright.ui.common.LayerRow;
import org.bitwright.ui.common.Texts;
import org.kordamp.ikonli.feather.Feather;

/** The form in which the selected layers' quantization is set. */
public final class InspectorView extends VBox {
    private final InspectorViewModel model;
    private final Label title = new Label();
    private final Label subtitle = new Label();
    private final ChannelBox channel;
    private final Label handMade = new Label();
    private final Label changed = new Label();
    private final Form form = new Form();
    private final FormatSection format;
    private final RangeSection range;
    private final CalibrationSection calibration;
    private final ErrorSection errors = new ErrorSection("");

    public InspectorView(InspectorViewModel model) {
        this.model = model;
        channel = new ChannelBox("channel", model.channelProperty());
        format = new FormatSection(form, model);
        range = new RangeSection(form, model);
        calibration = new CalibrationSection(form, model);
        getStyleClass().addAll("panel", "inspector");
        setId("inspector");
        getChildren().addAll(header(), scrolling());
        listen();
        render();
    }

    private VBox header() {
        title.getStyleClass().add("panel-title");
        title.setId("inspector-title");
        subtitle.getStyleClass().add("muted");
        handMade.setGraphic(Icons.of(Feather.EDIT_3));
        handMade.textProperty().bind(Texts.bind("inspector.handMade"));
        handMade.getStyleClass().add("hand-made");
        handMade.setId("hand-made");
        handMade.managedProperty().bind(handMade.visibleProperty());
        changed.setGraphic(Icons.of(Feather.SHUFFLE));
        changed.getStyleClass().add("hand-made");
        changed.setId("changed-weights");
        changed.setWrapText(true);
        changed.visibleProperty().bind(changed.textProperty().isNotEmpty());
        changed.managedProperty().bind(changed.visibleProperty());
        title.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(title, Priority.ALWAYS);
        handMade.setMinWidth(USE_PREF_SIZE);
        subtitle.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(subtitle, Priority.ALWAYS);
        HBox below = new HBox(subtitle, channel);
        below.getStyleClass().add("pair");
        VBox header = new VBox(new HBox(title, handMade), below, changed);
        header.getStyleClass().add("panel-header");
        return header;
    }

    private ScrollPane scrolling() {
        VBox content = new VBox(form, errors);
        content.getStyleClass().add("inspector-content");
        ScrollPane pane = new ScrollPane(content);
        pane.setFitToWidth(true);
        pane.setFocusTraversable(false);
        VBox.setVgrow(pane, Priority.ALWAYS);
        return pane;
    }

    private void listen() {
        model.choicesProperty().addListener(property -> render());
        model.figuresProperty().addListener(property -> render());
        model.channelProperty().addListener(property -> render());
        model.editor().weightsProperty().addListener(property -> render());
        Texts.follow(this, this::render);
    }

    private void render() {
        Choices choices = model.choices();
        Figures figures = model.figures();
        List<LayerRow> rows = model.rows();
        setDisable(rows.isEmpty());
        title.setText(titleText(rows));
        subtitle.setText(
                rows.size() == 1
                        ? rows.get(0).layer().op() + " · "
                                + rows.get(0).layer().weight().shape()
                        : "");
        handMade.setVisible(choices.handMade());
        changed.setText(rows.size() == 1 ? ChangedTexts.of(rows.get(0).config()) : "");
        channel.show(model.channels());
        format.show(choices);
        range.show(choices, figures);
        calibration.show(choices);
        errors.show(figures.error(), figures.normalized(), OptionalLong.of(figures.bytes()));
    }

    private static String titleText(List<LayerRow> rows) {
        return switch (rows.size()) {
            case 0 -> Texts.get("inspector.nothing");
            case 1 -> rows.get(0).name();
            default -> Texts.get("inspector.selected", String.valueOf(rows.size()));
        };
    }
}
