package org.bitwright.ui.app;

import com.sun.javafx.scene.input.DragboardHelper;
import com.sun.javafx.tk.Toolkit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.DragEvent;
import javafx.scene.input.Dragboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.TransferMode;
import javafx.stage.Stage;
import org.bitwright.project.Project;
import org.bitwright.project.Sample;
import org.bitwright.project.Samples;
import org.bitwright.ui.common.LayerRow;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.ScriptedDialogs;
import org.bitwright.ui.common.Settings;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Theme;
import org.bitwright.ui.common.WindowLayout;
import org.bitwright.ui.common.Workbench;
import org.junit.jupiter.api.AfterEach;
import org.testfx.framework.junit5.ApplicationTest;
import org.testfx.util.WaitForAsyncUtils;

/** The whole window on a headless screen, with dialogs that a test answers. */
abstract class WindowFixture extends ApplicationTest {
    private static final long SECONDS = 60;

    protected final ScriptedDialogs dialogs = new ScriptedDialogs();
    protected final Settings settings = new Settings();
    protected Tasks tasks;
    protected MainWindow window;
    protected Stage stage;

    @Override
    public void start(Stage primary) throws IOException {
        stage = primary;
        settings.languageProperty().set(Locale.ENGLISH);
        settings.themeProperty().set(Theme.LIGHT);
        settings.layoutProperty().set(size());
        primary.setWidth(size().width());
        primary.setHeight(size().height());
        tasks = Tasks.background();
        window = new MainWindow(primary, settings, tasks, dialogs, Samples.list());
        window.show();
    }

    protected WindowLayout size() {
        return WindowLayout.INITIAL;
    }

    protected void dress(Theme theme, Locale language, double percent) {
        interact(() -> {
            settings.themeProperty().set(theme);
            settings.languageProperty().set(language);
            settings.zoomFont(percent);
        });
    }

    /** Width of the window for names of pictures, where it is not the smallest that everything must fit in. */
    protected String suffix() {
        return size().width() == WindowLayout.INITIAL.width() ? "" : "-" + Math.round(size().width());
    }

    @AfterEach
    void closeWindow() {
        interact(() -> {
            window.close();
            tasks.close();
            stage.close();
        });
    }

    /** What training measured for the float model, as the window writes it. */
    protected static String trainedAccuracy(String id) {
        Sample sample = sample(id);
        return Numbers.percent((double) sample.correct() / sample.samples());
    }

    protected static Sample sample(String id) {
        try {
            return Samples.list().stream()
                    .filter(sample -> sample.id().equals(id))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    protected Workbench workbench() {
        return window.workbench();
    }

    protected Project project() {
        return workbench().project().orElseThrow();
    }

    /** Opens a model or weights as a user does, with Ctrl+O. */
    protected void openWithShortcut(Path file) {
        dialogs.chooseFile(file);
        push(KeyCode.SHORTCUT, KeyCode.O);
        await("it is open", () -> workbench()
                .project()
                .filter(open -> open.model().fileName().equals(String.valueOf(file.getFileName())))
                .isPresent());
        awaitExact();
    }

    /** Has the network that is open measured on the evaluation data of a sample. */
    protected void measureOnDataOf(String sample) {
        interact(() -> window.files().data().use(sample(sample).evaluationSource(), false));
        await(
                "accuracy",
                () -> workbench().measurements().presentProperty().get().isPresent());
    }

    protected void openSample(String id) {
        Sample sample = sample(id);
        interact(() -> window.openSample(sample));
        await("the sample is open", () -> workbench().project().isPresent());
        awaitExact();
    }

    /** Waits until every layer shows exact numbers, and weights are there. */
    protected void awaitExact() {
        await("exact numbers", () -> workbench().rows().stream().allMatch(row -> row.quantized()
                .filter(layer -> layer.error().exact() && layer.config().equals(row.config()))
                .isPresent()));
        await("weights", () -> workbench().editor().weightsProperty().get().isPresent());
        WaitForAsyncUtils.waitForFxEvents();
    }

    protected void await(String what, BooleanSupplier condition) {
        Callable<Boolean> asked =
                () -> WaitForAsyncUtils.asyncFx(condition::getAsBoolean).get();
        try {
            WaitForAsyncUtils.waitFor(SECONDS, TimeUnit.SECONDS, asked);
        } catch (TimeoutException e) {
            throw new AssertionError("waited " + SECONDS + " s for: " + what, e);
        }
        WaitForAsyncUtils.waitForFxEvents();
    }

    protected LayerRow row(String layer) {
        return workbench().row(layer).orElseThrow();
    }

    protected void select(String... layers) {
        List<LayerRow> rows = java.util.Arrays.stream(layers).map(this::row).toList();
        interact(() -> workbench().select(rows));
        awaitExact();
    }

    protected <T extends Node> T node(String id) {
        return lookup("#" + id).query();
    }

    /** Drops files on the window, as the system does. */
    protected void drop(Path... files) {
        interact(() -> {
            Dragboard board =
                    DragboardHelper.createDragboard(Toolkit.getToolkit().createLocalClipboard());
            ClipboardContent content = new ClipboardContent();
            content.putFiles(Arrays.stream(files).map(Path::toFile).toList());
            board.setContent(content);
            Node root = window.scene().getRoot();
            Event.fireEvent(
                    root,
                    new DragEvent(DragEvent.DRAG_DROPPED, board, 10, 10, 10, 10, TransferMode.COPY, null, null, null));
        });
    }

    /** Types into a field in the place of what it holds, and presses Enter. */
    protected void type(String id, String text) {
        Node field = node(id);
        clickOn(field);
        push(KeyCode.SHORTCUT, KeyCode.A);
        write(text);
        push(KeyCode.ENTER);
        WaitForAsyncUtils.waitForFxEvents();
    }
}
