package org.bitwright.ui.inspector;

import java.util.List;
import java.util.Optional;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import org.bitwright.quant.ActivationMode;
import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.Scheme;
import org.bitwright.ui.common.ActivationChoices;
import org.bitwright.ui.common.FormatTexts;
import org.bitwright.ui.common.Texts;

/** Format, width, when the range is found, and scheme. */
final class EdgeFormatSection {
    private final ComboBox<FormatFamily> kind =
            ChoiceBoxes.of("edge-format", ActivationChoices.FORMATS, FormatTexts::name);
    private final BitsField bits;
    private final ComboBox<ActivationMode> mode = ChoiceBoxes.of(
            "edge-mode", List.of(ActivationMode.values()), value -> Texts.get("activationMode." + value.name()));
    private final ComboBox<Scheme> scheme =
            ChoiceBoxes.of("edge-scheme", List.of(Scheme.values()), value -> Texts.get("scheme." + value.name()));
    private final Label note;

    EdgeFormatSection(Form form, EdgeInspectorViewModel model) {
        bits = new BitsField("edge-bits", model::typeBits);
        bits.field().accessibleTextProperty().bind(Texts.bind("inspector.bits"));
        form.pair("inspector.format", kind, "inspector.bits", bits).reasonOf(bits.field());
        Form.Line modes = form.line("inspector.mode", mode);
        note = modes.note("note");
        note.setId("edge-mode-note");
        form.line("inspector.scheme", scheme);
        ChoiceBoxes.onChoice(kind, model::chooseFamily);
        ChoiceBoxes.onChoice(mode, model::chooseMode);
        ChoiceBoxes.onChoice(scheme, model::chooseScheme);
    }

    void show(EdgeChoices choices) {
        boolean none = choices.configs().isEmpty();
        boolean integers = choices.integers();
        ChoiceBoxes.show(kind, choices.kind());
        kind.setDisable(choices.governed());
        bits.show(choices.anyQuantized() ? choices.bits() : Shared.none());
        bits.setDisable(choices.governed() || !integers || choices.anyDynamic());
        ChoiceBoxes.show(mode, choices.anyQuantized() ? choices.mode() : Shared.none());
        mode.setDisable(choices.governed() || !choices.anyQuantized());
        note.setText(
                choices.mode().value().equals(Optional.of(ActivationMode.DYNAMIC)) && !none
                        ? Texts.get("inspector.mode.dynamic")
                        : "");
        ChoiceBoxes.show(scheme, choices.scheme());
        scheme.setDisable(choices.governed() || !integers || choices.anyDynamic());
        if (!none && choices.scheme().equals(Shared.none())) {
            scheme.setPromptText(Texts.get("inspector.scheme.integersOnly"));
        }
    }
}
