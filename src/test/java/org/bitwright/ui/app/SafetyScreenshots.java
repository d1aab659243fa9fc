package org.bitwright.ui.app;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import org.bitwright.project.Project;
import org.bitwright.project.Recovery;
import org.bitwright.ui.common.Theme;
import org.bitwright.ui.common.WindowDialogs;
import org.bitwright.ui.recovery.RecoveriesViewModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures of what is shown of memory, kept work, and what stands in the way of a project. */
class SafetyScreenshots extends WindowFixture {
    @TempDir
    private Path folder;

    private void shot(String name) {
        Shots.topmost(this, name + suffix());
    }

    @Test
    void unsavedWork() {
        openSample("lenet5");
        await(
                "accuracy",
                () -> workbench().measurements().presentProperty().get().isPresent());
        type("bits", "5");
        awaitExact();
        shot("safety-unsaved");
        CountDownLatch gate = new CountDownLatch(1);
        interact(() -> {
            this.<Label>node("status-kept").setText("Unsaved · kept 12:03");
            tasks.task("Measuring accuracy", (progress, cancel) -> {
                        progress.update(1, 3);
                        gate.await();
                        return 1;
                    })
                    .start();
        });
        await("progress", () -> tasks.items().get(0).progressProperty().get() > 0);
        shot("safety-unsaved-busy");
        gate.countDown();
        Button gauge = node("memory");
        dress(Theme.DARK, Locale.SIMPLIFIED_CHINESE, 100);
        interact(() -> gauge.pseudoClassStateChanged(PseudoClass.getPseudoClass("full"), true));
        shot("safety-unsaved-dark-zh");
    }

    @Test
    void workThatWasLeft() {
        for (Theme theme : Theme.values()) {
            Locale language = theme == Theme.LIGHT ? Locale.ENGLISH : Locale.SIMPLIFIED_CHINESE;
            dress(theme, language, 100);
            RecoveriesViewModel model = new RecoveriesViewModel(tasks);
            RecoveryFlow flow = new RecoveryFlow(model, window.files(), dialogs, stage);
            interact(() -> {
                model.found()
                        .setAll(List.of(
                                new Recovery(
                                        Path.of("a"),
                                        Optional.of(Path.of("/home/ada/quantization/digits/lenet5-mixed.bitwright")),
                                        Path.of("/home/ada/models/lenet5.onnx"),
                                        Instant.parse("2026-11-26T12:03:40Z")),
                                new Recovery(
                                        Path.of("b"),
                                        Optional.empty(),
                                        Path.of("/home/ada/models/depthwise.onnx"),
                                        Instant.parse("2026-11-25T17:41:00Z"))));
                flow.show();
            });
            shot("safety-recovery-" + theme.name().toLowerCase(Locale.ROOT));
            push(KeyCode.ESCAPE);
        }
    }

    @Test
    void whatStandsInTheWay() throws IOException {
        Path model = folder.resolve("net.onnx");
        Path data = folder.resolve("digits.npy");
        Path file = folder.resolve("work.bitwright");
        Files.copy(sample("lenet5").model(), model);
        Files.write(data, samples(4));
        try (Project project = Project.create(model)) {
            project.dataSets().use(DataFlow.source(project, data));
            project.save(file);
            project.save(file);
            ask("in-use", file);
        }
        Files.write(data, samples(5));
        ask("changed", file);
        Files.delete(data);
        ask("missing", file);
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 200));
        ask("damaged", file);
        shots("memory", () -> new SafetyNet(tasks, new Failures(new WindowDialogs(stage)))
                .tell(new OutOfMemoryError("heap")));
    }

    @Test
    void whatOthersSaved() throws IOException {
        Path file = folder.resolve("work.bitwright");
        openSample("lenet5");
        awaitExact();
        project().save(file);
        Files.write(file, new byte[] {0}, StandardOpenOption.APPEND);
        SavingFlow flow = new SavingFlow(workbench(), tasks, new WindowDialogs(stage), settings);
        shots("overtaken", () -> flow.save(() -> {}));
    }

    /** An array of zeros of the shape of the network's input, in the format's version 1.0. */
    private static byte[] samples(int count) {
        byte[] header = ("{'descr': '<f4', 'fortran_order': False, 'shape': (" + count + ", 1, 28, 28), }\n")
                .getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(10 + header.length + count * 28 * 28 * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) header.length)
                .put(header)
                .array();
    }

    private void ask(String name, Path file) {
        OpeningFlow flow = new OpeningFlow(window.workbench().closings(), tasks, new WindowDialogs(stage));
        shots(name, () -> flow.open(file, loading -> Project.load(file, loading), Project::close));
    }

    private void shots(String name, Runnable opening) {
        for (Theme theme : Theme.values()) {
            dress(theme, theme == Theme.LIGHT ? Locale.ENGLISH : Locale.SIMPLIFIED_CHINESE, 100);
            interact(opening);
            await("the dialog", () -> lookup(".dialog-pane").tryQuery().isPresent());
            shot("safety-" + name + "-" + theme.name().toLowerCase(Locale.ROOT));
            push(KeyCode.ESCAPE);
            await("it is gone", () -> lookup(".dialog-pane").tryQuery().isEmpty());
        }
    }
}
