package org.bitwright.ui.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import org.bitwright.quant.ErrorShare;
import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.QuantError;
import org.bitwright.ui.common.Numbers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user looks at the error of a layer, finds its worst channel and writes the channels to a file. */
class ErrorTabJourney extends WindowFixture {
    @TempDir
    private Path folder;

    @Test
    void theErrorIsShownAgainstItsFloorAndFollowsEveryEdit() {
        showErrors("fc1/Gemm");
        QuantError error = row("fc1/Gemm").quantized().orElseThrow().error();
        double step = row("fc1/Gemm").quantized().orElseThrow().grids().get(0).step();
        String rmse = Numbers.shortText(Math.sqrt(error.mse()) / step);
        assertThat(readout()).startsWith("RMSE / step " + rmse + " (floor 0.2887)");
        // 48,000 weights over 256 levels: smooth enough to lie at the floor.
        assertThat(Double.parseDouble(rmse)).isCloseTo(0.2887, within(0.01));
        type("bits", "3");
        await("the new error", () -> !readout().contains(rmse + " "));
        QuantError coarser = row("fc1/Gemm").quantized().orElseThrow().error();
        assertThat(readout()).contains("max |e| " + Numbers.shortText(coarser.maxError()));
        push(KeyCode.SHORTCUT, KeyCode.Z);
        await("the error of before", () -> readout().contains(rmse + " "));
    }

    @Test
    void channelsAreSortedByTheirShareAndOneIsShownAlone() {
        showErrors("conv2/Conv");
        List<ErrorShare> shares = List.copyOf(table().getItems());
        assertThat(shares).hasSize(16).isSortedAccordingTo((a, b) -> Double.compare(b.share(), a.share()));
        assertThat(shares.stream().mapToDouble(ErrorShare::share).sum()).isCloseTo(1, within(1e-9));
        int worst = shares.get(0).channel();
        clickOn("#error-channels .table-row-cell .table-cell");
        await(
                "the channel's error",
                () -> workbench().editor().channelProperty().get() == worst);
        String most = Numbers.shortText(shares.get(0).error().maxError());
        await("its numbers", () -> readout().contains("max |e| " + most));
        clickOn("#error-all-channels");
        await("all channels", () -> workbench().editor().channelProperty().get() < 0);
        assertThat(table().getSelectionModel().isEmpty()).isTrue();
    }

    @Test
    void aChannelChosenElsewhereIsTheRowThatIsChosen() {
        showErrors("conv2/Conv");
        interact(() -> workbench().editor().channelProperty().set(5));
        await("the row", () -> table().getSelectionModel().getSelectedItem() != null);
        assertThat(table().getSelectionModel().getSelectedItem().channel()).isEqualTo(5);
        interact(() -> table().requestFocus());
        push(KeyCode.ESCAPE);
        assertThat(workbench().editor().channelProperty().get()).isNegative();
    }

    @Test
    void aLayerThatStaysFloatHasNoError() {
        showErrors("conv1/Conv");
        interact(() -> workbench().editing().family(workbench().selected(), FormatFamily.FLOAT));
        await("no error", () -> readout().isEmpty());
        assertThat(this.<Label>node("error-empty").isVisible()).isTrue();
        assertThat(this.<Label>node("error-empty").getText()).contains("not quantized");
    }

    @Test
    void everyFormatAndGranularityHasAPicture() {
        showErrors("fc2/Gemm");
        for (FormatFamily family : FormatFamily.values()) {
            if (family == FormatFamily.FLOAT) {
                continue;
            }
            interact(() -> workbench().editing().family(workbench().selected(), family));
            awaitExact();
            String most = Numbers.shortText(
                    row("fc2/Gemm").quantized().orElseThrow().error().maxError());
            await(family + " is shown", () -> readout().contains("max |e| " + most));
        }
        interact(() -> {
            workbench().editing().family(workbench().selected(), FormatFamily.INT);
            workbench().editing().granularity(workbench().selected(), Granularity.group(32));
        });
        awaitExact();
        await("groups are shown", () -> readout().startsWith("RMSE / step"));
        for (String plot : List.of("VALUES", "ERRORS", "DISTRIBUTION")) {
            clickOn("#error-plot-" + plot);
            await(plot + " is drawn", tasks::isIdle);
            assertThat(this.<ButtonBase>node("error-zoom").isDisabled()).isEqualTo(true);
        }
    }

    @Test
    void theChannelsAreWrittenAsCsv() throws IOException {
        showErrors("conv2/Conv");
        Path file = folder.resolve("channels.csv");
        dialogs.chooseFile(file);
        List<ErrorShare> shares = List.copyOf(table().getItems());
        clickOn("#error-save");
        await("the file", () -> Files.isRegularFile(file) && tasks.isIdle());
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(17);
        assertThat(lines.get(0)).startsWith("layer,channel,share,clip_share,round_share,");
        assertThat(lines.get(1))
                .startsWith("conv2/Conv," + shares.get(0).channel() + ","
                        + shares.get(0).share() + ",");
    }

    @Test
    void tabsAreReachedByKeyboard() {
        openSample("lenet5");
        TabPane centre = node("centre");
        push(KeyCode.SHORTCUT, KeyCode.DIGIT4);
        assertThat(centre.getSelectionModel().getSelectedIndex()).isEqualTo(3);
        await("the error", () -> !readout().isEmpty());
        push(KeyCode.SHORTCUT, KeyCode.DIGIT1);
        assertThat(centre.getSelectionModel().getSelectedIndex()).isZero();
    }

    private void showErrors(String layer) {
        openSample("lenet5");
        select(layer);
        push(KeyCode.SHORTCUT, KeyCode.DIGIT4);
        await("the error", () -> !readout().isEmpty());
    }

    private String readout() {
        return this.<Label>node("error-readout").getText();
    }

    private TableView<ErrorShare> table() {
        return node("error-channels");
    }
}
