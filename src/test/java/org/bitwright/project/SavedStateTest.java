package org.bitwright.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bitwright.model.DataSource;
import org.bitwright.quant.Preset;
import org.bitwright.quant.QuantConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is written is all of one moment: writing takes a while, and the user goes on meanwhile. */
class SavedStateTest {
    private static final int SAMPLES = 100;
    private static final int MOMENTS = 3000;

    @RegisterExtension
    private final OwnState state = new OwnState();

    @TempDir
    Path folder;

    private static Measurement measurement(int samples) {
        return new Measurement(
                Optional.empty(),
                1,
                OptionalDouble.of(30),
                OptionalDouble.of(1),
                OptionalDouble.of(1),
                samples,
                samples,
                1,
                Optional.empty());
    }

    private SavedWork work(Path file, Project project, SavedMoment moment) throws IOException {
        return SavedWork.of(file, project.opened(), moment, SavedSitting.none());
    }

    @Test
    void configurationAndVariantsAreOfTheMoment() throws IOException {
        Path file = folder.resolve("work.bitwright");
        try (Project project = Project.create(Mnist.LENET)) {
            QuantConfig before = project.config();
            project.variants().add("before", before);
            SavedMoment moment = project.parts().moment();

            project.edit("later", project.choices().withPreset(Preset.INT4_CHANNEL_MSE, List.of("conv1/Conv"), false));
            project.variants().add("later", project.config());
            SavedWork work = work(file, project, moment);

            assertThat(work.config()).isEqualTo(before).isNotEqualTo(project.config());
            assertThat(work.variants()).extracting(Variant::name).containsExactly("before");
            assertThat(project.parts().state()).isNotEqualTo(moment.state());
        }
    }

    @Test
    void dataAndWhatWasMeasuredOnThemAreOfTheMoment() throws IOException {
        Path file = folder.resolve("work.bitwright");
        SavedResults full = SavedWorks.everything().results();
        try (Project project = Project.create(Mnist.LENET)) {
            project.dataSets().use(Mnist.first(SAMPLES));
            project.results().measurements().put(QuantConfig.empty(), measurement(SAMPLES));
            full.sweep().ifPresent(project.results().measurements()::sweep);
            project.results().explored().restore(full.halves(), full.sensitivities(), full.search());
            SavedMoment moment = project.parts().moment();

            project.dataSets().reserveForCalibration(10);
            assertThat(project.results().count())
                    .as("measured on other samples")
                    .isZero();
            project.results().measurements().put(QuantConfig.empty(), measurement(90));
            SavedWork work = work(file, project, moment);

            assertThat(work.data()).isPresent();
            assertThat(work.reserved()).isZero();
            assertThat(work.results().measurements()).isEqualTo(Map.of(QuantConfig.empty(), measurement(SAMPLES)));
            assertThat(work.results().sweep()).isEqualTo(full.sweep()).isPresent();
            assertThat(work.results().sensitivities()).hasSameSizeAs(full.sensitivities());
            assertThat(work.results().search()).isEqualTo(full.search()).isPresent();
            assertThat(project.parts().state()).isNotEqualTo(moment.state());
        }
    }

    @Test
    void runsAndTrainingDataAreOfTheMoment() throws Exception {
        Path file = folder.resolve("work.bitwright");
        try (Project project = TrainingSamples.opened()) {
            TrainingSamples.run(project, "before", TrainingSamples.plan(1));
            SavedMoment moment = project.parts().moment();

            project.training().rename("before", "after");
            project.training().dropData();
            SavedWork work = work(file, project, moment);

            assertThat(work.training().runs()).extracting(KeptRun::name).containsExactly("before");
            assertThat(work.training().data()).isPresent();
            assertThat(project.parts().state()).isNotEqualTo(moment.state());
        }
    }

    /** Samples are taken for calibration and given back, which drops what was measured, while moments are taken. */
    @Test
    void noMomentIsTakenInTheMiddleOfAChange() throws Exception {
        try (Project project = Project.create(Mnist.LENET)) {
            project.dataSets().use(Mnist.first(SAMPLES));
            AtomicBoolean enough = new AtomicBoolean();
            CompletableFuture<Integer> changes = CompletableFuture.supplyAsync(() -> changed(project, enough));
            for (int i = 0; i < MOMENTS; i++) {
                SavedMoment moment = project.parts().moment();
                int measured = moment.data().evaluation().orElseThrow().data().size();
                assertThat(moment.data().reserved() + measured).isEqualTo(SAMPLES);
                assertThat(moment.data().calibration().map(set -> set.data().size()))
                        .isEqualTo(Optional.of(moment.data().reserved()).filter(reserved -> reserved > 0));
                assertThat(moment.results().all().measurements().values())
                        .allMatch(found -> found.samples() == measured);
            }
            enough.set(true);
            assertThat(changes.get()).isGreaterThan(1);
        }
    }

    private static int changed(Project project, AtomicBoolean enough) {
        int count = 0;
        while (!enough.get() || count < 2) {
            count++;
            int reserved = 1 + count % 50;
            project.dataSets().reserveForCalibration(reserved);
            project.results().measurements().put(QuantConfig.empty(), measurement(SAMPLES - reserved));
        }
        return count;
    }

    /** The same name may stand for other samples than it did. */
    @Test
    void dataThatWereReplacedUnderTheirNameAreAChange() throws IOException {
        Path images = Files.copy(Mnist.IMAGES, folder.resolve("images-idx3-ubyte.gz"));
        DataSource source = Mnist.first(SAMPLES);
        DataSource own = new DataSource(images, Optional.empty(), source.preprocessing(), source.limit());
        try (Project project = Project.create(Mnist.LENET)) {
            project.dataSets().useForCalibration(own);
            project.save(folder.resolve("work.bitwright"));
            project.dataSets().useForCalibration(own);
            assertThat(project.isModified()).as("read again").isFalse();

            Files.copy(TrainingSamples.IMAGES, images, StandardCopyOption.REPLACE_EXISTING);
            project.dataSets().useForCalibration(own);
            assertThat(project.isModified()).as("other samples").isTrue();
        }
    }
}
