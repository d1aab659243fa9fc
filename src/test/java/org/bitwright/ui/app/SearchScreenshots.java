package org.bitwright.ui.app;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Scene;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Spinner;
import javafx.scene.control.TextField;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.Window;
import javax.imageio.ImageIO;
import org.bitwright.analysis.SweepPlan;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.analysis.search.SearchResult;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Scheme;
import org.bitwright.ui.common.Theme;
import org.bitwright.ui.search.BudgetKind;
import org.junit.jupiter.api.Test;
import org.testfx.util.WaitForAsyncUtils;

/** Pictures of the search and of size against accuracy with what was really measured, in target/screenshots. */
class SearchScreenshots extends WindowFixture {
    private static final Path FOLDER = Path.of("target", "screenshots");
    private static final int PULSES = 6;

    @Test
    void searchInTheWindow() {
        openSample("lenet5");
        for (Theme theme : Theme.values()) {
            dress(theme, Locale.ENGLISH, 100);
            push(KeyCode.F9);
            WaitForAsyncUtils.waitForFxEvents();
            shot("search-form-" + name(theme));
            push(KeyCode.ESCAPE);
        }
        dress(Theme.LIGHT, Locale.SIMPLIFIED_CHINESE, 100);
        push(KeyCode.F9);
        interact(() -> this.<ComboBox<BudgetKind>>node("search-budget-kind").setValue(BudgetKind.ACCURACY_LOSS));
        budget("0.1");
        shot("search-form-zh");
        push(KeyCode.ESCAPE);
        dress(Theme.LIGHT, Locale.ENGLISH, 100);
        sweep();
        push(KeyCode.F9);
        interact(() -> this.<ComboBox<BudgetKind>>node("search-budget-kind").setValue(BudgetKind.BIT_OPERATIONS));
        WaitForAsyncUtils.waitForFxEvents();
        shot("search-form-operations");
        interact(() -> this.<ComboBox<BudgetKind>>node("search-budget-kind").setValue(BudgetKind.SIZE));
        budget("24");
        spin("search-candidates", 30);
        spin("search-checks", 10);
        clickOn("#search-start");
        await(
                "some are measured",
                () -> last().map(SearchResult::points).orElse(List.of()).size() > 12);
        clickOn("#search-pause");
        dress(Theme.DARK, Locale.ENGLISH, 100);
        shot("search-running-dark");
        dress(Theme.LIGHT, Locale.ENGLISH, 100);
        shot("search-running-light");
        clickOn("#search-resume");
        await("the search is done", () -> last().filter(SearchResult::finished).isPresent() && tasks.isIdle());
        interact(() -> node("front-plot").requestFocus());
        push(KeyCode.UP);
        push(KeyCode.UP);
        for (Theme theme : Theme.values()) {
            dress(theme, Locale.ENGLISH, 100);
            shot("search-done-" + name(theme));
        }
        push(KeyCode.ESCAPE);
        clickOn("#search-use");
        awaitExact();
        dress(Theme.DARK, Locale.SIMPLIFIED_CHINESE, 100);
        shot("search-used-zh");
        clickOn("#search-shown");
        clickOn("#front-as-table");
        dress(Theme.LIGHT, Locale.ENGLISH, 100);
        shot("search-table");
        clickOn("#front-as-chart");
        shot("search-chart-alone");
        clickOn("#search-shown");
        dress(Theme.LIGHT, Locale.ENGLISH, 200);
        shot("search-done-200");
    }

    private java.util.Optional<SearchResult> last() {
        return workbench().project().flatMap(open -> open.exploration().lastSearch());
    }

    private void sweep() {
        SweepSeries channel = new SweepSeries(Granularity.CHANNEL, Calibrator.mse(), Scheme.SYMMETRIC);
        SweepSeries tensor = new SweepSeries(Granularity.TENSOR, Calibrator.minMax(), Scheme.SYMMETRIC);
        SweepPlan plan = new SweepPlan(
                List.of(channel, tensor), IntStream.rangeClosed(2, 8).boxed().toList(), List.of(), QuantConfig.empty());
        interact(() -> window.sweep().flow().run(plan, OptionalInt.empty()));
        await(
                "the sweep is done",
                () -> workbench().project().flatMap(open -> open.measuring().lastSweep()).isPresent() && tasks.isIdle());
    }

    private static String name(Theme theme) {
        return theme.name().toLowerCase(Locale.ROOT);
    }

    private void shot(String name) {
        for (int pulse = 0; pulse < PULSES; pulse++) {
            WaitForAsyncUtils.waitForFxEvents();
        }
        interact(() -> {
            List<Window> windows = Window.getWindows().stream()
                    .filter(Window::isShowing)
                    .filter(Stage.class::isInstance)
                    .toList();
            Scene scene = windows.get(windows.size() - 1).getScene();
            save(scene.snapshot(null), name + suffix() + ".png");
        });
    }

    private static void save(WritableImage image, String name) {
        try {
            Files.createDirectories(FOLDER);
            BufferedImage picture = SwingFXUtils.fromFXImage(image, null);
            BufferedImage opaque =
                    new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
            opaque.createGraphics().drawImage(picture, 0, 0, null);
            ImageIO.write(opaque, "png", FOLDER.resolve(name).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void spin(String id, int value) {
        Spinner<Integer> spinner = node(id);
        interact(() -> spinner.getValueFactory().setValue(value));
    }

    /** Without Enter, which would start. */
    private void budget(String text) {
        TextField field = node("search-budget-number");
        clickOn(field);
        interact(field::selectAll);
        write(text);
        WaitForAsyncUtils.waitForFxEvents();
    }
}
