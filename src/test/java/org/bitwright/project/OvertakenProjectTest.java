package org.bitwright.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.bitwright.quant.Preset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A project file that somebody else changed since it was read or written here is not written over without asking. */
class OvertakenProjectTest {
    private static final Path MODEL = Mnist.SAMPLES.resolve("simple-model.onnx");

    @RegisterExtension
    private final OwnState state = new OwnState();

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void saveProject() throws IOException {
        file = folder.resolve("work.bitwright");
        try (Project project = Project.create(MODEL)) {
            project.save(file);
        }
    }

    private static void add(Project project, String variant) {
        project.variants().add(variant, project.config());
    }

    /** What another program makes of the project that knows nothing of locks: a synchronized folder, a checkout. */
    private void changeByOthers() throws IOException {
        Path theirs = folder.resolve("theirs.bitwright");
        Files.copy(file, theirs);
        try (Project other = Project.load(theirs)) {
            add(other, "theirs");
            other.save(theirs);
        }
        Files.move(theirs, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private static List<String> variants(Path of) throws IOException {
        return ProjectFile.read(of).variants().stream().map(Variant::name).toList();
    }

    @Test
    void savingSaysSoAndReplacingKeepsBoth() throws IOException {
        Path beside = folder.resolve("work.other.bitwright");
        try (Project project = Project.load(file)) {
            add(project, "ours");
            changeByOthers();
            Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(1_000_000)));

            OvertakenProjectException told =
                    catchThrowableOfType(OvertakenProjectException.class, () -> project.save(file));
            assertThat(told).hasMessageContaining("was changed by another program");
            assertThat(told.changedAt()).isEqualTo(Instant.ofEpochSecond(1_000_000));
            assertThat(told.beside().getFileName()).isEqualTo(beside.getFileName());
            assertThat(variants(file)).containsExactly("theirs");
            assertThat(project.isModified()).isTrue();
            assertThatThrownBy(() -> project.save(file)).isInstanceOf(OvertakenProjectException.class);

            project.saving().replace(file);
            assertThat(project.isModified()).isFalse();
            assertThat(variants(file)).containsExactly("ours");
            assertThat(variants(beside)).containsExactly("theirs");

            add(project, "more");
            project.save(file);
            assertThat(variants(file)).containsExactly("ours", "more");
            assertThat(variants(beside)).containsExactly("theirs");
        }
    }

    @Test
    void whoLooksLearnsOfItBeforeSaving() throws IOException {
        try (Project project = Project.load(file)) {
            assertThat(project.saving().overtakenAt()).isEmpty();
            Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(1_000_000)));
            assertThat(project.saving().overtakenAt())
                    .as("the same in a file that is younger")
                    .isEmpty();
            assertThat(project.isModified()).isFalse();

            changeByOthers();
            Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(2_000_000)));
            assertThat(project.saving().overtakenAt()).hasValue(Instant.ofEpochSecond(2_000_000));
            assertThat(project.isModified()).as("it is not what is in the file").isTrue();

            project.saving().replace(file);
            assertThat(project.saving().overtakenAt()).isEmpty();
            Files.delete(file);
            assertThat(project.saving().overtakenAt())
                    .as("nothing is there to be lost")
                    .isEmpty();
        }
    }

    @Test
    void whatIsReplacedASecondTimeGetsAnotherName() throws IOException {
        try (Project project = Project.load(file)) {
            for (int i = 0; i < 2; i++) {
                Files.writeString(file, "cut off " + i);
                project.saving().replace(file);
            }
        }
        assertThat(folder.resolve("work.other.bitwright")).hasContent("cut off 0");
        assertThat(folder.resolve("work.other2.bitwright")).hasContent("cut off 1");
        Project.load(file).close();
    }

    @Test
    void aFileThatIsAsItWasOrGoneIsSaved() throws IOException {
        try (Project project = Project.load(file)) {
            Path copy = Files.copy(file, folder.resolve("copy"));
            Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING);
            Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
            add(project, "one");
            project.save(file);
            Files.delete(file);
            add(project, "two");
            project.save(file);
            project.saving().replace(file);
        }
        assertThat(variants(file)).containsExactly("one", "two");
        assertThat(folder.resolve("work.other.bitwright")).doesNotExist();
    }

    @Test
    void aCopyIsNotSavedOverWhatItsProjectBecame() throws IOException {
        try (Project copy = Project.load(file, Loading.usual().copy())) {
            changeByOthers();
            assertThatThrownBy(() -> copy.save(file)).isInstanceOf(OvertakenProjectException.class);
            assertThat(copy.file()).isEmpty();
        }
        assertThat(variants(file)).containsExactly("theirs");
    }

    /** After a crash somebody else went on with the project. */
    @Test
    void recoveredWorkIsNotSavedOverWhatItsProjectBecame() throws IOException {
        try (Project project = Project.load(file)) {
            add(project, "unsaved");
            project.saving().autosave();
            project.saving().place().kept().letGo();
        }
        changeByOthers();
        try (Project recovered = Recoveries.found().get(0).open()) {
            assertThatThrownBy(() -> recovered.save(file)).isInstanceOf(OvertakenProjectException.class);
            recovered.saving().replace(file);
        }
        assertThat(variants(file)).containsExactly("unsaved");
        assertThat(variants(folder.resolve("work.other.bitwright"))).containsExactly("theirs");
    }

    /** A project that is not shown keeps nobody from its file. */
    @Test
    void whatAnotherProgramSavedWhileAProjectWasHiddenIsNotLost() throws IOException {
        try (Project weights = Project.create(SuccessionTest.WEIGHTS)) {
            add(weights, "ours");
            weights.save(file);
            weights.succession().lead(() -> "joining", SuccessionTest.stacked(weights));
            try (Project other = Project.load(file)) {
                add(other, "theirs");
                other.save(file);
            }
            Project network = weights.succession().others().get(0);

            assertThat(network.succession().undo()).containsSame(weights);
            weights.saving().holdAgain();
            assertThat(weights.isModified()).as("its file holds another work").isTrue();
            assertThatThrownBy(() -> weights.save(file)).isInstanceOf(OvertakenProjectException.class);
            assertThat(variants(file)).containsExactly("ours", "theirs");
            weights.saving().replace(file);
        }
        assertThat(variants(file)).containsExactly("ours");
        assertThat(variants(folder.resolve("work.other.bitwright"))).containsExactly("ours", "theirs");
    }

    @Test
    void aNetworkIsNotSavedOverWhatBecameOfTheProjectThatItWasMadeOf() throws IOException {
        try (Project weights = Project.create(SuccessionTest.WEIGHTS)) {
            weights.save(file);
            Project network = SuccessionTest.stacked(weights);
            weights.succession().lead(() -> "joining", network);
            changeByOthers();
            assertThatThrownBy(() -> network.save(file)).isInstanceOf(OvertakenProjectException.class);
        }
        assertThat(variants(file)).containsExactly("theirs");
    }

    /** One user in one window: nobody else was at work. */
    @Test
    void projectsOfOneWindowMaySaveToOneFileInAnyOrder() throws IOException {
        Path elsewhere = folder.resolve("elsewhere.bitwright");
        try (Project weights = Project.create(SuccessionTest.WEIGHTS)) {
            weights.save(file);
            Project network = SuccessionTest.stacked(weights);
            weights.succession().lead(() -> "joining", network);
            network.save(elsewhere);
            Project other = SuccessionTest.stacked(network);
            network.succession().lead(() -> "in another way", other);
            other.save(file);

            other.succession().undo();
            assertThat(network.isModified()).as("its file is as it was").isFalse();
            network.succession().undo();
            assertThat(weights.isModified())
                    .as("its file holds another network")
                    .isTrue();
            weights.save(file);
            weights.succession().redo();
            network.succession().redo();
            assertThat(other.isModified()).isTrue();
            other.save(file);
        }
        assertThat(folder.resolve("work.other.bitwright")).doesNotExist();
    }

    @Test
    void aFileThatNothingIsKnownOfIsReplacedAsBefore() throws IOException {
        try (Project project = Project.create(MODEL)) {
            add(project, "ours");
            project.save(file);
            assertThat(variants(file)).containsExactly("ours");
            assertThat(variants(folder.resolve("work.bitwright.bak"))).isEmpty();
            add(project, Preset.BINARY.id());
            project.save(file);
        }
    }
}
