package org.bitwright.ui.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javafx.scene.control.ListView;
import javafx.scene.control.TabPane;
import javafx.scene.input.KeyCode;
import org.bitwright.project.Problem;
import org.bitwright.project.Problem.Kind;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.junit.jupiter.api.Test;

/** Problems follow the configuration and lead to the layer and the channel. */
class ProblemsJourney extends WindowFixture {

    @Test
    void problemsOfAConfigurationComeAndGoWithIt() {
        openSample("depthwise");
        interact(() -> {
            workbench().editing().bits(List.copyOf(workbench().rows()), 4);
            workbench().editing().granularity(List.copyOf(workbench().rows()), Granularity.TENSOR);
        });
        awaitExact();
        await("vanished channels", () -> list().getItems().stream()
                .anyMatch(problem -> problem.kind() == Kind.CHANNELS_VANISH));
        Problem problem = list().getItems().stream()
                .filter(one -> one.kind() == Kind.CHANNELS_VANISH)
                .findFirst()
                .orElseThrow();
        int channel = problem.channel().orElseThrow();
        String layer = problem.layer().orElseThrow();
        // What is named is so.
        assertThat(row(layer)
                        .quantized()
                        .orElseThrow()
                        .channelErrors()
                        .get(channel)
                        .sumSquaredQuantized())
                .isZero();
        interact(() -> {
            this.<TabPane>node("notes").getSelectionModel().select(1);
            list().getSelectionModel().select(problem);
            list().requestFocus();
        });
        push(KeyCode.ENTER);
        assertThat(workbench().editor().row().orElseThrow().name()).isEqualTo(layer);
        assertThat(workbench().editor().channelProperty().get()).isEqualTo(channel);
        interact(() -> workbench().editing().granularity(List.copyOf(workbench().rows()), Granularity.CHANNEL));
        awaitExact();
        await("no vanished channels", () -> list().getItems().stream()
                .noneMatch(one -> one.kind() == Kind.CHANNELS_VANISH || one.kind() == Kind.OUTLIER_CHANNELS));
    }

    @Test
    void theArticlesRuleLeavesNothingAndThatIsSaid() {
        openSample("lenet5");
        interact(() -> workbench().editing().calibrator(workbench().selected(), Calibrator.articleRule()));
        awaitExact();
        await("the problem", () -> list().getItems().stream().anyMatch(one -> one.kind() == Kind.ALL_VANISH));
        push(KeyCode.SHORTCUT, KeyCode.Z);
        await("it is gone", () -> list().getItems().stream().noneMatch(one -> one.kind() == Kind.ALL_VANISH));
    }

    private ListView<Problem> list() {
        TabPane notes = node("notes");
        return (ListView<Problem>) notes.getTabs().get(1).getContent().lookup("#problem-list");
    }
}
