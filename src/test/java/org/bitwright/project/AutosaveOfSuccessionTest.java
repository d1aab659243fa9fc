package org.bitwright.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bitwright.quant.Preset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A crash at any moment around a step from one project to another finds the work of one of the two on the disk. */
class AutosaveOfSuccessionTest {
    private static final Duration NEVER = Duration.ofDays(1);

    @RegisterExtension
    private final OwnState state = new OwnState();

    @TempDir
    private Path folder;

    private final BlockingQueue<AutosaveState> states = new LinkedBlockingQueue<>();

    private static Autosave autosave(Project project) {
        return Autosave.of(project, NEVER, kept -> {});
    }

    private static void edit(Project project, Preset preset) {
        String layer = project.model().layers().get(0).name();
        project.edit(preset.id(), project.config().with(layer, preset.config()));
    }

    /** What would be found after a crash now. */
    private List<SavedWork> kept() throws IOException {
        Path place = state.folder().resolve("autosave");
        if (!Files.isDirectory(place)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(place)) {
            List<Path> autosaves =
                    files.filter(file -> file.toString().endsWith(".bitwright")).toList();
            Stream.Builder<SavedWork> found = Stream.builder();
            for (Path file : autosaves) {
                found.add(ProjectFile.readAutosave(file).work());
            }
            return found.build().toList();
        }
    }

    private static String sitting(SavedWork work) {
        return work.sitting().mark().orElseThrow().sitting();
    }

    private void assertKept(Project... projects) throws IOException {
        assertThat(kept())
                .extracting(AutosaveOfSuccessionTest::sitting)
                .containsExactlyInAnyOrderElementsOf(Stream.of(projects)
                        .map(project -> project.saving().place().sitting())
                        .toList());
    }

    @Test
    void theWorkBeforeStaysKeptUntilSomethingOfTheNextOneIs() throws Exception {
        try (Project weights = Project.create(SuccessionTest.WEIGHTS)) {
            Autosave first = autosave(weights);
            edit(weights, Preset.BINARY);
            first.keepNow();
            Project network = SuccessionTest.joined(weights);
            first.close();
            assertKept(weights);
            assertThat(kept().get(0).config()).isEqualTo(weights.config());

            Autosave second = Autosave.of(network, Duration.ofMillis(1), states::add);
            assertThat(states.poll(20, TimeUnit.SECONDS)).isInstanceOf(AutosaveState.Kept.class);
            assertKept(network);
            second.close();
            assertThat(kept()).isEmpty();
        }
        assertThat(state.folder().resolve("autosave")).isEmptyDirectory();
    }

    /** Not after the usual pause: edits of the last seconds are only in memory. */
    @Test
    void theNextOneIsKeptAtOnce() throws Exception {
        try (Project weights = Project.create(SuccessionTest.WEIGHTS)) {
            edit(weights, Preset.BINARY);
            Project network = SuccessionTest.joined(weights);
            try (Autosave next = Autosave.of(network, NEVER, states::add)) {
                assertThat(states.poll(20, TimeUnit.SECONDS)).isInstanceOf(AutosaveState.Kept.class);
                assertKept(network);
                assertThat(next).isNotNull();
            }
        }
    }

    @Test
    void aStepThereAndBackLeavesTheWorkThatIsShown() throws Exception {
        try (Project weights = Project.create(SuccessionTest.WEIGHTS)) {
            Autosave first = autosave(weights);
            edit(weights, Preset.BINARY);
            first.keepNow();
            Project network = SuccessionTest.joined(weights);
            Autosave second = autosave(network);
            second.keepNow();
            network.succession().undo();
            Autosave third = autosave(weights);
            edit(weights, Preset.INT8_CHANNEL);
            third.keepNow();
            // In the background, in whatever order.
            second.close();
            first.close();

            assertKept(weights);
            assertThat(kept().get(0).config()).isEqualTo(weights.config());
            third.close();
        }
        assertThat(kept()).isEmpty();
    }

    /** Undo leads back to it, and hours may be in it. */
    @Test
    void whatTookLongStaysKeptThoughAnotherNetworkIsShown() throws Exception {
        try (Project weights = Project.create(SuccessionTest.WEIGHTS)) {
            Project network = SuccessionTest.stacked(weights);
            SavedWorks.everything()
                    .results()
                    .sweep()
                    .ifPresent(network.results().measurements()::sweep);
            Autosave first = autosave(network);
            Project other = SuccessionTest.stacked(network);
            network.succession().lead(() -> "in another way", other);
            first.close();
            Autosave second = autosave(other);
            second.keepNow();
            assertKept(network, other);

            other.succession().undo();
            second.close();
            network.save(folder.resolve("work.bitwright"));
            Autosave third = autosave(network);
            edit(network, Preset.BINARY);
            third.keepNow();
            assertKept(network);
            third.close();
        }
        assertThat(kept()).isEmpty();
    }
}
