package org.bitwright.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A project in a folder that may only be read: a CD, or somebody else's. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class ReadOnlyFolderTest {
    @TempDir
    private Path folder;

    private Path place;
    private Path file;

    @BeforeEach
    void lockFolder() throws IOException {
        OwnState.use(folder.resolve("state"));
        place = Files.createDirectory(folder.resolve("place"));
        file = place.resolve("a.bitwright");
        try (Project project = Project.create(Mnist.SAMPLES.resolve("simple-model.onnx"))) {
            project.save(file);
        }
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("r-xr-xr-x"));
        assumeThat(Files.isWritable(place)).as("the user may write everywhere").isFalse();
    }

    @AfterEach
    void unlockFolder() throws IOException {
        OwnState.forget();
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void projectOpensWithALockElsewhereAndSavingSaysWhyItCannot() throws IOException {
        byte[] before = Files.readAllBytes(file);
        try (Project project = Project.load(file)) {
            assertThatThrownBy(() -> Project.load(file)).isInstanceOf(ProjectInUseException.class);
            project.variants().add("one", project.config());
            assertThatThrownBy(() -> project.save(file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("the folder '" + place + "' is read-only");
            assertThat(project.isModified()).isTrue();
            project.save(folder.resolve("b.bitwright"));
        }
        assertThat(file).hasBinaryContent(before);
        Project.load(file).close();
    }

    @Test
    void unsavedWorkIsKeptAllTheSame() throws IOException {
        List<AutosaveState> states = new ArrayList<>();
        try (Project project = Project.load(file);
                Autosave autosave = Autosave.of(project, Duration.ofDays(1), states::add)) {
            project.variants().add("one", project.config());
            autosave.keepNow();
            assertThat(states).hasSize(1).hasOnlyElementsOfType(AutosaveState.Kept.class);
        }
    }
}
