package org.bitwright.ui.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.bitwright.model.ActivationFunction;
import org.bitwright.model.DenseStack;
import org.bitwright.model.DenseStep;
import org.bitwright.model.ModelSource;
import org.bitwright.project.Project;
import org.bitwright.project.ProjectInUseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkbenchTest {
    private final Workbench workbench = new Workbench(Tasks.sameThread(), new ScriptedDialogs());

    @TempDir
    private Path folder;

    @Test
    void aProjectKeepsOthersFromItsFileWheneverItIsShown() throws IOException {
        Path file = folder.resolve("work.bitwright");
        Project weights = Project.create(WeightsOnDisk.article());
        workbench.show(weights);
        weights.save(file);
        workbench.lead("joining", stacked(weights));
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

    private static Project stacked(Project weights) throws IOException {
        DenseStep step = new DenseStep("fc1.weight", Optional.empty(), false, ActivationFunction.NONE);
        return weights.joining()
                .joined(new ModelSource.Stacked(WeightsOnDisk.article(), new DenseStack(List.of(step))));
    }
}
