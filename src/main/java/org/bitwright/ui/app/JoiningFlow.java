package org.bitwright.ui.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.stage.Stage;
import org.bitwright.model.DataSource;
import org.bitwright.model.DenseStack;
import org.bitwright.model.ModelSource;
import org.bitwright.project.Project;
import org.bitwright.project.Variant;
import org.bitwright.project.join.JoinProposal;
import org.bitwright.project.join.StackProposal;
import org.bitwright.quant.QuantConfig;
import org.bitwright.task.CancelToken;
import org.bitwright.ui.common.Dialogs;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Settings;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.common.Workbench;
import org.bitwright.ui.joining.JoinViewModel;
import org.bitwright.ui.joining.StackViewModel;

/** From weights alone to a network: what is proposed, what the user makes of it, and the network as a file. */
final class JoiningFlow {
    private static final String PROPOSE = "propose";

    private final Workbench workbench;
    private final Tasks tasks;
    private final Failures failures;
    private final Dialogs dialogs;
    private final Settings settings;
    private final Stage stage;

    JoiningFlow(Workbench workbench, Tasks tasks, Dialogs dialogs, Settings settings, Stage stage) {
        this.workbench = workbench;
        this.tasks = tasks;
        this.dialogs = dialogs;
        this.settings = settings;
        this.stage = stage;
        failures = new Failures(dialogs);
    }

    void define(Actions actions) {
        actions.define(Action.JOIN_NETWORK, workbench.lacksNetwork(), this::chooseGraph);
        actions.define(Action.STACK_LAYERS, workbench.lacksNetwork(), this::stack);
        BooleanBinding made = Bindings.createBooleanBinding(
                () -> workbench
                        .project()
                        .map(Project::source)
                        .filter(JoiningFlow::isMade)
                        .isPresent(),
                workbench.projectProperty());
        actions.define(Action.JOIN_AGAIN, made, this::again);
        actions.define(Action.SAVE_NETWORK, made, this::saveNetwork);
    }

    /** Whether the network was put together here, and no file holds it as it is. */
    private static boolean isMade(ModelSource source) {
        return source instanceof ModelSource.Joined || source instanceof ModelSource.Stacked;
    }

    private void chooseGraph() {
        dialogs.openFile(Texts.get("join.graph"), List.of(FileKinds.network())).ifPresent(this::join);
    }

    /** Proposes how the open weights go into a network, and joins them when that is confirmed. */
    void join(Path graph) {
        workbench.project().filter(open -> !open.hasNetwork()).ifPresent(open -> tasks.<JoinProposal>task(
                        Texts.supply("task.propose", name(graph)),
                        (progress, cancel) -> open.joining().proposeJoin(graph))
                .latest(PROPOSE)
                .onSuccess(proposal -> ask(open, proposal, new JoinViewModel(proposal)))
                .onFailure(error -> failures.show("error.join", error))
                .start());
    }

    /** Shows how the weights and the network came together, for the user to make something else of it. */
    private void again() {
        workbench.project().ifPresent(open -> {
            if (open.source() instanceof ModelSource.Joined joined) {
                tasks.<JoinProposal>task(
                                Texts.supply("task.propose", name(joined.graph())),
                                (progress, cancel) -> open.joining().proposeJoin(joined.graph()))
                        .latest(PROPOSE)
                        .onSuccess(proposal -> ask(open, proposal, JoinViewModel.again(proposal, joined.pairs())))
                        .onFailure(error -> failures.show("error.join", error))
                        .start();
            } else if (open.source() instanceof ModelSource.Stacked stacked) {
                stack(open, Optional.of(stacked.stack()));
            }
        });
    }

    private void ask(Project open, JoinProposal proposal, JoinViewModel model) {
        if (isShown(open)) {
            new JoinForm(open.model().fileName(), name(proposal.graph()), model)
                    .show(stage, pairs -> change(open, proposal.source(pairs)));
        }
    }

    /** What was made of the network as it is may not hold for another: that is said before it goes. */
    private void change(Project open, ModelSource source) {
        int atStake = open.joining().atStake();
        if (source.equals(open.source())) {
            return;
        }
        if (atStake == 0) {
            replace(open, source);
            return;
        }
        dialogs.ask(
                        Texts.get("joinAgain.title"),
                        Texts.get("joinAgain.question", Numbers.count(atStake)),
                        List.of(new Dialogs.Choice("join", Texts.get("joinAgain.go"))))
                .ifPresent(answer -> replace(open, source));
    }

    private void stack() {
        workbench.project().filter(open -> !open.hasNetwork()).ifPresent(open -> stack(open, Optional.empty()));
    }

    private void stack(Project open, Optional<DenseStack> present) {
        tasks.<StackProposal>task(
                        Texts.supply("task.propose", open.model().fileName()),
                        (progress, cancel) -> open.joining().proposeStack())
                .latest(PROPOSE)
                .whenSlow()
                .onSuccess(proposal -> ask(open, proposal, present.orElseGet(proposal::stack)))
                .onFailure(error -> failures.show("error.join", error))
                .start();
    }

    private void ask(Project open, StackProposal proposal, DenseStack present) {
        if (!isShown(open)) {
            return;
        }
        if (proposal.tensors().isEmpty()) {
            dialogs.inform(Texts.get("stackForm.title"), Texts.get("stackForm.none"));
            return;
        }
        new StackForm(open.model().fileName(), new StackViewModel(proposal, present))
                .show(stage, stack -> change(open, proposal.source(stack)));
    }

    /** Shows the joined network in the place of the weights, with the choices that were made for them. */
    private void replace(Project open, ModelSource source) {
        Basis basis = Basis.of(open);
        tasks.<Project>task(
                        Texts.supply("task.join", open.model().fileName()),
                        (progress, cancel) -> joined(open, source, cancel))
                .latest("open")
                .onSuccess(project -> show(project, open, source, basis))
                .onFailure(error -> failures.show("error.join", error))
                .start();
    }

    /** What goes from one project into the other. */
    private record Basis(
            QuantConfig config, List<Variant> variants, Optional<DataSource> data, Optional<DataSource> calibration) {
        static Basis of(Project open) {
            return new Basis(
                    open.config(),
                    open.variants().all(),
                    open.dataSets().evaluationSource(),
                    open.dataSets().calibrationSource());
        }
    }

    /** Joining takes a while: what is done meanwhile must not be lost, and what is opened meanwhile not replaced. */
    private void show(Project joined, Project open, ModelSource source, Basis basis) {
        if (isShown(open) && basis.equals(Basis.of(open))) {
            workbench.lead(Texts.supply(open.hasNetwork() ? "edit.joinAgain" : "edit.join"), joined);
            return;
        }
        workbench.closings().close(joined);
        if (isShown(open)) {
            replace(open, source);
        }
    }

    private static Project joined(Project open, ModelSource source, CancelToken cancel) throws IOException {
        Project project = open.joining().joined(source);
        if (cancel.isCancelled()) {
            project.close();
        }
        cancel.throwIfCancelled();
        return project;
    }

    private void saveNetwork() {
        workbench.project().ifPresent(open -> dialogs.saveFile(
                        Texts.get("join.save"), suggestedName(open.model().fileName()), FileKinds.network())
                .ifPresent(file -> save(open, file)));
    }

    private void save(Project open, Path file) {
        tasks.<Path>task(Texts.supply("task.save", name(file)), (progress, cancel) -> {
                    open.joining().saveNetwork(file);
                    return file;
                })
                .onSuccess(settings::opened)
                .onFailure(error -> failures.show("error.saveNetwork", error))
                .start();
    }

    private static String suggestedName(String weights) {
        int dot = weights.lastIndexOf('.');
        return (dot > 0 ? weights.substring(0, dot) : weights) + ".onnx";
    }

    private boolean isShown(Project open) {
        return workbench.project().filter(open::equals).isPresent();
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
