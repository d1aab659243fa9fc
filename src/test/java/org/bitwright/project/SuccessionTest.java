package org.bitwright.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitwright.model.ActivationFunction;
import org.bitwright.model.DenseStack;
import org.bitwright.model.DenseStep;
import org.bitwright.model.ModelSource;
import org.bitwright.quant.Preset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Undo and redo from a project to those that were made of it. */
class SuccessionTest {
    static final Path WEIGHTS = Mnist.SAMPLES.resolve("model.pth");

    @TempDir
    private Path folder;

    static Project stacked(Project from) throws IOException {
        return stacked(from, ActivationFunction.RELU);
    }

    /** The same, shown in the place of what it comes from. */
    static Project joined(Project from) throws IOException {
        Project network = stacked(from);
        from.succession().lead(() -> "joining", network);
        return network;
    }

    private static Project stacked(Project from, ActivationFunction between) throws IOException {
        return from.joining()
                .joined(new ModelSource.Stacked(
                        WEIGHTS,
                        new DenseStack(List.of(
                                new DenseStep("fc1.weight", Optional.empty(), false, between),
                                new DenseStep("fc2.weight", Optional.empty(), false, ActivationFunction.NONE)))));
    }

    /** The last one: its name is another one in the network. */
    private static String layer(Project project) {
        return project.model().layers().get(1).name();
    }

    private static void edit(Project project, Preset preset) {
        project.edit(preset.name(), project.config().with(layer(project), preset.config()));
    }

    /** A project that was closed keeps no file from others, even one that it writes afterwards. */
    private void assertClosed(Project project, boolean closed) throws IOException {
        Path file = folder.resolve("of-" + System.identityHashCode(project) + ".bitwright");
        project.save(file);
        if (closed) {
            Project.load(file).close();
        } else {
            assertThatThrownBy(() -> Project.load(file)).isInstanceOf(ProjectInUseException.class);
        }
    }

    @Test
    void undoAtTheBeginningLeadsBackAndRedoAtTheEndLeadsOn() throws IOException {
        try (Project weights = Project.create(WEIGHTS)) {
            edit(weights, Preset.INT4_CHANNEL_MSE);
            Project network = joined(weights);
            edit(network, Preset.INT8_CHANNEL);

            assertThat(network.succession().undo()).as("a step within").isEmpty();
            assertThat(network.config().of(layer(network))).isEqualTo(Preset.INT4_CHANNEL_MSE.config());
            assertThat(network.history().undoName()).hasValue("joining");
            assertThat(network.succession().undo()).containsSame(weights);
            assertThat(weights.history().undoName()).hasValue(Preset.INT4_CHANNEL_MSE.name());
            assertThat(weights.history().redoName()).hasValue("joining");

            assertThat(weights.succession().undo()).isEmpty();
            assertThat(weights.succession().undo()).as("no step is left").isEmpty();
            assertThat(weights.succession().redo()).as("a step within").isEmpty();
            assertThat(weights.succession().redo()).containsSame(network);
            assertThat(network.history().redoName()).hasValue(Preset.INT8_CHANNEL.name());
            assertThat(network.succession().redo()).isEmpty();
            assertThat(network.config().of(layer(network))).isEqualTo(Preset.INT8_CHANNEL.config());
            assertThat(network.succession().redo()).as("no step is left").isEmpty();
        }
    }

    @Test
    void anEditAfterUndoGivesUpWhatWasMade() throws IOException {
        try (Project weights = Project.create(WEIGHTS)) {
            Project network = stacked(weights, ActivationFunction.RELU);
            Project other = stacked(network, ActivationFunction.TANH);
            weights.succession().lead(() -> "joining", network);
            network.succession().lead(() -> "another way", other);
            assertThat(other.succession().undo()).containsSame(network);
            assertThat(network.succession().undo()).containsSame(weights);
            assertThat(weights.succession().abandoned()).isEmpty();

            edit(weights, Preset.INT8_CHANNEL);

            assertThat(weights.history().redoName()).isEmpty();
            assertThat(weights.succession().redo()).isEmpty();
            assertThat(weights.succession().abandoned()).containsExactly(network);
            assertThat(weights.succession().abandoned()).as("once").isEmpty();
            network.close();
            assertClosed(network, true);
            assertClosed(other, true);
            assertClosed(weights, false);
        }
    }

    @Test
    void closingOneClosesAll() throws IOException {
        Project weights = Project.create(WEIGHTS);
        Project network = stacked(weights, ActivationFunction.RELU);
        Project other = stacked(network, ActivationFunction.TANH);
        weights.succession().lead(() -> "joining", network);
        network.succession().lead(() -> "another way", other);
        other.succession().undo();

        network.close();

        for (Project each : List.of(weights, network, other)) {
            assertClosed(each, true);
        }
    }

    @Test
    void theOldestAreForgotten() throws IOException {
        List<Project> made = new ArrayList<>(List.of(Project.create(WEIGHTS)));
        for (int i = 0; i <= Succession.MOST_BEFORE; i++) {
            Project last = made.get(i);
            made.add(stacked(last, i % 2 == 0 ? ActivationFunction.RELU : ActivationFunction.TANH));
            last.succession().lead(() -> "step", made.get(i + 1));
        }
        Project newest = made.get(made.size() - 1);
        try {
            assertThat(made.get(Succession.MOST_BEFORE).succession().abandoned())
                    .containsExactly(made.get(0));
            made.get(0).close();

            Project present = newest;
            for (int i = Succession.MOST_BEFORE; i > 0; i--) {
                Project before = present.succession().undo().orElseThrow();
                assertThat(before).isSameAs(made.get(i));
                present = before;
            }
            assertThat(present.history().undoName()).isEmpty();
            assertThat(present.succession().undo()).isEmpty();
        } finally {
            newest.close();
        }
    }

    /** The project before must not count as saved when its file holds the other work. */
    @Test
    void bothMayBeSavedToOneFile() throws IOException {
        Path file = folder.resolve("work.bitwright");
        try (Project weights = Project.create(WEIGHTS)) {
            weights.save(file);
            Project network = joined(weights);
            network.save(file);

            assertThat(network.succession().undo()).containsSame(weights);
            assertThat(weights.isModified()).isTrue();
            weights.save(file);
            assertThat(weights.isModified()).isFalse();

            assertThat(weights.succession().redo()).containsSame(network);
            assertThat(network.isModified()).isTrue();
            network.save(file);
        }
        try (Project loaded = Project.load(file)) {
            assertThat(loaded.hasNetwork()).isTrue();
        }
    }

    /** Saving takes a while, in which a step may lead to a project of the same file. */
    @Test
    void whatIsShownIsUnsavedOnceAHiddenProjectWasSavedToItsFile() throws IOException {
        Path file = folder.resolve("work.bitwright");
        try (Project weights = Project.create(WEIGHTS)) {
            weights.save(file);
            Project network = joined(weights);
            network.succession().undo();
            assertThat(weights.isModified()).as("its file is as it was").isFalse();

            network.save(file);

            assertThat(weights.isModified()).as("its file holds the network").isTrue();
            weights.save(file);
            assertThat(weights.isModified()).isFalse();
        }
        try (Project loaded = Project.load(file)) {
            assertThat(loaded.hasNetwork()).isFalse();
        }
    }

    @Test
    void whatTookLongIsAtStakeOnceItsFileHoldsAnotherNetwork() throws IOException {
        Path file = folder.resolve("work.bitwright");
        try (Project weights = Project.create(WEIGHTS)) {
            Project network = joined(weights);
            SavedWorks.everything()
                    .results()
                    .sweep()
                    .ifPresent(network.results().measurements()::sweep);
            network.save(file);
            Project other = stacked(network, ActivationFunction.TANH);
            network.succession().lead(() -> "another way", other);
            assertThat(other.succession().comesFromLongWork()).isFalse();

            other.save(file);

            assertThat(other.succession().comesFromLongWork()).isTrue();
        }
    }

    /** Saving takes a while, in which the project may be left. */
    @Test
    void aHiddenProjectThatIsSavedKeepsNobodyFromItsFile() throws IOException {
        Path file = folder.resolve("work.bitwright");
        try (Project weights = Project.create(WEIGHTS)) {
            Project network = joined(weights);
            weights.save(file);
            network.save(file);
        }
        try (Project loaded = Project.load(file)) {
            assertThat(loaded.hasNetwork()).isTrue();
        }
    }

    @Test
    void whatComesBackKeepsOthersFromItsFile() throws IOException {
        Path file = folder.resolve("work.bitwright");
        try (Project weights = Project.create(WEIGHTS)) {
            weights.save(file);
            Project network = joined(weights);
            weights.saving().holdAgain();
            Project.load(file).close();

            network.succession().undo();
            weights.saving().holdAgain();
            assertThatThrownBy(() -> Project.load(file)).isInstanceOf(ProjectInUseException.class);
        }
        Project.load(file).close();
    }

    /** Another program has the file: saving tells, and what it has is not taken from it. */
    @Test
    void whatComesBackDoesNotTakeItsFileFromOthers() throws IOException {
        Path file = folder.resolve("work.bitwright");
        try (Project weights = Project.create(WEIGHTS)) {
            weights.save(file);
            Project network = joined(weights);
            Project other = Project.load(file);
            network.succession().undo();
            weights.saving().holdAgain();
            edit(weights, Preset.INT8_CHANNEL);
            assertThatThrownBy(() -> weights.save(file)).isInstanceOf(ProjectInUseException.class);
            other.close();
            weights.save(file);
        }
    }

    @Test
    void whatTookLongOnOtherNetworksIsKnownHoweverFarStepsLead() throws IOException {
        try (Project weights = Project.create(WEIGHTS)) {
            Project network = joined(weights);
            SavedWorks.everything()
                    .results()
                    .sweep()
                    .ifPresent(network.results().measurements()::sweep);
            Project other = stacked(network, ActivationFunction.TANH);
            network.succession().lead(() -> "another way", other);
            Project last = stacked(other, ActivationFunction.RELU);
            other.succession().lead(() -> "yet another way", last);

            assertThat(last.succession().comesFromLongWork()).isTrue();
            assertThat(last.succession().leadsToLongWork()).isFalse();
            assertThat(network.succession().comesFromLongWork()).isFalse();
            assertThat(weights.succession().leadsToLongWork()).isTrue();
            network.save(folder.resolve("work.bitwright"));
            assertThat(last.succession().comesFromLongWork()).isFalse();
        }
    }

    @Test
    void forgottenStepsLeadBackToNoOtherProject() throws IOException {
        Project weights = Project.create(WEIGHTS);
        Project network = joined(weights);
        try (network) {
            for (int i = 0; i <= ConfigHistory.MAX_STEPS; i++) {
                edit(network, i % 2 == 0 ? Preset.INT8_CHANNEL : Preset.INT4_CHANNEL_MSE);
            }
            assertThat(network.succession().abandoned()).containsExactly(weights);
            weights.close();
            while (network.history().undoName().isPresent()) {
                assertThat(network.succession().undo()).isEmpty();
            }
            assertThat(network.succession().undo()).isEmpty();
        }
    }
}
