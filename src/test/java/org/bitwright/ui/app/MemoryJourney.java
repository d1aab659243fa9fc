package org.bitwright.ui.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javafx.application.Platform;
import javafx.scene.control.Button;
import javafx.scene.input.KeyCode;
import org.bitwright.project.Project;
import org.bitwright.task.Job;
import org.bitwright.ui.common.TaskItem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Memory runs out, or something nobody foresaw happens: it is said, the window lives on, the work can be saved. */
class MemoryJourney extends WindowFixture {
    @TempDir
    private Path folder;

    /** Takes all the memory there is. */
    private static int exhaust() {
        List<long[]> taken = new ArrayList<>();
        while (true) {
            taken.add(
                    new long
                            [(int) Math.min(
                                    Integer.MAX_VALUE - 8, Runtime.getRuntime().maxMemory() / 32)]);
            if (taken.size() > 1000) {
                return taken.size();
            }
        }
    }

    @Test
    void aJobThatRunsOutOfMemorySaysSoAndTheProjectCanBeSaved() throws Exception {
        openSample("lenet5");
        type("bits", "5");
        List<TaskItem> items = new ArrayList<>();
        interact(() -> items.add(tasks.task("large", (progress, cancel) -> exhaust())
                .onFailure(error -> {})
                .start()));
        await("the message", () -> !dialogs.errors().isEmpty());
        assertThat(dialogs.errors())
                .singleElement()
                .asString()
                .startsWith("There is not enough memory for this")
                .doesNotContain("Exception", "heap space");
        assertThat(items.get(0).state()).isEqualTo(Job.State.FAILED);
        Path file = folder.resolve("kept.bitwright");
        dialogs.chooseFile(file);
        push(KeyCode.SHORTCUT, KeyCode.S);
        await("it is saved", () -> !workbench().modifiedProperty().get());
        interact(() -> workbench().close());
        try (Project project = Project.load(file)) {
            assertThat(project.config()
                            .of(project.model().layers().get(0).name())
                            .format()
                            .bits())
                    .isEqualTo(5);
        }
    }

    @Test
    void whatNobodyCatchesOnTheWindowsThreadIsToldOnceAndTheWindowLivesOn() {
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        window.net().spread();
        try {
            for (int time = 0; time < 3; time++) {
                Platform.runLater(MemoryJourney::fail);
            }
            await("the message", () -> !dialogs.errors().isEmpty());
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
        assertThat(dialogs.errors())
                .singleElement()
                .asString()
                .startsWith("Something unexpected happened: odd.")
                .contains("failures.log")
                .doesNotContain("IllegalStateException");
        openSample("lenet5");
        assertThat(workbench().rows()).hasSize(5);
    }

    private static void fail() {
        throw new IllegalStateException("odd");
    }

    @Test
    void theGaugeShowsMemoryAndFreesItWhenPressed() {
        Button gauge = node("memory");
        await("a sample", () -> gauge.getText().matches("[\\d.]+ [MG]B"));
        assertThat(gauge.getAccessibleText()).matches("Memory: [\\d.]+ [MG]B of [\\d.]+ [MG]B");
        WeakReference<byte[]> garbage = new WeakReference<>(new byte[1 << 20]);
        interact(gauge::fire);
        await("garbage is collected", () -> garbage.get() == null);
        assertThat(gauge.getTooltip().getText()).contains("bytes");
    }
}
