package org.bitwright.ui.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bitwright.model.ActivationFunction;
import org.bitwright.model.DenseStack;
import org.bitwright.model.DenseStep;
import org.bitwright.model.ModelSource;
import org.bitwright.project.Project;
import org.bitwright.project.ProjectInUseException;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TargetProfile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkbenchTest {
    private static final Path LENET = Path.of("sample-models/lenet5.onnx");

    private final Workbench workbench = new Workbench(Tasks.sameThread(), new ScriptedDialogs());

    @TempDir
    private Path folder;

    @Test
    void aProjectKeepsOthersFromItsFileWheneverItIsShown() throws IOException {
        Path file = folder.resolve("work.bitwright");
        Project weights = Project.create(WeightsOnDisk.article());
        workbench.show(weights);
        weights.save(file);
        workbench.lead(() -> "joining", stacked(weights));
        Project.load(file).close();

        workbench.undo();
        assertThat(workbench.project()).containsSame(weights);
        assertThatThrownBy(() -> Project.load(file)).isInstanceOf(ProjectInUseException.class);

        workbench.redo();
        Project.load(file).close();
        workbench.undo();
        workbench.close();
        Project.load(file).close();
    }

    @AfterEach
    void english() {
        Texts.use(Locale.ENGLISH);
        workbench.close();
    }

    @Test
    void stepsAreNamedInTheLanguageOfTheMoment() throws IOException {
        workbench.show(Project.create(LENET));
        List<LayerRow> rows = List.copyOf(workbench.rows());
        assertStep(() -> workbench.editing().bits(rows.subList(0, 1), 5), "conv1/Conv to 5 bits", "conv1/Conv 改为 5 位");
        assertStep(() -> workbench.editing().scheme(rows, Scheme.ASYMMETRIC), "5 layers: asymmetric", "5 层：非对称");
        assertStep(
                () -> workbench.editing().calibrator(rows, Calibrator.percentile(99)),
                "5 layers: calibrator percentile 99",
                "5 层：校准方法 百分位 99");
        assertStep(
                () -> workbench.activations().editing().target(TargetProfile.TFLM),
                "target TFLite Micro, CMSIS-NN",
                "目标 TFLite Micro、CMSIS-NN");
        workbench.undo();
        Texts.use(Locale.SIMPLIFIED_CHINESE);
        assertThat(workbench.redoNameProperty().get()).hasValue("目标 TFLite Micro、CMSIS-NN");
        assertThat(workbench.undoNameProperty().get()).hasValue("5 层：校准方法 百分位 99");
    }

    private void assertStep(Runnable edit, String english, String chinese) {
        edit.run();
        assertThat(workbench.undoNameProperty().get()).hasValue(english);
        Texts.use(Locale.SIMPLIFIED_CHINESE);
        assertThat(workbench.undoNameProperty().get()).hasValue(chinese);
        Texts.use(Locale.ENGLISH);
        assertThat(workbench.undoNameProperty().get()).hasValue(english);
    }

    private static Project stacked(Project weights) throws IOException {
        DenseStep step = new DenseStep("fc1.weight", Optional.empty(), false, ActivationFunction.NONE);
        return weights.joining()
                .joined(new ModelSource.Stacked(WeightsOnDisk.article(), new DenseStack(List.of(step))));
    }
}
