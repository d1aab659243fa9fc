package org.bitwright.ui.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.TabPane;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.bitwright.project.Loading;
import org.bitwright.project.OwnState;
import org.bitwright.project.Problem;
import org.bitwright.project.Project;
import org.bitwright.project.Recoveries;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Scheme;
import org.bitwright.ui.common.TaskItem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.util.WaitForAsyncUtils;

/** What stands in the way of a project is asked about, and work that was not saved comes back after a crash. */
class SafetyJourney extends WindowFixture {
    @TempDir
    private Path folder;

    private Path state;

    @BeforeEach
    void keepStateAway() {
        state = folder.resolve("state");
        OwnState.use(state);
    }

    @AfterEach
    void forgetState() {
        interact(() -> window.close());
        OwnState.forget();
    }

    /** A project of a model of its own, in which a layer has 5 bits, and before that had 6. */
    private Path projectFile() throws IOException {
        Path model = folder.resolve("net.onnx");
        Files.copy(sample("lenet5").model(), model);
        Path file = folder.resolve("work.bitwright");
        try (Project project = Project.create(model)) {
            for (int bits : new int[] {6, 5}) {
                String layer = project.model().layers().get(0).name();
                project.edit(
                        "bits",
                        project.config()
                                .with(
                                        layer,
                                        project.config()
                                                .of(layer)
                                                .withFormat(NumberFormat.uniform(bits, Scheme.SYMMETRIC))));
                project.save(file);
            }
        }
        return file;
    }

    private void open(Path file) {
        interact(() -> window.files().open(file));
    }

    private void awaitOpen(String what) {
        await(what, () -> workbench().project().isPresent());
    }

    private int bits() {
        return workbench().rows().get(0).config().format().bits();
    }

    @Test
    void workOfAProgramThatDiedIsOfferedAndRecovered() throws IOException {
        Path file = projectFile();
        open(file);
        awaitOpen("the project");
        type("bits", "3");
        Label kept = node("status-kept");
        await("it is kept", () -> kept.getText().matches("Unsaved · kept \\d\\d:\\d\\d"));
        leaveAsTheDeadDo();
        dialogs.answer("discard");
        push(KeyCode.SHORTCUT, KeyCode.W);
        await("closed", () -> workbench().project().isEmpty());

        interact(window::offerRecovery);
        await("it is offered", () -> lookup("#recovery").tryQuery().isPresent());
        clickOn("#recovery-later");
        assertThat(Recoveries.found()).hasSize(1);
        interact(window::offerRecovery);
        await("it is offered again", () -> lookup("#recovery").tryQuery().isPresent());
        clickOn(lookup("#recovery .recover").queryButton());
        awaitOpen("the work");
        assertThat(bits()).isEqualTo(3);
        assertThat(workbench().modifiedProperty().get()).isTrue();
        assertThat(stage.getTitle()).isEqualTo("• work.bitwright (recovered) – Bitwright");
        assertThat(savedBits(file)).isEqualTo(5);

        push(KeyCode.SHORTCUT, KeyCode.S);
        await("it is saved", () -> !workbench().modifiedProperty().get());
        assertThat(stage.getTitle()).isEqualTo("work.bitwright – Bitwright");
        interact(() -> window.close());
        assertThat(savedBits(file)).isEqualTo(3);
        assertThat(Recoveries.found()).isEmpty();
    }

    /** Opening takes a while, in which the window is there to be worked with. */
    @Test
    void whatIsDoneWhileAnotherFileIsOpenedIsNotLost() throws IOException {
        Path file = projectFile();
        open(file);
        awaitOpen("the project");
        interact(() -> {
            window.files().open(sample("simple-model").model());
            setBits(3);
        });
        await("it is asked", () -> dialogs.questions().size() == 1);
        assertThat(workbench().project().orElseThrow().file()).contains(file);
        assertThat(bits()).isEqualTo(3);

        dialogs.answer("save");
        open(sample("simple-model").model());
        await("the other", () -> workbench().project().orElseThrow().file().isEmpty());
        assertThat(savedBits(file)).isEqualTo(3);
    }

    @Test
    void whatIsDoneWhileSavingIsAskedAboutBeforeClosing() throws IOException {
        Path file = projectFile();
        open(file);
        awaitOpen("the project");
        dialogs.answer("save");
        interact(() -> {
            setBits(3);
            window.files().close();
            awaitSaved(file, 3);
            setBits(4);
        });
        await("it is asked again", () -> dialogs.questions().size() == 2);
        assertThat(workbench().project().orElseThrow().file()).contains(file);
        assertThat(bits()).isEqualTo(4);
        assertThat(workbench().modifiedProperty().get()).isTrue();
    }

    /** An autosave may be under way on a slow disk. */
    @Test
    void closingWaitsForTheDiskAndNotTheWindow() throws IOException {
        Path file = projectFile();
        open(file);
        awaitOpen("the project");
        CountDownLatch written = new CountDownLatch(1);
        interact(() -> workbench().beforeClosing(() -> awaitQuietly(written)));

        interact(() -> window.files().close());

        assertThat(workbench().project()).isEmpty();
        await("it is told", () -> tasks.items().stream()
                .anyMatch(item -> item.name().equals("Closing net.onnx") && item.isActive()));
        open(file);
        await(
                "it waits",
                () -> tasks.items().stream().filter(TaskItem::isActive).count() == 2);
        written.countDown();
        awaitOpen("the project again");
        assertThat(dialogs.questions()).isEmpty();
        assertThat(bits()).isEqualTo(5);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** On the window's thread, so that it cannot hear of it in between. */
    private static void awaitSaved(Path file, int bits) {
        Callable<Boolean> saved = () -> savedBits(file) == bits;
        try {
            WaitForAsyncUtils.waitFor(30, TimeUnit.SECONDS, saved);
        } catch (TimeoutException e) {
            throw new AssertionError("it was not saved", e);
        }
    }

    private void setBits(int bits) {
        Project open = workbench().project().orElseThrow();
        String layer = open.model().layers().get(0).name();
        open.edit(
                "bits",
                open.config()
                        .with(layer, open.config().of(layer).withFormat(NumberFormat.uniform(bits, Scheme.SYMMETRIC))));
        workbench().refresh();
    }

    @Test
    void workThatNobodyWantsIsDiscarded() throws IOException {
        open(projectFile());
        awaitOpen("the project");
        type("bits", "3");
        Label kept = node("status-kept");
        await("it is kept", () -> kept.getText().contains("kept"));
        leaveAsTheDeadDo();
        interact(() -> window.close());
        interact(window::offerRecovery);
        await("it is offered", () -> lookup("#recovery").tryQuery().isPresent());
        clickOn(lookup("#recovery .discard").queryButton());
        assertThat(Recoveries.found()).as("without an answer nothing is lost").hasSize(1);
        dialogs.answer("discard");
        clickOn(lookup("#recovery .discard").queryButton());
        await("nothing is offered", () -> lookup("#recovery").tryQuery().isEmpty());
        assertThat(Recoveries.found()).isEmpty();
    }

    /** What is kept is held by this process; a copy of it is held by nobody. */
    private void leaveAsTheDeadDo() throws IOException {
        Path autosaves = state.resolve("autosave");
        try (Stream<Path> files = Files.list(autosaves)) {
            Path held = files.filter(file -> file.toString().endsWith(".bitwright"))
                    .findFirst()
                    .orElseThrow();
            Files.copy(held, autosaves.resolve("left.bitwright"));
        }
    }

    private static int savedBits(Path file) throws IOException {
        try (Project project = Project.load(file, Loading.usual().copy())) {
            return project.config()
                    .of(project.model().layers().get(0).name())
                    .format()
                    .bits();
        }
    }

    @Test
    void aProjectThatIsOpenElsewhereOpensAsACopy() throws IOException {
        Path file = projectFile();
        try (Project other = Project.load(file)) {
            assertThat(other.file()).contains(file);
            open(file);
            await("it is asked", () -> dialogs.questions().size() == 1);
            assertThat(dialogs.questions().get(0)).startsWith("work.bitwright").contains("open");
            assertThat(workbench().project()).isEmpty();
            dialogs.answer("copy");
            open(file);
            awaitOpen("the copy");
            assertThat(workbench().project().orElseThrow().file()).isEmpty();
            assertThat(bits()).isEqualTo(5);
        }
    }

    @Test
    void aMissingModelIsLocatedAfterAWrongOne() throws IOException {
        Path file = projectFile();
        Path moved = Files.createDirectories(folder.resolve("elsewhere")).resolve("moved.onnx");
        Files.move(folder.resolve("net.onnx"), moved);
        dialogs.answer("locate");
        dialogs.chooseFile(sample("simple-model").model());
        dialogs.answer("locate");
        dialogs.chooseFile(moved);
        open(file);
        awaitOpen("the project");
        assertThat(dialogs.questions()).hasSize(2);
        assertThat(dialogs.questions().get(0)).startsWith("work.bitwright does not find its model");
        assertThat(dialogs.questions().get(1))
                .contains("is not the one that work.bitwright was saved with as its model");
        assertThat(workbench().project().orElseThrow().model().path()).isEqualTo(moved);
        assertThat(bits()).isEqualTo(5);
        assertThat(dialogs.errors()).isEmpty();
    }

    @Test
    void aChangedModelIsTakenAsItIsAndWhatIsLostIsSaid() throws IOException {
        Path file = projectFile();
        Files.copy(sample("simple-model").model(), folder.resolve("net.onnx"), StandardCopyOption.REPLACE_EXISTING);
        dialogs.answer("accept");
        open(file);
        awaitOpen("the project");
        assertThat(dialogs.questions()).singleElement().asString().contains("is dropped");
        assertThat(workbench().modifiedProperty().get()).isTrue();
        assertThat(workbench().project().orElseThrow().saving().loadNotes())
                .extracting(Problem::kind)
                .contains(Problem.Kind.CHANGED_MODEL, Problem.Kind.CHOICES_DROPPED);
        assertThat(this.<TabPane>node("notes").getSelectionModel().getSelectedIndex())
                .isEqualTo(1);
        assertThat(savedBits(restored(file))).isEqualTo(5);
    }

    /** With the model back that it was saved with. */
    private Path restored(Path file) {
        try {
            Files.copy(sample("lenet5").model(), folder.resolve("net.onnx"), StandardCopyOption.REPLACE_EXISTING);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aDamagedProjectGoesBackToTheCopyThatWasKept() throws IOException {
        Path file = projectFile();
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        open(file);
        await("it is asked", () -> dialogs.questions().size() == 1);
        assertThat(workbench().project()).isEmpty();
        dialogs.answer("restore");
        open(file);
        awaitOpen("the copy");
        assertThat(bits()).isEqualTo(6);
        assertThat(folder.resolve("work.bitwright.damaged")).isRegularFile();
    }

    @Test
    void aProjectLooksAsItDidWhenItWasSavedAndIsSavedElsewhereWhereItCannotBe() throws IOException {
        Path file = projectFile();
        open(file);
        awaitOpen("the project");
        TabPane charts = node("charts");
        interact(() -> {
            this.<TextField>node("filter").setText("co");
            workbench().select(List.of(row("conv2/Conv"), row("conv1/Conv")));
            charts.getSelectionModel().select(2);
        });
        dialogs.chooseFile(file.resolve("no-folder.bitwright"));
        dialogs.answer("elsewhere");
        dialogs.chooseFile(folder.resolve("again"));
        push(KeyCode.SHORTCUT, KeyCode.SHIFT, KeyCode.S);
        Path again = folder.resolve("again.bitwright");
        await("it is saved", () -> workbench()
                .project()
                .flatMap(Project::file)
                .filter(again::equals)
                .isPresent());
        assertThat(dialogs.questions()).hasSize(1);
        interact(() -> {
            workbench().close();
            charts.getSelectionModel().select(0);
        });
        assertThat(this.<TextField>node("filter").getText()).isEmpty();

        open(again);
        awaitOpen("the project again");
        assertThat(workbench().selected()).extracting(row -> row.name()).containsExactly("conv2/Conv", "conv1/Conv");
        assertThat(charts.getSelectionModel().getSelectedIndex()).isEqualTo(2);
        assertThat(this.<TextField>node("filter").getText()).isEqualTo("co");

        Files.delete(file);
        interact(() -> window.close());
        await("the missing file is greyed", () -> lookup("#recent .hyperlink").queryAllAs(Hyperlink.class).stream()
                .anyMatch(link -> link.getText().equals("work.bitwright") && link.isDisabled()));
        assertThat(lookup("#recent .hyperlink").queryAllAs(Hyperlink.class))
                .filteredOn(link -> link.getText().equals("again.bitwright"))
                .singleElement()
                .satisfies(link -> assertThat(link.isDisabled()).isFalse());
    }
}
