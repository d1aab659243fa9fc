package org.bitwright.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.bitwright.model.InvalidFileException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The copy of the state before. */
class PreviousCopyTest {
    @TempDir
    private Path folder;

    private Path file;
    private Path copy;

    /** The copy has one variant, the file two. */
    @BeforeEach
    void saveTwice() throws IOException {
        file = folder.resolve("a.bitwright");
        copy = folder.resolve("a.bitwright.bak");
        try (Project project = Project.create(Mnist.SAMPLES.resolve("simple-model.onnx"))) {
            project.variants().add("one", project.config());
            project.save(file);
            project.variants().add("two", project.config());
            project.save(file);
        }
    }

    private void truncate(Path damaged) throws IOException {
        byte[] whole = Files.readAllBytes(damaged);
        // Not in place: the copy may be the same file by another name.
        Files.delete(damaged);
        Files.write(damaged, Arrays.copyOf(whole, whole.length - 10));
    }

    private int variants() throws IOException {
        try (Project project = Project.load(file)) {
            return project.variants().all().size();
        }
    }

    @Test
    void damagedProjectIsToldWithItsCopyAndBothStay() throws IOException {
        truncate(file);
        byte[] damaged = Files.readAllBytes(file);
        byte[] older = Files.readAllBytes(copy);
        assertThatThrownBy(() -> Project.load(file))
                .isInstanceOf(DamagedProjectException.class)
                .hasMessageContaining("'a.bitwright.bak' and can be restored");
        assertThat(file).hasBinaryContent(damaged);
        assertThat(PreviousCopy.isOf(file)).isTrue();
        PreviousCopy.restore(file);
        assertThat(variants()).isEqualTo(1);
        assertThat(copy).hasBinaryContent(older);
        assertThat(folder.resolve("a.bitwright.damaged")).hasBinaryContent(damaged);
        truncate(file);
        PreviousCopy.restore(file);
        assertThat(folder.resolve("a.bitwright.damaged2")).exists();
        assertThat(variants()).isEqualTo(1);
    }

    @Test
    void projectThatIsGoneComesBackFromItsCopy() throws IOException {
        Files.delete(file);
        assertThatThrownBy(() -> Project.load(file))
                .isInstanceOf(DamagedProjectException.class)
                .hasMessageContaining("there is no such file");
        PreviousCopy.restore(file);
        assertThat(variants()).isEqualTo(1);
    }

    @Test
    void savingOverADamagedFileKeepsTheCopyThatIsWhole() throws IOException {
        try (Project project = Project.load(file)) {
            project.variants().add("three", project.config());
            truncate(file);
            project.saving().replace(file);
        }
        assertThat(variants()).isEqualTo(3);
        Files.delete(file);
        PreviousCopy.restore(file);
        assertThat(variants()).isEqualTo(1);
    }

    @Test
    void damagedCopyIsNoneAndRestoresNothing() throws IOException {
        truncate(copy);
        truncate(file);
        byte[] damaged = Files.readAllBytes(file);
        assertThat(PreviousCopy.isOf(file)).isFalse();
        assertThatThrownBy(() -> Project.load(file))
                .isInstanceOf(InvalidFileException.class)
                .isNotInstanceOf(DamagedProjectException.class);
        assertThatThrownBy(() -> PreviousCopy.restore(file)).isInstanceOf(InvalidFileException.class);
        assertThat(file).hasBinaryContent(damaged);
    }

    @Test
    void copyIsNotOfferedForAFileOfANewerProgram() throws IOException {
        Files.delete(file);
        Files.move(
                SavedWorks.zipped(folder, "project.json", "{\"format\": \"bitwright-project\", \"version\": 999}"),
                file);
        assertThatThrownBy(() -> Project.load(file)).isInstanceOf(NewerProjectException.class);
    }

    @Test
    void folderInTheCopysPlaceDoesNotKeepFromSaving() throws IOException {
        Files.delete(copy);
        Files.createDirectory(copy);
        try (Project project = Project.load(file)) {
            project.variants().add("three", project.config());
            project.save(file);
        }
        assertThat(variants()).isEqualTo(3);
        assertThat(copy).isEmptyDirectory();
    }

    @Test
    void folderOrFileThatIsTakenAwayUnderTheProjectIsToldAndNothingIsLost() throws IOException {
        try (Project project = Project.load(file)) {
            project.variants().add("three", project.config());
            Files.delete(file);
            Files.createDirectory(file);
            assertThatThrownBy(() -> project.save(file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("is a folder");
            assertThat(project.isModified()).isTrue();
            Files.delete(file);
            project.save(file);
            assertThat(project.isModified()).isFalse();
        }
        assertThat(variants()).isEqualTo(3);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrder(file, copy);
        }
    }
}
