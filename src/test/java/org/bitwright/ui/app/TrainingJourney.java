package org.bitwright.ui.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bitwright.project.TrainingSamples.copy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.bitwright.model.Layer;
import org.bitwright.project.OwnState;
import org.bitwright.project.TrainingRun;
import org.bitwright.project.Variant;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.WeightOverlay;
import org.bitwright.training.EpochRecord;
import org.bitwright.training.GradientRounding;
import org.bitwright.training.Optimizer;
import org.bitwright.training.TrainingPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.util.WaitForAsyncUtils;

/** Training of real networks on the bundled images. */
class TrainingJourney extends WindowFixture {
    @TempDir
    private Path folder;

    @RegisterExtension
    private final OwnState state = new OwnState();

    @Test
    void aRunIsAskedForTrainsAndItsResultIsUsedInOneStep() {
        openSample("simple-model");
        push(KeyCode.F12);
        await("network and data were looked at", () -> !startButton().isDisabled());
        assertThat(text("training-data")).contains("1,000 samples, 900 to train on and 100 held out");
        assertThat(node("training-small").isVisible()).isTrue();
        fill("plan-epochs", "2");
        fill("plan-batch", "100");
        fill("training-name", "short");
        await("it was looked at again", () -> !startButton().isDisabled());
        clickOn("#training-start");
        await("it is under way", () -> find("short").isPresent());
        assertThat(this.<TabPane>node("charts")
                        .getSelectionModel()
                        .getSelectedItem()
                        .getText())
                .isEqualTo("Training");
        await("it is done", () -> state("short") == TrainingRun.State.DONE && tasks.isIdle());

        TrainingRun run = run("short");
        assertThat(run.plan()).isEqualTo(withLength(2, 100));
        assertThat(run.epochs()).hasSize(2);
        assertThat(run.epochs().get(0).samples()).isEqualTo(900);
        assertThat(run.small()).isTrue();
        assertThat(shows("training-live")).isFalse();
        assertThat(text("training-details")).contains("calibration samples", "held-out samples right", "10,000");
        QuantConfig before = workbench().configProperty().get();
        clickOn("#training-use");
        QuantConfig used = workbench().configProperty().get();
        assertThat(used).isEqualTo(run.result().orElseThrow()).isNotEqualTo(before);
        assertThat(workbench().undoNameProperty().get()).contains("training short");
        assertThat(used.layers().values())
                .anySatisfy(layer ->
                        assertThat(layer.overlay().map(WeightOverlay::origin)).isPresent());
        awaitExact();
        assertThat(this.<Button>node("training-use").isDisabled()).isTrue();
        push(KeyCode.SHORTCUT, KeyCode.Z);
        assertThat(workbench().configProperty().get()).isEqualTo(before);
    }

    @Test
    void aRunIsHeldGoesOnAndIsEndedWithWhatItReached() {
        openSample("lenet5");
        start("long", withLength(400, 50));
        await("it is in the list from its first step", () -> text("training-details")
                .startsWith("400 epochs"));
        await(
                "the first epoch is done",
                () -> find("long").filter(run -> !run.epochs().isEmpty()).isPresent());
        clickOn("#training-pause");
        assertThat(text("training-pace")).isEqualTo("paused");
        await("it rests", () -> shows("training-resume"));
        clickOn("#training-resume");
        int heard = run("long").epochs().size();
        await("it goes on", () -> run("long").epochs().size() > heard);
        assertThat(text("training-place")).startsWith("Epoch").contains("/400", "left");
        assertThat(text("training-pace")).contains("loss", "samples/s");
        clickOn("#training-cancel");
        await("it has ended", () -> !shows("training-live") && tasks.isIdle());
        TrainingRun ended = run("long");
        assertThat(ended.state()).isEqualTo(TrainingRun.State.CANCELLED);
        assertThat(ended.result()).isPresent();
        assertThat(ended.after()).isEmpty();
        assertThat(text("training-details")).contains("Ended by hand after epoch");
        clickOn("#training-measure");
        await("it is measured", () -> run("long").after().isPresent() && tasks.isIdle());
        assertThat(run("long").before()).isPresent();
        assertThat(text("training-details")).contains("10,000 evaluation samples");
        assertThat(shows("training-measure")).isFalse();

        clickOn("#training-keep");
        assertThat(project().variants().all()).extracting(Variant::name).contains("long");
        clickOn("#training-continue");
        await(
                "it goes on after its last epoch",
                () -> run("long").epochs().size() > ended.epochs().size());
        assertThat(run("long").epochs().subList(0, ended.epochs().size()))
                .extracting(EpochRecord::loss)
                .isEqualTo(ended.epochs().stream().map(EpochRecord::loss).toList());
        clickOn("#training-cancel");
        await("it has ended", () -> !shows("training-live") && tasks.isIdle());
    }

    @Test
    void aRunThatTheProgramLeftIsShownAndGoesOn() throws IOException {
        Path work = Files.createDirectories(folder.resolve("work"));
        Path dead = folder.resolve("dead");
        openSample("simple-model");
        interact(() -> saveTo(work.resolve("a.bitwright")));
        start("long", withLength(60, 100));
        await(
                "two epochs are done",
                () -> find("long").filter(run -> run.epochs().size() >= 2).isPresent());
        clickOn("#training-pause");
        copy(work, dead);
        clickOn("#training-cancel");
        await("it has ended", () -> !shows("training-live") && tasks.isIdle());
        interact(() -> workbench().close());

        interact(() -> window.files().open(dead.resolve("a.bitwright")));
        await("the project is open", () -> workbench().project().isPresent());
        awaitExact();
        TrainingRun left = run("long");
        assertThat(left.state()).isEqualTo(TrainingRun.State.INTERRUPTED);
        interact(() -> this.<TabPane>node("charts").getSelectionModel().select(3));
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(text("training-details"))
                .contains("Interrupted after epoch " + left.epochs().size());
        clickOn("#training-continue");
        await("it goes on", () -> run("long").epochs().size() > left.epochs().size());
        assertThat(run("long").epochs().get(0).loss())
                .isEqualTo(left.epochs().get(0).loss());
        clickOn("#training-cancel");
        await("it has ended", () -> !shows("training-live") && tasks.isIdle());
        assertThat(run("long").state()).isEqualTo(TrainingRun.State.CANCELLED);
        assertThat(run("long").result()).isPresent();
    }

    private void saveTo(Path file) {
        try {
            project().save(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void runsAreComparedRenamedAndRemoved() {
        openSample("simple-model");
        train("full", withLength(2, 100));
        train("four", withLength(2, 100).withGradients(Optional.of(new GradientRounding(4, true, false))));
        TableView<?> table = node("training-table");
        interact(() -> table.getSelectionModel().selectAll());
        WaitForAsyncUtils.waitForFxEvents();
        clickOn("#curves-as-table");
        assertThat(this.<TableView<?>>node("curves-table").getItems()).hasSize(4);
        clickOn("#curves-as-chart");
        assertThat(text("training-details")).contains("full: ", "four: ", "4-bit gradients");
        assertThat(shows("training-details-line"))
                .as("there is room for a line")
                .isTrue();
        assertThat(shows("training-details")).isFalse();
        assertThat(this.<Label>named(".curves .legend .label"))
                .as("there is no room beside the controls")
                .allSatisfy(name -> assertThat(name.isVisible()).isTrue())
                .extracting(Label::getText)
                .containsExactly("full", "four");

        interact(() -> table.getSelectionModel().clearAndSelect(1));
        dialogs.answer("narrow");
        clickOn("#training-rename");
        assertThat(project().training().runs()).extracting(TrainingRun::name).containsExactly("full", "narrow");
        dialogs.answer("remove");
        clickOn("#training-remove");
        assertThat(project().training().runs()).extracting(TrainingRun::name).containsExactly("full");
    }

    private <T extends Node> List<T> named(String selector) {
        return List.copyOf(lookup(selector).queryAll());
    }

    @Test
    void oneLayerIsPrunedOtherwise() {
        openSample("simple-model");
        List<String> layers =
                project().model().layers().stream().map(Layer::name).toList();
        push(KeyCode.F12);
        await("network and data were looked at", () -> !startButton().isDisabled());
        fill("plan-epochs", "1");
        clickOn("#plan-more");
        clickOn("#plan-prunes");
        fill("plan-prune-end", "1");
        fill("plan-layer-shares", "none=50");
        assertThat(text("plan-layer-shares-fault")).isEqualTo("no layer is called none");
        assertThat(startButton().isDisabled()).isTrue();
        fill("plan-layer-shares", layers.get(0) + "=50");
        await("it can start", () -> !startButton().isDisabled());
        clickOn("#training-start");
        await("it has ended", () -> project().training().runs().size() == 1 && tasks.isIdle());
        TrainingRun run = project().training().runs().get(0);
        assertThat(run.plan().pruning().orElseThrow().layers()).isEqualTo(Map.of(layers.get(0), 0.5));
        float[] pruned = run.result()
                .orElseThrow()
                .of(layers.get(0))
                .overlay()
                .orElseThrow()
                .values()
                .get(project().model().layers().get(0).weight().name());
        long zeros =
                IntStream.range(0, pruned.length).filter(i -> pruned[i] == 0).count();
        assertThat((double) zeros / pruned.length).isBetween(0.5, 0.6);
    }

    @Test
    void theFormMarksWhatCannotBe() {
        openSample("simple-model");
        push(KeyCode.F12);
        await("network and data were looked at", () -> !startButton().isDisabled());
        fill("plan-epochs", "0");
        assertThat(text("plan-epochs-fault")).isEqualTo("a whole number, 1 to 10,000");
        assertThat(startButton().isDisabled()).isTrue();
        fill("plan-epochs", "3");
        fill("plan-epochs", "0");
        await("what was looked at for the plan before is there", tasks::isIdle);
        assertThat(startButton().isDisabled()).isTrue();
        fill("plan-epochs", "3");
        fill("plan-rate", "fast");
        assertThat(text("plan-rate-fault")).isEqualTo("above 0, at most 100");
        fill("plan-rate", "0.01");
        assertThat(shows("plan-prunes")).isFalse();
        clickOn("#plan-more");
        clickOn("#plan-prunes");
        fill("plan-prune-end", "5");
        assertThat(text("plan-prune-fault")).isEqualTo("at the latest after epoch 3");
        assertThat(startButton().isDisabled()).isTrue();
        fill("plan-prune-end", "2");
        assertThat(text("plan-prune-fault")).isEmpty();
        fill("training-name", " ");
        assertThat(startButton().isDisabled()).isTrue();
        fill("training-name", "mine");
        await("it can start", () -> !startButton().isDisabled());
        interact(() ->
                this.<ComboBox<?>>node("plan-optimizer").getSelectionModel().select(0));
        assertThat(shows("plan-momentum")).isTrue();
        assertThat(shows("plan-beta1")).isFalse();
        push(KeyCode.ESCAPE);
    }

    private static TrainingPlan withLength(int epochs, int batch) {
        TrainingPlan usual = TrainingPlan.usual();
        return new TrainingPlan(
                epochs,
                batch,
                usual.seed(),
                Optimizer.adam(),
                usual.schedule(),
                usual.weightRanges(),
                usual.activationRanges(),
                usual.normalization(),
                usual.augmentation(),
                usual.distillation(),
                usual.gradients(),
                usual.pruning(),
                usual.validationShare(),
                OptionalInt.empty());
    }

    private void train(String name, TrainingPlan plan) {
        start(name, plan);
        await(name + " is done", () -> state(name) == TrainingRun.State.DONE && tasks.isIdle());
    }

    private void start(String name, TrainingPlan plan) {
        interact(() -> window.training().flow().train(project(), name, plan));
    }

    private TrainingRun.State state(String name) {
        return find(name).map(TrainingRun::state).orElse(TrainingRun.State.RUNNING);
    }

    private TrainingRun run(String name) {
        return find(name).orElseThrow();
    }

    private Optional<TrainingRun> find(String name) {
        return project().training().find(name);
    }

    private Button startButton() {
        return node("training-start");
    }

    private String text(String id) {
        return this.<Label>node(id).getText();
    }

    /** In the scene, and not hidden with what it is in. */
    private boolean shows(String id) {
        return lookup("#" + id).tryQuery().filter(TrainingJourney::isSeen).isPresent();
    }

    private static boolean isSeen(Node node) {
        for (Node each = node; each != null; each = each.getParent()) {
            if (!each.isVisible()) {
                return false;
            }
        }
        return true;
    }

    /** Without Enter, which would start. */
    private void fill(String id, String text) {
        TextField field = node(id);
        interact(() -> field.setText(text));
        WaitForAsyncUtils.waitForFxEvents();
    }
}
