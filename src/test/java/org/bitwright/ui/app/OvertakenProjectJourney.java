package org.bitwright.ui.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.javafx.stage.WindowHelper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import org.bitwright.project.Loading;
import org.bitwright.project.OwnState;
import org.bitwright.project.Project;
import org.bitwright.project.ProjectInUseException;
import org.bitwright.project.Variant;
import org.bitwright.ui.common.WeightsOnDisk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Another program saves to the file of a project that is open here. */
class OvertakenProjectJourney extends WindowFixture {
    @RegisterExtension
    private final OwnState state = new OwnState();

    @TempDir
    private Path folder;

    private void saveAs(Path file) {
        dialogs.chooseFile(file);
        push(KeyCode.SHORTCUT, KeyCode.SHIFT, KeyCode.S);
        await("it is saved", () -> project().file().isPresent() && tasks.isIdle());
    }

    /** Another program, for which the file is free. */
    private static void changeByOthers(Path file) throws IOException {
        try (Project other = Project.load(file)) {
            other.variants().add("theirs", other.config());
            other.save(file);
        }
    }

    private static List<String> variants(Path file) throws IOException {
        try (Project project = Project.load(file, Loading.usual().copy())) {
            return project.variants().all().stream().map(Variant::name).toList();
        }
    }

    @Test
    void whatWasSavedToTheFileOfAHiddenProjectIsAskedAbout() throws IOException {
        Path file = folder.resolve("work.bitwright");
        openWithShortcut(WeightsOnDisk.article());
        interact(() -> project().variants().add("ours", project().config()));
        saveAs(file);
        Project weights = project();
        push(KeyCode.SHORTCUT, KeyCode.SHIFT, KeyCode.J);
        await("the form", () -> lookup("#stack-form").tryQuery().isPresent());
        clickOn("#stack-start");
        await("a network", () -> project().hasNetwork());
        awaitExact();
        changeByOthers(file);

        push(KeyCode.SHORTCUT, KeyCode.Z);
        assertThat(project()).isSameAs(weights);
        await("it is not what is in the file", () -> stage.getTitle().startsWith("•"));
        push(KeyCode.SHORTCUT, KeyCode.S);
        await("a question", () -> dialogs.questions().size() == 1);
        assertThat(dialogs.questions().get(0))
                .startsWith("work.bitwright was changed by another program or window on ")
                .endsWith("stays beside it as work.other.bitwright.");
        assertThat(variants(file)).as("nothing was answered").containsExactly("ours", "theirs");
        assertThat(workbench().modifiedProperty().get()).isTrue();

        dialogs.answer("replace");
        push(KeyCode.SHORTCUT, KeyCode.S);
        await("it is saved", () -> !workbench().modifiedProperty().get());
        assertThat(variants(file)).containsExactly("ours");
        assertThat(variants(folder.resolve("work.other.bitwright"))).containsExactly("ours", "theirs");
        assertThat(dialogs.errors()).isEmpty();
    }

    @Test
    void whatASynchronizedFolderBroughtIsAskedAboutAndTheWorkSavedElsewhere() throws IOException {
        Path file = folder.resolve("work.bitwright");
        Path again = folder.resolve("again.bitwright");
        openSample("lenet5");
        saveAs(file);
        select("conv1/Conv");
        type("bits", "3");
        Files.writeString(file, "half of what is coming");

        dialogs.answer("elsewhere");
        dialogs.chooseFile(again);
        push(KeyCode.SHORTCUT, KeyCode.S);
        await("it is saved", () -> !workbench().modifiedProperty().get());
        assertThat(project().file()).contains(again);
        assertThat(file).hasContent("half of what is coming");
        assertThat(row("conv1/Conv").config().format().bits()).isEqualTo(3);
    }

    @Test
    void whoComesBackToTheWindowIsToldQuietly() throws IOException {
        Path file = folder.resolve("work.bitwright");
        openWithShortcut(WeightsOnDisk.article());
        saveAs(file);
        comeBack();
        await("it was looked at", tasks::isIdle);
        assertThat(node("overtaken-strip").isVisible()).isFalse();

        Files.writeString(file, "half of what is coming");
        comeBack();
        await("a note", () -> node("overtaken-strip").isVisible());
        assertThat(this.<Label>node("overtaken-strip-text").getText())
                .startsWith("work.bitwright was changed by another program or window on ");
        assertThat(dialogs.questions()).isEmpty();
        assertThat(workbench().modifiedProperty().get())
                .as("it is not what is in the file")
                .isTrue();

        clickOn("#overtaken-dismiss");
        assertThat(node("overtaken-strip").isVisible()).isFalse();
        comeBack();
        await("it was looked at", tasks::isIdle);
        assertThat(node("overtaken-strip").isVisible()).as("the user knows").isFalse();

        Files.writeString(file, "all of what was coming, and more");
        comeBack();
        await("a note on what came since", () -> node("overtaken-strip").isVisible());
        Path again = folder.resolve("again.bitwright");
        dialogs.chooseFile(again);
        clickOn("#overtaken-elsewhere");
        await("it is saved", () -> !workbench().modifiedProperty().get());
        assertThat(project().file()).contains(again);
        assertThat(node("overtaken-strip").isVisible()).isFalse();
        assertThat(file).hasContent("all of what was coming, and more");
    }

    @Test
    void openingWhatIsThereLosesNothing() throws IOException {
        Path file = folder.resolve("work.bitwright");
        Path theirs = folder.resolve("theirs.bitwright");
        Path again = folder.resolve("again.bitwright");
        openWithShortcut(WeightsOnDisk.article());
        String layer = workbench().rows().get(0).name();
        saveAs(file);
        Files.copy(file, theirs);
        changeByOthers(theirs);
        Project ours = project();

        Files.writeString(file, "half of what is coming");
        comeBack();
        await("a note", () -> node("overtaken-strip").isVisible());
        push(KeyCode.SHORTCUT, KeyCode.H);
        assertThat(node("overtaken-strip").isVisible()).as("on the start page").isFalse();
        dialogs.chooseFile(file);
        push(KeyCode.SHORTCUT, KeyCode.O);
        await("it is shown again", () -> node("overtaken-strip").isVisible());
        select(layer);
        type("bits", "3");
        dialogs.answer("discard");
        clickOn("#overtaken-open");
        await("it cannot be opened", () -> dialogs.errors().size() == 1 && tasks.isIdle());
        assertThat(project()).isSameAs(ours);
        assertThat(row(layer).config().format().bits()).isEqualTo(3);
        assertThat(workbench().modifiedProperty().get()).isTrue();
        assertThatThrownBy(() -> Project.load(file))
                .as("others are kept from it again")
                .isInstanceOf(ProjectInUseException.class);

        Files.copy(theirs, file, StandardCopyOption.REPLACE_EXISTING);
        comeBack();
        await("it was looked at", tasks::isIdle);
        dialogs.answer("elsewhere");
        dialogs.chooseFile(again);
        clickOn("#overtaken-open");
        await("theirs", () -> project() != ours && tasks.isIdle());
        assertThat(project().file()).contains(file);
        assertThat(project().variants().all()).extracting(Variant::name).containsExactly("theirs");
        assertThat(node("overtaken-strip").isVisible()).isFalse();
        try (Project saved = Project.load(again)) {
            assertThat(saved.config().of(layer).format().bits()).isEqualTo(3);
        }
    }

    @Test
    void whatIsDoneDuringSavingDoesNotKeepTheNote() throws IOException {
        Path file = folder.resolve("work.bitwright");
        openWithShortcut(WeightsOnDisk.article());
        saveAs(file);
        Files.writeString(file, "half of what is coming");
        comeBack();
        await("a note", () -> node("overtaken-strip").isVisible());
        Path again = folder.resolve("again.bitwright");
        dialogs.chooseFile(again);
        interact(() -> {
            window.files().saveAs(() -> {});
            long begun = System.nanoTime();
            while (!project().file().equals(Optional.of(again))
                    && System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(30)) {
                Thread.onSpinWait();
            }
            // the window has not heard of the saving yet
            project().variants().add("meanwhile", project().config());
        });
        await("it is saved", () -> project().file().equals(Optional.of(again)) && tasks.isIdle());
        assertThat(workbench().modifiedProperty().get()).isTrue();
        assertThat(node("overtaken-strip").isVisible()).isFalse();
    }

    /** From another window; headless screens do not tell of it. */
    private void comeBack() {
        interact(() -> {
            WindowHelper.setFocused(stage, false);
            WindowHelper.setFocused(stage, true);
        });
    }
}
