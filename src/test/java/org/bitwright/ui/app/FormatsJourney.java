package org.bitwright.ui.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.Spinner;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.bitwright.analysis.SweepPoint;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Rounding;
import org.junit.jupiter.api.Test;
import org.testfx.util.WaitForAsyncUtils;

/** A user tries number formats, groups and roundings on a layer, and sweeps some of them. */
class FormatsJourney extends WindowFixture {

    @Test
    void everyFormatIsChosenWithItsExplanation() {
        openSample("lenet5");
        select("conv2/Conv");
        choose("format", "NF4");
        awaitExact();
        assertThat(row("conv2/Conv").config().format()).isEqualTo(new NumberFormat.Nf4());
        assertThat(row("conv2/Conv").config().granularity()).isEqualTo(Granularity.group(64));
        assertThat(this.<Label>node("own-0").getText()).as("block scales").contains("…");
        assertThat(text("histogram-hint")).contains("64");
        for (FormatFamily family : FormatFamily.values()) {
            pick("format", family);
            awaitExact();
            assertThat(FormatFamily.of(row("conv2/Conv").config().format())).isEqualTo(family);
            assertThat(text("format-note")).as(family.id()).isNotEmpty();
            assertThat(this.<Node>node("bits").isDisabled()).as(family.id()).isEqualTo(family.isFixed());
        }
        push(KeyCode.SHORTCUT, KeyCode.Z);
        awaitExact();
        assertThat(row("conv2/Conv").config().format()).isEqualTo(new NumberFormat.Nf4());
    }

    @Test
    void whatHasNoMeaningIsGreyedAndSaysWhy() {
        openSample("lenet5");
        select("conv2/Conv");
        choose("format", "MXFP4");
        awaitExact();
        assertThat(this.<Node>node("granularity").isDisabled()).isTrue();
        assertThat(text("granularity-note")).isEqualTo("The format fixes its own blocks.");
        assertThat(this.<Node>node("calibrator").isDisabled()).isTrue();
        assertThat(text("calibrator-note")).isEqualTo("The format defines its own scale.");
        assertThat(this.<Node>node("rounding").isDisabled()).isFalse();

        pick("format", FormatFamily.CODEBOOK);
        awaitExact();
        assertThat(this.<Node>node("rounding").isDisabled()).isTrue();
        assertThat(text("rounding-note")).contains("nearest level");
        clickOn("#granularity");
        assertThat(cell("group of 32").isDisabled()).isTrue();
        assertThat(cell("group of 32").getText()).contains("more room than the weights");
        assertThat(cell("channel").isDisabled()).isFalse();
        push(KeyCode.ESCAPE);

        var before = row("conv2/Conv").config();
        pick("granularity", Granularity.group(32));
        assertThat(row("conv2/Conv").config()).isEqualTo(before);
        assertThat(this.<ComboBox<?>>node("granularity").getValue()).isEqualTo(Granularity.TENSOR);
    }

    @Test
    void groupsOfAnySizeHaveTheirScales() {
        openSample("lenet5");
        select("fc1/Gemm");
        double perTensor = sqnr();
        assertThat(isShown("min")).isTrue();
        choose("granularity", "group of 32");
        awaitExact();
        assertThat(row("fc1/Gemm").config().granularity()).isEqualTo(Granularity.group(32));
        assertThat(sqnr()).as("smaller granules, smaller errors").isGreaterThan(perTensor);
        assertThat(text("granularity-note")).contains("range of its own");
        assertThat(isShown("min")).as("groups have no range to edit").isFalse();
        assertThat(isShown("range-bar")).isFalse();
        double groups32 = sqnr();
        type("group-size", "7");
        awaitExact();
        assertThat(row("fc1/Gemm").config().granularity()).isEqualTo(Granularity.group(7));
        assertThat(sqnr()).isGreaterThan(groups32);
        type("group-size", "0");
        assertThat(text("group-size-reason")).contains("1");
        push(KeyCode.ESCAPE);
        interact(() -> workbench().editor().channelProperty().set(3));
        assertThat(text("histogram-readout")).contains("groups of 7");
    }

    @Test
    void roundingIsChosenSeededAndTakenBack() {
        openSample("lenet5");
        select("conv2/Conv");
        double nearest = sqnr("conv2/Conv");
        choose("rounding", "floor");
        awaitExact();
        assertThat(sqnr("conv2/Conv")).as("floor costs about 6 dB").isLessThan(nearest - 4);
        pick("rounding", Rounding.stochastic(0));
        awaitExact();
        assertThat(this.<TextField>node("seed").isVisible()).isTrue();
        type("seed", "42");
        awaitExact();
        assertThat(row("conv2/Conv").config().rounding()).isEqualTo(Rounding.stochastic(42));
        push(KeyCode.SHORTCUT, KeyCode.Z).push(KeyCode.SHORTCUT, KeyCode.Z).push(KeyCode.SHORTCUT, KeyCode.Z);
        awaitExact();
        assertThat(sqnr("conv2/Conv")).isEqualTo(nearest);
    }

    @Test
    void fitAllGivesEveryRangeBackToTheCalibrator() {
        openSample("lenet5");
        select("conv1/Conv");
        type("max", "0.1");
        select("conv2/Conv");
        type("max", "0.1");
        interact(() -> workbench().select(List.copyOf(workbench().rows())));
        dialogs.answer("overwrite");
        clickOn("#fit");
        awaitExact();
        assertThat(workbench().rows()).noneMatch(row -> row.config().isHandMade());
        assertThat(workbench().undoNameProperty().get()).hasValue("5 layers: fit the range");
    }

    @Test
    void aSweepShowsAFormatOfOneWidthAsADot() {
        openSample("lenet5");
        push(KeyCode.F6);
        clickOn("#sweep-granularity-TENSOR");
        clickOn("#sweep-nf4");
        clickOn("#sweep-fp8-e4m3");
        clickOn("#sweep-some-samples");
        interact(() -> {
            this.<Spinner<Integer>>node("sweep-from").getValueFactory().setValue(4);
            this.<Spinner<Integer>>node("sweep-to").getValueFactory().setValue(5);
        });
        clickOn("#sweep-start");
        await(
                "two integers and two dots",
                () -> points().size() == 4 && points().stream().allMatch(SweepPoint::complete));
        assertThat(points())
                .extracting(point -> point.series().family().id() + " " + point.bits())
                .containsExactlyInAnyOrder("int 4", "int 5", "nf4 4", "fp8-e4m3 8");
        assertThat(points())
                .filteredOn(point -> point.series().isDot())
                .allMatch(point -> point.accuracy().top1() > 0.95);
        clickOn("#sweep-as-table");
        assertThat(lookup("NF4 · groups of 64").tryQuery()).isPresent();
        clickOn("#sweep-as-chart");
        SweepPoint dot = points().stream()
                .filter(point -> point.series().family() == FormatFamily.NF4)
                .findFirst()
                .orElseThrow();
        dialogs.answer("apply");
        interact(() -> window.sweep().chart().cursor().choose(dot));
        awaitExact();
        assertThat(workbench().rows())
                .allMatch(row -> row.config().format() instanceof NumberFormat.Nf4)
                .allMatch(row -> row.config().calibrator().equals(Calibrator.minMax()));
    }

    private List<SweepPoint> points() {
        return List.copyOf(window.sweep().chart().points());
    }

    /** By mouse, from the list that opens. */
    private void choose(String box, String name) {
        clickOn("#" + box);
        clickOn(cell(name));
        WaitForAsyncUtils.waitForFxEvents();
    }

    private <T> void pick(String box, T value) {
        interact(() -> this.<ComboBox<T>>node(box).setValue(value));
        WaitForAsyncUtils.waitForFxEvents();
    }

    private ListCell<?> cell(String name) {
        return lookup(".list-cell")
                .match((ListCell<?> cell) -> cell.isVisible() && words(cell).startsWith(name))
                .query();
    }

    private static String words(ListCell<?> cell) {
        if (cell.getText() != null) {
            return cell.getText();
        }
        return cell.getGraphic() instanceof Label label ? label.getText() : "";
    }

    /** Whether a node and all that it lies in are visible. */
    private boolean isShown(String id) {
        for (Node node = node(id); node != null; node = node.getParent()) {
            if (!node.isVisible()) {
                return false;
            }
        }
        return true;
    }

    private String text(String label) {
        return this.<Label>node(label).getText();
    }

    private double sqnr() {
        return sqnr("fc1/Gemm");
    }

    private double sqnr(String layer) {
        return row(layer).quantized().orElseThrow().error().sqnrDb();
    }
}
