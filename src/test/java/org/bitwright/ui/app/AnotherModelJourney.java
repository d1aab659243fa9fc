package org.bitwright.ui.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javafx.scene.control.Button;
import org.bitwright.project.OwnState;
import org.bitwright.project.TrainingRun;
import org.bitwright.training.TrainingPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.testfx.util.WaitForAsyncUtils;

/** A model is opened while one is trained. */
class AnotherModelJourney extends WindowFixture {
    @RegisterExtension
    private final OwnState state = new OwnState();

    @Test
    void noRunIsUnderWayInAnotherModelThatIsOpenedUnderOne() {
        openSample("lenet5");
        start("long", TrainingPlan.usual().withEpochs(400));
        await("the first epoch is done", () -> runs().stream()
                .anyMatch(run -> !run.epochs().isEmpty()));
        clickOn("#training-pause");
        dialogs.answer("discard");
        openSample("simple-model");
        await("it is open", () -> runs().isEmpty());
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(node("training-live").isVisible()).isFalse();
        assertThat(this.<Button>node("training-train").isDisabled()).isFalse();

        start("short", TrainingPlan.usual().withEpochs(1));
        await("both have ended", tasks::isIdle);
        assertThat(runs()).extracting(TrainingRun::name).containsExactly("short");
        assertThat(node("training-live").isVisible()).isFalse();
        assertThat(dialogs.errors()).isEmpty();
    }

    private void start(String name, TrainingPlan plan) {
        interact(() -> window.training().flow().train(project(), name, plan));
    }

    private List<TrainingRun> runs() {
        return project().training().runs();
    }
}
