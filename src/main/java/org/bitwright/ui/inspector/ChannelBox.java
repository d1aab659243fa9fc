package org.bitwright.ui.inspector;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import org.bitwright.ui.common.LayerEditor;
import org.bitwright.ui.common.Texts;

/** The channel that is shown alone, where there are several; edited alone where each has a range of its own. */
final class ChannelBox extends HBox {
    private final InspectorViewModel model;
    private final ComboBox<Integer> channel = ChoiceBoxes.of("channel", List.of(), ChannelBox::text);

    ChannelBox(InspectorViewModel model) {
        this.model = model;
        Label name = new Label();
        name.textProperty().bind(Texts.bind("inspector.channel"));
        name.setMinWidth(USE_PREF_SIZE);
        name.setLabelFor(channel);
        channel.accessibleTextProperty().bind(name.textProperty());
        channel.setMinWidth(USE_PREF_SIZE);
        getStyleClass().add("pair");
        getChildren().addAll(name, channel);
        ChoiceBoxes.onChoice(channel, model.channelProperty()::set);
    }

    void show() {
        int channels = model.channels();
        setVisible(channels > 1);
        setManaged(channels > 1);
        ChoiceBoxes.offer(
                channel,
                IntStream.range(LayerEditor.ALL_CHANNELS, channels).boxed().toList());
        ChoiceBoxes.show(
                channel, new Shared<>(Optional.of(model.channelProperty().get()), false));
    }

    private static String text(int index) {
        return index < 0 ? Texts.get("inspector.channel.all") : String.valueOf(index);
    }
}
