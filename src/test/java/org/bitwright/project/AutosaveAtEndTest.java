package org.bitwright.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.bitwright.quant.Preset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Other programs, which end while work is unsaved. */
class AutosaveAtEndTest {
    private static final Path MODEL = Mnist.SAMPLES.resolve("simple-model.onnx");
    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    private Path folder;

    @RegisterExtension
    private final OwnState state = new OwnState();

    private static void edit(Project project) {
        String layer = project.model().layers().get(0).name();
        project.edit("edit", project.config().with(layer, Preset.BINARY.config()));
    }

    private Process start(Path errors, Class<?> main) throws Exception {
        return ChildJvm.start(errors, ChildJvm.command(state.folder(), main, MODEL.toAbsolutePath()));
    }

    /** A user who logs out has the system end the program in the middle of the pause before the next writing. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void whatIsNotKeptYetIsWhenTheSystemEndsTheProgram() throws Exception {
        Path errors = folder.resolve("errors");
        Process program = start(errors, EndedProgram.class);
        try (BufferedReader answers = program.inputReader()) {
            assertThat(answers.readLine()).as(Files.readString(errors)).isEqualTo("edited");
            assertThat(state.folder().resolve("autosave")).doesNotExist();

            // A process that is destroyed loses its streams, too, which is not what happens at a logout.
            program.toHandle().destroy();

            assertThat(program.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            program.destroyForcibly();
        }
        try (Project left = Recoveries.found().get(0).open()) {
            String layer = left.model().layers().get(0).name();
            assertThat(left.config().of(layer)).isEqualTo(Preset.BINARY.config());
        }
    }

    /** Edits, says so, and waits for its end. */
    static final class EndedProgram {
        private EndedProgram() {}

        /** @param arguments a model */
        public static void main(String[] arguments) throws Exception {
            try (Project project = Project.create(Path.of(arguments[0]));
                    Autosave autosave = Autosave.of(project, Duration.ofDays(1), kept -> {})) {
                edit(project);
                assertThat(autosave).isNotNull();
                System.out.println("edited");
                new CountDownLatch(1).await();
            }
        }
    }

    /** The window gives up waiting for a disk that hangs; the process must not stay behind for it, either. */
    @Test
    void aProgramThatWantsNothingKeptEndsThoughTheDiskHangs() throws Exception {
        Path errors = folder.resolve("errors");
        Process program = start(errors, HangingProgram.class);
        try (BufferedReader answers = program.inputReader()) {
            assertThat(answers.readLine()).as(Files.readString(errors)).isEqualTo("closing");
            assertThat(program.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            program.destroyForcibly();
        }
    }

    /** Closes while writing does not come to its end, and ends. */
    static final class HangingProgram {
        private HangingProgram() {}

        /** @param arguments a model */
        public static void main(String[] arguments) throws Exception {
            CountDownLatch writing = new CountDownLatch(1);
            Project project = Project.create(Path.of(arguments[0]));
            Autosave autosave = Autosave.of(project, Duration.ofMillis(10), kept -> {
                writing.countDown();
                hang();
            });
            edit(project);
            writing.await();
            Thread closing = new Thread(autosave::close);
            closing.setDaemon(true);
            closing.start();
            while (closing.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            System.out.println("closing");
        }

        private static void hang() {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
