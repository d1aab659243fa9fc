package org.bitwright.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bitwright.model.InvalidFileException;
import org.bitwright.quant.Preset;
import org.bitwright.quant.QuantConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AutosaveTest {
    private static final Path MODEL = Mnist.SAMPLES.resolve("simple-model.onnx");
    private static final Duration SOON = Duration.ofMillis(20);
    private static final Duration NEVER = Duration.ofDays(1);

    @TempDir
    private Path folder;

    private Path state;
    private final BlockingQueue<AutosaveState> states = new LinkedBlockingQueue<>();

    @BeforeEach
    void keepStateAway() {
        state = folder.resolve("state");
        OwnState.use(state);
    }

    @AfterEach
    void forgetState() {
        OwnState.forget();
    }

    private AutosaveState next() throws InterruptedException {
        AutosaveState next = states.poll(20, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }

    private static void edit(Project project, Preset preset) {
        String layer = project.model().layers().get(0).name();
        project.edit(preset.id(), project.config().with(layer, preset.config()));
    }

    private List<Path> kept() throws IOException {
        Path place = state.resolve("autosave");
        if (!Files.isDirectory(place)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(place)) {
            return files.filter(file -> file.toString().endsWith(".bitwright")).toList();
        }
    }

    /** What a program leaves that dies now: its autosave, and no lock that anybody holds. */
    private void leave(Project project) throws IOException {
        Path place = Files.createDirectories(state.resolve("autosave"));
        project.saving().autosave(place.resolve(project.saving().place().sitting() + ".bitwright"));
    }

    @Test
    void changeIsKeptAndRemovedWhenTheProjectIsSaved() throws Exception {
        Path file = folder.resolve("a.bitwright");
        try (Project project = Project.create(MODEL);
                Autosave autosave = Autosave.of(project, SOON, states::add)) {
            assertThat(kept()).isEmpty();
            edit(project, Preset.INT4_CHANNEL_MSE);
            assertThat(next()).isInstanceOf(AutosaveState.Kept.class);
            assertThat(ProjectFile.readAutosave(kept().get(0)).work().config()).isEqualTo(project.config());
            assertThat(Recoveries.found())
                    .as("it belongs to a program that lives")
                    .isEmpty();
            project.save(file);
            assertThat(next()).isEqualTo(new AutosaveState.Idle());
            assertThat(kept()).isEmpty();
            assertThat(autosave).isNotNull();
        }
        assertThat(states).isEmpty();
    }

    @Test
    void changeThatIsTakenBackLeavesNothingToKeep() throws Exception {
        try (Project project = Project.create(MODEL);
                Autosave autosave = Autosave.of(project, SOON, states::add)) {
            edit(project, Preset.INT4_CHANNEL_MSE);
            assertThat(next()).isInstanceOf(AutosaveState.Kept.class);
            project.history().undo();
            assertThat(next()).isEqualTo(new AutosaveState.Idle());
            assertThat(kept()).isEmpty();
            assertThat(autosave).isNotNull();
        }
    }

    @Test
    void closingInOrderRemovesWhatWasKeptAndNeverTouchesTheProjectFile() throws Exception {
        Path file = folder.resolve("a.bitwright");
        byte[] before;
        try (Project project = Project.create(MODEL)) {
            project.save(file);
            before = Files.readAllBytes(file);
            try (Autosave autosave = Autosave.of(project, NEVER, states::add)) {
                edit(project, Preset.INT4_CHANNEL_MSE);
                autosave.keepNow();
                assertThat(kept()).hasSize(1);
                assertThat(file).hasBinaryContent(before);
            }
        }
        assertThat(state.resolve("autosave")).isEmptyDirectory();
        assertThat(file).hasBinaryContent(before);
    }

    @Test
    void workOfADeadProgramIsOfferedAndOpenedAsUnsavedChangesOfItsProject() throws Exception {
        Path file = folder.resolve("a.bitwright");
        QuantConfig config;
        try (Project project = Project.create(MODEL)) {
            project.save(file);
            edit(project, Preset.INT4_CHANNEL_MSE);
            project.variants().add("small", project.config());
            project.saving().keepLayout(new SavedLayout(Map.of("tab", "errors")));
            config = project.config();
            leave(project);
        }
        byte[] before = Files.readAllBytes(file);
        List<Recovery> found = Recoveries.found();
        assertThat(found).hasSize(1);
        assertThat(found.get(0).project()).contains(file.toAbsolutePath());
        assertThat(found.get(0).model()).isEqualTo(MODEL.toAbsolutePath().normalize());
        assertThat(found.get(0).savedAt()).isBetween(Instant.now().minusSeconds(60), Instant.now());
        try (Project project = found.get(0).open();
                Autosave autosave = Autosave.of(project, NEVER, states::add)) {
            assertThat(project.file()).contains(file.toAbsolutePath());
            assertThat(project.isModified()).isTrue();
            assertThat(project.config()).isEqualTo(config);
            assertThat(project.variants().all()).hasSize(1);
            assertThat(project.saving().layout().values()).containsEntry("tab", "errors");
            assertThat(file).hasBinaryContent(before);
            assertThat(Recoveries.found()).as("somebody is at work on it").isEmpty();
            assertThat(catchThrowable(() -> found.get(0).open())).isInstanceOf(IOException.class);
            project.save(file);
            assertThat(autosave).isNotNull();
        }
        assertThat(Recoveries.found()).isEmpty();
        try (Project project = Project.load(file)) {
            assertThat(project.config()).isEqualTo(config);
        }
    }

    @Test
    void recoveredWorkStaysUntilItIsSavedWhateverBecomesOfTheSecondProgram() throws Exception {
        try (Project project = Project.create(MODEL)) {
            edit(project, Preset.INT4_CHANNEL_MSE);
            leave(project);
        }
        Recovery left = Recoveries.found().get(0);
        assertThat(left.project()).isEmpty();
        try (Project project = left.open()) {
            // Its program ends without having kept anything of its own.
            assertThat(project.isModified()).isTrue();
            assertThat(project.file()).isEmpty();
        }
        assertThat(Recoveries.found()).containsExactly(left);
        try (Project project = left.open()) {
            project.save(folder.resolve("late.bitwright"));
            edit(project, Preset.BINARY);
            leave(project);
        }
        Recovery newer = Recoveries.found().get(0);
        assertThat(newer.project()).contains(folder.resolve("late.bitwright").toAbsolutePath());
        newer.discard();
        assertThat(Recoveries.found()).isEmpty();
        assertThat(state.resolve("autosave")).isEmptyDirectory();
    }

    @Test
    void whatWasSavedAfterAllIsNotOffered() throws Exception {
        Path file = folder.resolve("a.bitwright");
        try (Project project = Project.create(MODEL)) {
            project.save(file);
            edit(project, Preset.INT4_CHANNEL_MSE);
            leave(project);
            edit(project, Preset.BINARY);
            project.save(file);
            // The clock of a computer may be set back: it is the mark that counts.
            Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
        }
        assertThat(Recoveries.found()).isEmpty();
        assertThat(kept()).isEmpty();
    }

    @Test
    void whatWasSavedForTheFirstTimeIsNotOfferedThoughItsProgramHadNoTimeToTidyUp() throws Exception {
        Path file = folder.resolve("first.bitwright");
        Path dead = folder.resolve("dead");
        try (Project project = Project.create(MODEL);
                Autosave autosave = Autosave.of(project, NEVER, states::add)) {
            edit(project, Preset.INT4_CHANNEL_MSE);
            autosave.keepNow();
            String sitting = project.saving().place().sitting();
            AutosaveSlot.announce(sitting, file);
            TrainingSamples.copy(state, dead);
            OwnState.use(dead);
            assertThat(Recoveries.found()).as("it was about to be saved").hasSize(1);
            OwnState.use(state);
            project.save(file);
        }
        OwnState.use(dead);
        assertThat(Recoveries.found()).as("it was saved").isEmpty();
    }

    @Test
    void anotherSittingThatSavedMeanwhileDoesNotHideUnsavedWork() throws Exception {
        Path file = folder.resolve("a.bitwright");
        try (Project project = Project.create(MODEL)) {
            project.save(file);
            edit(project, Preset.INT4_CHANNEL_MSE);
            leave(project);
        }
        try (Project project = Project.load(file)) {
            edit(project, Preset.BINARY);
            project.save(file);
        }
        assertThat(Recoveries.found()).hasSize(1);
    }

    @Test
    void damagedWorkIsKeptAsideAndOtherWorkStillOffered() throws Exception {
        try (Project project = Project.create(MODEL)) {
            edit(project, Preset.INT4_CHANNEL_MSE);
            leave(project);
        }
        Path broken = state.resolve("autosave/broken.bitwright");
        byte[] whole = Files.readAllBytes(kept().get(0));
        Files.write(broken, Arrays.copyOf(whole, whole.length / 2));
        assertThat(Recoveries.found()).hasSize(1);
        assertThat(broken).doesNotExist();
        assertThat(state.resolve("autosave/broken.bitwright.broken")).exists();
    }

    @Test
    void placeThatTakesNothingIsToldOnceAndDisturbsNothing() throws Exception {
        Files.writeString(state, "a file where the folder should be");
        try (Project project = Project.create(MODEL);
                Autosave autosave = Autosave.of(project, Duration.ofMillis(5), states::add)) {
            edit(project, Preset.INT4_CHANNEL_MSE);
            assertThat(next()).isInstanceOf(AutosaveState.Failed.class);
            edit(project, Preset.BINARY);
            autosave.keepNow();
            autosave.keepNow();
            assertThat(states).isEmpty();
            Files.delete(state);
            autosave.keepNow();
            assertThat(next()).isInstanceOf(AutosaveState.Kept.class);
            project.save(folder.resolve("a.bitwright"));
        }
        assertThat(Recoveries.found()).isEmpty();
    }

    @Test
    void autosaveIsAWholeProjectFile() throws Exception {
        try (Project project = Project.create(MODEL)) {
            edit(project, Preset.INT4_CHANNEL_MSE);
            leave(project);
            Path copy = Files.copy(kept().get(0), folder.resolve("copy.bitwright"));
            try (Project again = Project.load(copy)) {
                assertThat(again.config()).isEqualTo(project.config());
            }
        }
        Path project = folder.resolve("b.bitwright");
        try (Project other = Project.create(MODEL)) {
            other.save(project);
        }
        assertThatThrownBy(() -> ProjectFile.readAutosave(project)).isInstanceOf(InvalidFileException.class);
    }
}
