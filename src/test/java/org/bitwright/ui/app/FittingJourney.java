package org.bitwright.ui.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ToolBar;
import javafx.scene.text.Text;
import org.bitwright.ui.common.Theme;
import org.bitwright.ui.common.WindowLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.testfx.util.WaitForAsyncUtils;

/** What the window says is in it, and not cut off or beyond its edge, in large letters too. */
class FittingJourney extends WindowFixture {
    @Test
    void nothingIsBeyondTheEdgeInLargeLetters() {
        openSample("lenet5");
        interact(() -> workbench().editing().bits(List.copyOf(workbench().rows()), 4));
        await("accuracy", tasks::isIdle);
        for (Locale language : List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE)) {
            for (double percent : List.of(100.0, 150.0, 200.0)) {
                dress(Theme.LIGHT, language, percent);
                await(
                        language + " at " + percent + " %",
                        () -> right(".status-bar") <= window.scene().getWidth());
                assertThat(right("#toolbar"))
                        .as("%s at %s %%", language, percent)
                        .isLessThanOrEqualTo(window.scene().getWidth());
                assertThat(shownInToolBar()).isNotEmpty().allSatisfy(FittingJourney::isWhole);
            }
        }
    }

    @Test
    void theLineOfALayerIsWholeInTheSmallestWindowThatHasRoomForAll() {
        openSample("residual");
        assertThat(window.scene().getWidth()).isEqualTo(WindowLayout.INITIAL.width());
        Label readout = node("histogram-readout");
        assertThat(readout.getText()).contains("SQNR").contains("step");
        isWhole(readout);
        interact(() -> workbench().editing().bits(List.copyOf(workbench().rows()), 4));
        dress(Theme.DARK, Locale.SIMPLIFIED_CHINESE, 100);
        awaitExact();
        isWhole(readout);
    }

    @AfterEach
    void english() {
        dress(Theme.LIGHT, Locale.ENGLISH, 100);
    }

    private double right(String selector) {
        Node node = lookup(selector).query();
        Bounds bounds = node.localToScene(node.getLayoutBounds());
        return bounds.getMaxX();
    }

    /** What overflows is in a menu at the bar's end. */
    private List<Labeled> shownInToolBar() {
        ToolBar bar = node("toolbar");
        WaitForAsyncUtils.waitForFxEvents();
        return bar.getItems().stream()
                .filter(Labeled.class::isInstance)
                .map(Labeled.class::cast)
                .filter(item -> !item.getText().isEmpty() && item.getScene() == window.scene())
                .toList();
    }

    /** The text on the screen is the whole text, without an ellipsis in its place. */
    private static void isWhole(Labeled labeled) {
        assertThat(labeled.lookupAll(".text").stream()
                        .filter(Text.class::isInstance)
                        .map(node -> ((Text) node).getText()))
                .contains(labeled.getText());
    }
}
