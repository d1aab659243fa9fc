package org.bitwright.ui.app;

import java.util.List;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import org.bitwright.model.Dataset;
import org.bitwright.project.Project;
import org.bitwright.training.GradientRounding;
import org.bitwright.training.GradientSample;
import org.bitwright.training.GradientStatistics;
import org.bitwright.ui.common.Dialogs;
import org.bitwright.ui.common.TaskItem;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.common.Workbench;
import org.bitwright.ui.gradients.GradientsViewModel;

/**
 * Gradients of the present network, measured on a few batches without training; other ways of rounding are tried on the
 * same gradients. Another configuration has others: they are measured again while someone looks.
 */
final class GradientMeasuring {
    private static final int STEPS = 8;
    private static final long SEED = 1;

    private final Workbench workbench;
    private final Tasks tasks;
    private final Dialogs dialogs;
    private final GradientsViewModel model;
    private final BooleanProperty active = new SimpleBooleanProperty();
    private Optional<GradientSample> sample = Optional.empty();
    private Optional<TaskItem> measuring = Optional.empty();
    private boolean stale;

    GradientMeasuring(Workbench workbench, Tasks tasks, Dialogs dialogs, GradientsViewModel model) {
        this.workbench = workbench;
        this.tasks = tasks;
        this.dialogs = dialogs;
        this.model = model;
        model.roundingProperty().addListener(observable -> round());
        workbench.configProperty().addListener(observable -> outdate());
        workbench.measurements().dataProperty().addListener((property, before, now) -> look());
        active.addListener(observable -> renew());
    }

    /** Whether the tab is in front. */
    BooleanProperty activeProperty() {
        return active;
    }

    void clear() {
        sample = Optional.empty();
        stale = false;
        measuring.ifPresent(TaskItem::cancel);
        measuring = Optional.empty();
        model.measuringProperty().set(false);
    }

    /** Finds out what stands in the way: labels may have to be read. */
    void look() {
        workbench.project().ifPresent(project -> tasks.<Boolean>task(
                        Texts.supply("task.gradients"), (progress, cancel) -> project.training()
                                .data()
                                .flatMap(Dataset::labels)
                                .isPresent())
                .latest("gradient-data")
                .hidden()
                .onSuccess(labelled ->
                        model.obstacleProperty().set(labelled ? Optional.empty() : Optional.of("gradients.noLabels")))
                .start());
    }

    void measure() {
        workbench.project().ifPresent(this::measure);
    }

    private void measure(Project project) {
        stale = false;
        model.measuringProperty().set(true);
        TaskItem item = tasks.<GradientSample>task(
                        Texts.supply("task.gradients"),
                        (progress, cancel) -> project.training().gradients(STEPS, progress, cancel))
                .latest("gradients")
                .whenSlow()
                .onSuccess(found -> {
                    if (workbench.project().filter(project::equals).isPresent()) {
                        sample = Optional.of(found);
                        round();
                    }
                })
                .onFailure(error -> fail(project, error))
                .onFinished(() -> model.measuringProperty().set(false))
                .start();
        measuring = Optional.of(item);
    }

    private void fail(Project project, Throwable error) {
        if (workbench.project().filter(project::equals).isPresent()) {
            new Failures(dialogs).show("error.gradients", error);
        }
    }

    /** What the wanted rounding makes of the gradients at hand. */
    private void round() {
        Optional<GradientRounding> how = model.roundingProperty().get();
        sample.ifPresent(known -> tasks.<List<List<GradientStatistics>>>task(
                        Texts.supply("task.gradients"), (progress, cancel) -> known.rounded(how, SEED, cancel))
                .latest("gradient-rounding")
                .whenSlow()
                .onSuccess(found -> {
                    if (sample.filter(known::equals).isPresent()) {
                        model.measured(how, found);
                    }
                })
                .start());
    }

    private void outdate() {
        stale |= sample.isPresent();
        renew();
    }

    private void renew() {
        if (stale && active.get()) {
            measure();
        }
    }
}
