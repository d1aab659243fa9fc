package org.bitwright.ui.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.bitwright.model.ActivationFunction;
import org.bitwright.model.DenseStack;
import org.bitwright.model.DenseStep;
import org.bitwright.model.ModelSource;
import org.bitwright.project.OwnState;
import org.bitwright.project.Project;
import org.bitwright.ui.common.Dialogs;
import org.bitwright.ui.common.ScriptedDialogs;
import org.bitwright.ui.common.Settings;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.WeightsOnDisk;
import org.bitwright.ui.common.Workbench;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class SavingFlowTest {
    @RegisterExtension
    private final OwnState state = new OwnState();

    @TempDir
    private Path folder;

    private final ScriptedDialogs scripted = new ScriptedDialogs();
    private final Tasks tasks = Tasks.sameThread();
    private final Workbench workbench = new Workbench(tasks, scripted);

    private static Project stacked(Project from) throws IOException {
        return from.joining()
                .joined(new ModelSource.Stacked(
                        WeightsOnDisk.article(),
                        new DenseStack(List.of(
                                new DenseStep("fc1.weight", Optional.empty(), false, ActivationFunction.RELU),
                                new DenseStep("fc2.weight", Optional.empty(), false, ActivationFunction.NONE)))));
    }

    /** Dialogs before whose questions something else happens. */
    private Dialogs after(Runnable event) {
        return (Dialogs) Proxy.newProxyInstance(
                SavingFlowTest.class.getClassLoader(), new Class<?>[] {Dialogs.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("ask")) {
                        event.run();
                    }
                    return method.invoke(scripted, arguments);
                });
    }

    /** Saving takes a while, in which a step may have led to another project. */
    @Test
    void whatCouldNotBeSavedIsSavedElsewhereThoughAnotherProjectIsShownByThen() throws IOException {
        Path elsewhere = folder.resolve("elsewhere.bitwright");
        Project weights = Project.create(WeightsOnDisk.article());
        Project network = stacked(weights);
        workbench.show(weights);
        workbench.lead(() -> "joining", network);
        SavingFlow flow = new SavingFlow(workbench, tasks, after(workbench::undo), new Settings());
        scripted.chooseFile(folder.resolve("no such folder").resolve("work.bitwright"));
        scripted.answer("elsewhere");
        scripted.chooseFile(elsewhere);

        flow.saveAs(() -> {});

        assertThat(workbench.project()).contains(weights);
        assertThat(network.file()).contains(elsewhere);
        assertThat(weights.file()).isEmpty();
        workbench.close();
        try (Project saved = Project.load(elsewhere)) {
            assertThat(saved.hasNetwork()).isTrue();
        }
    }
}
