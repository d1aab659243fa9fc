package org.bitwright.ui.inspector;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javafx.beans.property.IntegerProperty;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import org.bitwright.ui.common.LayerEditor;
import org.bitwright.ui.common.Texts;

/** The channel that is shown alone, where there are several; edited alone where each has a range of its own. */
final class ChannelBox extends HBox {
    private final IntegerProperty shown;
    private final ComboBox<Integer> channel;

    /** @param shown the channel that is shown alone */
    ChannelBox(String id, IntegerProperty shown) {
        this.shown = shown;
        channel = ChoiceBoxes.of(id, List.of(), ChannelBox::text);
        Label name = new Label();
        name.textProperty().bind(Texts.bind("inspector.channel"));
        name.setMinWidth(USE_PREF_SIZE);
        name.setLabelFor(channel);
        channel.accessibleTextProperty().bind(name.textProperty());
        channel.setMinWidth(USE_PREF_SIZE);
        getStyleClass().add("pair");
        getChildren().addAll(name, channel);
        ChoiceBoxes.onChoice(channel, shown::set);
    }

    /** @param channels 1 where there is nothing to choose */
    void show(int channels) {
        setVisible(channels > 1);
        setManaged(channels > 1);
        ChoiceBoxes.offer(
                channel,
                IntStream.range(LayerEditor.ALL_CHANNELS, channels).boxed().toList());
        ChoiceBoxes.show(channel, new Shared<>(Optional.of(shown.get()), false));
    }

    private static String text(int index) {
        return index < 0 ? Texts.get("inspector.channel.all") : String.valueOf(index);
    }
}
