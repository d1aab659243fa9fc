package org.bitwright.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.bitwright.quant.Preset;
import org.bitwright.quant.QuantConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedStateTest {
    @TempDir
    Path folder;

    /** Writing takes a while, and the user goes on meanwhile. */
    @Test
    void whatIsWrittenIsAllOfTheMomentItWasTakenAt() throws IOException {
        Path file = folder.resolve("work.bitwright");
        try (Project project = Project.create(Mnist.LENET)) {
            QuantConfig before = project.config();
            project.variants().add("before", before);
            SavedState moment = project.state();

            project.edit("later", project.choices().withPreset(Preset.INT4_CHANNEL_MSE, List.of("conv1/Conv"), false));
            project.variants().add("later", project.config());
            SavedWork work = project.work(
                    file,
                    moment,
                    project.training().saved(file),
                    new SavedSitting(project.saving().layout(), Optional.empty()));

            assertThat(work.config()).isEqualTo(before).isNotEqualTo(project.config());
            assertThat(work.variants()).extracting(Variant::name).containsExactly("before");
            assertThat(project.state()).isNotEqualTo(moment);
        }
    }
}
