package org.bitwright.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectLockTest {
    @TempDir
    private Path folder;

    private Path state;
    private Path file;

    @BeforeEach
    void saveProject() throws IOException {
        state = folder.resolve("state");
        OwnState.use(state);
        file = folder.resolve("work.bitwright");
        try (Project project = Project.create(Mnist.SAMPLES.resolve("simple-model.onnx"))) {
            project.save(file);
        }
    }

    @AfterEach
    void forgetState() {
        OwnState.forget();
    }

    /** What another process says that opens the project. */
    private String other(Path project) throws IOException, InterruptedException {
        Process process = holder(project);
        try (BufferedReader lines = lines(process)) {
            String said = String.valueOf(lines.readLine());
            process.getOutputStream().close();
            process.waitFor();
            return said;
        }
    }

    private Process holder(Path project) throws IOException {
        return ChildJvm.start(folder.resolve("errors.txt"), ChildJvm.command(state, LockHolder.class, project));
    }

    private static BufferedReader lines(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    @Test
    void openProjectIsRefusedToOtherProcessesHoweverOftenThisOneTries() throws Exception {
        try (Project project = Project.load(file)) {
            // Whoever tries it here must not let go of the lock by closing what it tried with.
            assertThatThrownBy(() -> Project.load(file)).isInstanceOf(ProjectInUseException.class);
            assertThatThrownBy(() -> Project.load(file)).hasMessageContaining("is open already since");
            assertThat(other(file))
                    .startsWith("in use by " + ProcessHandle.current().pid() + ":")
                    .contains("in another window (process "
                            + ProcessHandle.current().pid() + ")");
            assertThat(project.file()).contains(file);
        }
        assertThat(other(file)).isEqualTo("open " + file);
    }

    @Test
    void projectOfAnotherProcessIsRefusedUntilItIsKilled() throws Exception {
        Process process = holder(file);
        try (BufferedReader lines = lines(process)) {
            assertThat(lines.readLine()).startsWith("open");
            ProjectInUseException refused = catchThrowableOfType(ProjectInUseException.class, () -> Project.load(file));
            assertThat(refused.holder().processId()).isEqualTo(process.pid());
            assertThat(refused.holder().isThisProcess()).isFalse();
            assertThat(refused.file()).isEqualTo(file);
            try (Project other = Project.create(Mnist.LENET)) {
                byte[] before = Files.readAllBytes(file);
                assertThatThrownBy(() -> other.save(file)).isInstanceOf(ProjectInUseException.class);
                assertThat(file).hasBinaryContent(before);
                assertThat(other.file()).isEmpty();
            }
            try (Project copy = Project.load(file, Loading.usual().copy())) {
                assertThat(copy.file()).isEmpty();
                assertThat(copy.isModified()).isFalse();
            }
            process.toHandle().destroyForcibly();
            process.waitFor();
        }
        assertThat(folder.resolve(".work.bitwright.lock")).exists();
        Project.load(file).close();
        assertThat(folder.resolve(".work.bitwright.lock")).doesNotExist();
    }

    @Test
    void linkLeadsToTheSameLockAndIsWrittenThrough() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link.bitwright"), file);
        try (Project project = Project.load(file)) {
            assertThatThrownBy(() -> Project.load(link)).isInstanceOf(ProjectInUseException.class);
            assertThat(project.isModified()).isFalse();
        }
        try (Project project = Project.load(link)) {
            assertThatThrownBy(() -> Project.load(file)).isInstanceOf(ProjectInUseException.class);
            project.variants().add("one", project.config());
            project.save(link);
        }
        assertThat(link).isSymbolicLink();
        try (Project project = Project.load(file)) {
            assertThat(project.variants().all()).hasSize(1);
        }
    }

    @Test
    void savingElsewhereLetsGoOfTheOldFileAndHoldsTheNewOne() throws IOException {
        Path next = folder.resolve("next.bitwright");
        try (Project project = Project.load(file)) {
            project.save(next);
            Project.load(file).close();
            assertThatThrownBy(() -> Project.load(next)).isInstanceOf(ProjectInUseException.class);
        }
        Project.load(next).close();
    }

    @Test
    void savingThatFailsHoldsNothingNew() throws IOException {
        Path taken = Files.createDirectory(folder.resolve("folder.bitwright"));
        try (Project project = Project.load(file)) {
            assertThatThrownBy(() -> project.save(taken)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> Project.load(file)).isInstanceOf(ProjectInUseException.class);
            assertThat(project.file()).contains(file);
        }
        assertThat(folder.resolve(".folder.bitwright.lock")).doesNotExist();
    }

    @Test
    void lockThatSomebodyRemovedIsTakenAgainWhenSaving() throws Exception {
        try (Project project = Project.load(file)) {
            Files.delete(folder.resolve(".work.bitwright.lock"));
            project.save(file);
            assertThat(other(file)).startsWith("in use");
        }
    }

    @Test
    void renamedFolderKeepsItsLock() throws IOException {
        Path before = Files.createDirectory(folder.resolve("before"));
        Files.move(file, before.resolve("work.bitwright"));
        Path after = folder.resolve("after");
        try (Project project = Project.load(before.resolve("work.bitwright"))) {
            Files.move(before, after);
            assertThatThrownBy(() -> Project.load(after.resolve("work.bitwright")))
                    .isInstanceOf(ProjectInUseException.class);
            assertThatThrownBy(() -> project.save(before.resolve("work.bitwright")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("there is no folder");
        }
    }

    @Test
    void whatAnyoneMayWriteIntoALockDoesNotReachTheScreen() throws Exception {
        Process process = holder(file);
        try (BufferedReader lines = lines(process)) {
            assertThat(lines.readLine()).startsWith("open");
            Files.writeString(
                    folder.resolve(".work.bitwright.lock"),
                    "{\"process\": 1, \"host\": \"a\\u001b[31m" + "b".repeat(5000)
                            + "\", \"since\": \"2026-01-01T00:00:00Z\"}");
            ProjectInUseException refused = catchThrowableOfType(ProjectInUseException.class, () -> Project.load(file));
            assertThat(refused).hasMessageContaining("(process 1 on a??31mb").hasMessageNotContaining("\u001b");
            assertThat(refused.getMessage()).hasSizeLessThan(400);
            process.getOutputStream().close();
            process.waitFor();
        }
    }
}
