package org.bitwright.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.bitwright.quant.Preset;
import org.bitwright.quant.TensorConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClosedProjectTest {
    private static final Path MODEL = Mnist.SAMPLES.resolve("simple-model.onnx");
    private static final TensorConfig EDITED = Preset.BINARY.config();

    @TempDir
    private Path folder;

    private static String first(Project project) {
        return project.model().layers().get(0).name();
    }

    private static void edit(Project project) {
        project.edit("edit", project.config().with(first(project), EDITED));
    }

    private static void save(Project project, Path file) {
        try {
            project.save(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whoever opened it in between would have the older state, and write it over the newer one. */
    @Test
    void nobodyGetsTheFileBeforeWhatIsBeingSavedIsThere() throws Exception {
        Path file = folder.resolve("a.bitwright");
        Project project = Project.create(MODEL);
        project.save(file);
        edit(project);
        Thread saving = new Thread(() -> save(project, file));
        Thread closing = new Thread(project::close);
        // What is to be written is asked for, and not answered meanwhile.
        synchronized (project.history()) {
            saving.start();
            awaitBlocked(saving);
            closing.start();
            awaitBlocked(closing);
            assertThatThrownBy(() -> Project.load(file)).isInstanceOf(ProjectInUseException.class);
        }
        closing.join();
        try (Project again = Project.load(file)) {
            assertThat(again.config().of(first(again))).isEqualTo(EDITED);
        }
        saving.join();
    }

    private static void awaitBlocked(Thread thread) {
        while (thread.getState() != Thread.State.BLOCKED) {
            assertThat(thread.getState()).isNotEqualTo(Thread.State.TERMINATED);
            Thread.onSpinWait();
        }
    }

    /** Saving may have waited for its turn while the window went on to another project. */
    @Test
    void whatIsSavedAfterClosingIsLeftToOthers() throws IOException {
        Path file = folder.resolve("a.bitwright");
        Project project = Project.create(MODEL);
        edit(project);
        project.close();
        project.save(file);
        try (Project again = Project.load(file)) {
            assertThat(again.config().of(first(again))).isEqualTo(EDITED);
        }
    }
}
