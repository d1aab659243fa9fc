package org.bitwright.ui.inspector;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import org.bitwright.model.Layer;
import org.bitwright.model.Phrase;
import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.FormatRules.Obstacle;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.Scheme;
import org.bitwright.ui.common.FormatTexts;
import org.bitwright.ui.common.GranularityTexts;
import org.bitwright.ui.common.Texts;

/** Format, width, scheme and granularity. */
final class FormatSection {
    private final InspectorViewModel model;
    private final ComboBox<FormatFamily> kind = FormatBox.create();
    private final BitsField bits;
    private final Label formatNote = new Label();
    private final Form.Line formatNoteLine;
    private final ComboBox<Scheme> scheme =
            ChoiceBoxes.of("scheme", List.of(Scheme.values()), value -> Texts.get("scheme." + value.name()));
    private final ComboBox<Granularity> granularity =
            ChoiceBoxes.of("granularity", GranularityTexts.CHOICES, GranularityTexts::afterPer);
    private final NumberField groupSize;
    private final Label granularityNote;

    FormatSection(Form form, InspectorViewModel model) {
        this.model = model;
        bits = new BitsField("bits", model::typeBits);
        bits.field().accessibleTextProperty().bind(Texts.bind("inspector.bits"));
        Form.Line format = form.pair("inspector.format", kind, "inspector.bits", bits);
        format.reasonOf(bits.field());
        formatNote.setId("format-note");
        formatNote.getStyleClass().add("note");
        formatNote.setWrapText(true);
        formatNoteLine = form.wide(formatNote);
        form.line("inspector.scheme", scheme);
        groupSize = new NumberField(model::typeGroupSize);
        groupSize.setId("group-size");
        groupSize.setPrefColumnCount(3);
        Form.Line granules = form.pair("inspector.granularity", granularity, "inspector.groupSize", groupSize)
                .reasonOf(groupSize);
        granularityNote = granules.note("note");
        granularityNote.setId("granularity-note");
        listen();
    }

    private void listen() {
        ChoiceBoxes.onChoice(kind, model::chooseFamily);
        ChoiceBoxes.onChoice(scheme, model::chooseScheme);
        ChoiceBoxes.onChoice(granularity, this::chooseGranularity);
        ChoiceBoxes.limit(granularity, GranularityTexts::afterPer, value -> model.choices()
                .obstacle(value)
                .map(FormatTexts::reason));
    }

    /** By keyboard a value can be reached that is greyed. */
    private void chooseGranularity(Granularity chosen) {
        model.chooseGranularity(chosen);
        show(model.choices());
    }

    void show(Choices choices) {
        ChoiceBoxes.show(kind, choices.kind());
        bits.show(choices.bits());
        bits.setDisable(choices.widths().isEmpty());
        formatNote.setText(choices.kind().value().map(FormatTexts::explanation).orElse(""));
        formatNoteLine.show(choices.kind().value().isPresent());
        ChoiceBoxes.show(scheme, choices.scheme());
        scheme.setDisable(!choices.integers());
        boolean none = !choices.configs().isEmpty() && choices.scheme().equals(Shared.none());
        if (none) {
            scheme.setPromptText(Texts.get("inspector.scheme.integersOnly"));
        }
        showGranularity(choices);
    }

    private void showGranularity(Choices choices) {
        Optional<Granularity> now = choices.granularity().value();
        List<Granularity> offered = new ArrayList<>(GranularityTexts.CHOICES);
        now.filter(value -> !offered.contains(value)).ifPresent(offered::add);
        ChoiceBoxes.offer(granularity, offered);
        ChoiceBoxes.show(granularity, choices.granularity());
        Optional<Obstacle> obstacle = choices.granularityObstacle();
        granularity.setDisable(obstacle.isPresent() || choices.configs().isEmpty());
        groupSize.setVisible(
                obstacle.isEmpty() && now.filter(Granularity::isGroup).isPresent());
        String size = now.map(value -> String.valueOf(value.size())).orElse("");
        groupSize.show(size, size);
        granularityNote.setText(
                obstacle.or(() -> choices.obstacle(Granularity.CHANNEL).filter(Obstacle.NO_CHANNEL_AXIS::equals))
                        .map(reason -> FormatTexts.reason(reason) + axisNote(choices, reason))
                        .orElse(choices.ranged() && !choices.editable() ? Texts.get("inspector.group.ranges") : ""));
    }

    /** What the model says about the missing axis. */
    private static String axisNote(Choices choices, Obstacle obstacle) {
        Phrase note = choices.layers().stream()
                .map(Layer::channelAxisNote)
                .findFirst()
                .orElse(Phrase.NONE);
        return obstacle == Obstacle.NO_CHANNEL_AXIS && !note.isEmpty()
                ? Texts.get("inspector.axisNote", Texts.of(note))
                : "";
    }
}
