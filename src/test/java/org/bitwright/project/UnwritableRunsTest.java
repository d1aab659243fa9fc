package org.bitwright.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.bitwright.project.TrainingSamples.dead;
import static org.bitwright.project.TrainingSamples.files;
import static org.bitwright.project.TrainingSamples.losses;
import static org.bitwright.project.TrainingSamples.opened;
import static org.bitwright.project.TrainingSamples.plan;
import static org.bitwright.project.TrainingSamples.resume;
import static org.bitwright.project.TrainingSamples.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.bitwright.project.TrainingRun.State;
import org.bitwright.runtime.session.InferenceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Runs whose files lie, or should lie, where nothing can be written. */
class UnwritableRunsTest extends RunsOnDisk {
    @Test
    void folderThatCannotBeWrittenIsToldAndTrainingGoesOn() throws IOException, InferenceException {
        Path file = work.resolve("a.bitwright");
        try (Project project = opened()) {
            project.save(file);
            // A file where the folder should be.
            Files.writeString(work.resolve("a.bitwright.training"), "");
            TrainingRun run = run(project, "a", plan(1));
            assertThat(run.state()).isEqualTo(State.DONE);
            assertThat(run.resumable()).isFalse();
            assertThat(run.warning().orElseThrow()).contains("would not survive");
        }
    }

    /** Has a place take no files while something is done. */
    private static void readOnly(Path place, FileWork work) throws IOException, InferenceException {
        Set<PosixFilePermission> before = Files.getPosixFilePermissions(place);
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("r-xr-xr-x"));
        try {
            assumeThat(Files.isWritable(place))
                    .as("the user may write everywhere")
                    .isFalse();
            work.run();
        } finally {
            Files.setPosixFilePermissions(place, before);
        }
    }

    private interface FileWork {
        void run() throws IOException, InferenceException;
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void runsAreFoundInAFolderThatTakesNoFilesAndGoOnElsewhere() throws IOException, InferenceException {
        Path place = folder.resolve("dead");
        TrainingRun whole = dead(work, place);
        Path file = place.resolve("a.bitwright");
        readOnly(
                place,
                () -> readOnly(place.resolve("a.bitwright.training"), () -> {
                    try (Project project = Project.load(file)) {
                        assertThat(project.training().find("long").orElseThrow().resumable())
                                .isTrue();
                        TrainingRun ended = resume(project, "long");
                        assertThat(ended.warning()).isEmpty();
                        assertThat(losses(ended)).isEqualTo(losses(whole));
                        assertThat(files(state))
                                .anyMatch(left -> left.toString().endsWith(".checkpoint"));
                        assertThatThrownBy(() -> project.save(file)).hasMessageContaining("is read-only");
                    }
                    try (Project project = Project.load(file)) {
                        assertThat(losses(project.training().find("long").orElseThrow()))
                                .as("what came of it lies in the state folder")
                                .isEqualTo(losses(whole));
                    }
                }));
    }
}
