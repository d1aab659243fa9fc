package org.bitwright.ui.app;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Spinner;
import javafx.scene.control.TabPane;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.bitwright.analysis.search.SearchPoint;
import org.bitwright.analysis.search.SearchResult;
import org.bitwright.quant.QuantConfig;
import org.junit.jupiter.api.Test;
import org.testfx.util.WaitForAsyncUtils;

class SearchJourney extends WindowFixture {

    @Test
    void aSearchIsHeldGoesOnAndItsBestIsTakenInOneStep() {
        openSample("lenet5");
        push(KeyCode.F9);
        spin("search-from", 3);
        spin("search-to", 5);
        spin("search-candidates", 6);
        spin("search-checks", 3);
        clickOn("#search-start");
        await("the search runs", () -> shows("search-pause"));
        assertThat(this.<TabPane>node("charts")
                        .getSelectionModel()
                        .getSelectedItem()
                        .getText())
                .isEqualTo("Size / accuracy");
        clickOn("#search-pause");
        assertThat(shows("search-resume")).isTrue();
        assertThat(text("search-status")).startsWith("Paused");
        clickOn("#search-resume");
        await("the search is done", () -> last().finished() && tasks.isIdle());
        assertThat(text("search-status")).startsWith("Done");
        SearchPoint best = last().best().orElseThrow();
        assertThat(best.bytes()).isLessThanOrEqualTo(most());

        QuantConfig before = workbench().configProperty().get();
        clickOn("#search-use");
        assertThat(workbench().configProperty().get()).isEqualTo(best.config());
        assertThat(this.<Button>node("search-use").isDisabled()).isTrue();
        assertThat(workbench().undoNameProperty().get())
                .hasValueSatisfying(name -> assertThat(name).startsWith("search:"));
        push(KeyCode.SHORTCUT, KeyCode.Z);
        assertThat(workbench().configProperty().get()).isEqualTo(before);
    }

    @Test
    void aSearchThatWasEndedGoesOnWithWhatItMeasured() {
        openSample("lenet5");
        push(KeyCode.F9);
        spin("search-candidates", 200);
        clickOn("#search-start");
        await(
                "some are measured",
                () -> project().exploration().lastSearch().isPresent()
                        && last().points().size() > 2);
        clickOn("#search-cancel");
        await("it has ended", () -> shows("search-continue"));
        int measured = last().points().size();
        clickOn("#search-continue");
        await("it goes on", () -> last().points().size() > measured);
        interact(() ->
                workbench().edit(() -> "other widths", last().points().get(0).config()));
        assertThat(shows("search-pause")).isTrue();
        clickOn("#search-cancel");
        await("it has ended", () -> shows("search-continue") && tasks.isIdle());
        interact(() -> workbench().close());
        assertThat(shows("search-panel")).isFalse();
    }

    @Test
    void theFormSaysWhatTheBudgetCanBe() {
        openSample("lenet5");
        push(KeyCode.F9);
        budget("1");
        assertThat(text("search-problem")).contains("least possible is");
        assertThat(this.<Button>node("search-start").isDisabled()).isTrue();
        budget("25");
        assertThat(text("search-problem")).isEmpty();
        assertThat(text("search-hint")).contains("All weights in float: 246 KB");
        budget("nothing");
        assertThat(text("search-problem")).contains("above 0");
        push(KeyCode.ESCAPE);
    }

    private boolean shows(String id) {
        return lookup("#" + id).tryQuery().filter(node -> node.isVisible()).isPresent();
    }

    private String text(String id) {
        return this.<Label>node(id).getText();
    }

    private SearchResult last() {
        return project().exploration().lastSearch().orElseThrow();
    }

    private long most() {
        return ((org.bitwright.analysis.search.Budget.Bytes) last().plan().budget()).most();
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
