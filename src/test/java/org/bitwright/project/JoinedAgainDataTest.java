package org.bitwright.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitwright.model.ActivationFunction;
import org.bitwright.model.DataSource;
import org.bitwright.model.DenseStack;
import org.bitwright.model.DenseStep;
import org.bitwright.model.Preprocessing;
import org.bitwright.project.Problem.Kind;
import org.bitwright.project.join.StackProposal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the data where weights are made another network of. */
class JoinedAgainDataTest {
    private static final Path WEIGHTS = Mnist.SAMPLES.resolve("model.pth");
    private static final DenseStep FIRST =
            new DenseStep("fc1.weight", Optional.of("fc1.bias"), false, ActivationFunction.RELU);
    private static final DenseStep SECOND =
            new DenseStep("fc2.weight", Optional.of("fc2.bias"), false, ActivationFunction.NONE);

    @TempDir
    private Path folder;

    private DataSource data;

    @BeforeEach
    void copyData() throws IOException {
        Path images = Files.copy(Mnist.IMAGES, folder.resolve("images.gz"));
        Path labels = Files.copy(Mnist.LABELS, folder.resolve("labels.gz"));
        data = new DataSource(images, Optional.of(labels), Preprocessing.scaled(255), OptionalInt.of(100));
    }

    private static Project stacked() throws IOException {
        try (Project weights = Project.create(WEIGHTS)) {
            StackProposal proposal = weights.joining().proposeStack();
            return weights.joining().joined(proposal.source(proposal.stack()));
        }
    }

    private static Project again(Project stacked) throws IOException {
        StackProposal proposal = stacked.joining().proposeStack();
        return stacked.joining().joined(proposal.source(new DenseStack(List.of(FIRST, SECOND))));
    }

    @Test
    void dataOfAllKindsStay() throws IOException {
        try (Project stacked = stacked()) {
            stacked.dataSets().use(data);
            stacked.dataSets().reserveForCalibration(10);
            stacked.training().useData(data);
            try (Project again = again(stacked)) {
                assertThat(again.dataSets().evaluation().orElseThrow().size()).isEqualTo(90);
                assertThat(again.dataSets().calibration().orElseThrow().size()).isEqualTo(10);
                assertThat(again.training().source()).contains(data);
                assertThat(again.saving().loadNotes()).isEmpty();
            }
        }
    }

    @Test
    void dataThatCannotBeReadAnewAreLeftOutAndNoReasonToStay() throws IOException {
        try (Project stacked = stacked()) {
            stacked.dataSets().use(data);
            stacked.dataSets().useForCalibration(data);
            stacked.training().useData(data);
            Files.delete(data.samples());
            try (Project again = again(stacked)) {
                assertThat(again.dataSets().evaluation()).isEmpty();
                assertThat(again.dataSets().calibration()).isEmpty();
                assertThat(again.training().data()).isEmpty();
                assertThat(again.saving().loadNotes())
                        .extracting(Problem::kind)
                        .containsExactly(Kind.DATA_LEFT_OUT, Kind.CALIBRATION_LEFT_OUT);
                assertThat(again.saving().loadNotes().get(0).arguments())
                        .containsExactly(data.samples().toString());
            }
        }
    }
}
