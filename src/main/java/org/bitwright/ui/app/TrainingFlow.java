package org.bitwright.ui.app;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.stage.Stage;
import org.bitwright.project.Project;
import org.bitwright.project.TrainingRun;
import org.bitwright.task.Job;
import org.bitwright.task.Pause;
import org.bitwright.task.Progress;
import org.bitwright.training.Checkpoint;
import org.bitwright.training.EpochRecord;
import org.bitwright.training.StepReport;
import org.bitwright.training.TrainingListener;
import org.bitwright.training.TrainingPlan;
import org.bitwright.ui.common.Dialogs;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.TaskItem;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.common.Workbench;
import org.bitwright.ui.training.TrainingViewModel;

/** Asks for a run, trains so that it can be held and ended, and goes on with one that was broken off. */
final class TrainingFlow {
    private final Workbench workbench;
    private final Tasks tasks;
    private final Dialogs dialogs;
    private final Stage stage;
    private final TrainingViewModel model;
    private Runnable started = () -> {};
    private Optional<TaskItem> running = Optional.empty();

    TrainingFlow(Workbench workbench, Tasks tasks, Dialogs dialogs, Stage stage, TrainingViewModel model) {
        this.workbench = workbench;
        this.tasks = tasks;
        this.dialogs = dialogs;
        this.stage = stage;
        this.model = model;
        model.setOnAsk(this::ask);
        model.setOnCancel(() -> running.ifPresent(TaskItem::cancel));
        model.setOnMeasure(name -> workbench.project().ifPresent(project -> measure(project, name)));
        model.setOnContinue(name -> workbench.project().ifPresent(project -> goOn(project, name)));
    }

    /** Called when a run begins: its view comes to the front. */
    void setOnStarted(Runnable listener) {
        started = listener;
    }

    void ask() {
        workbench.project().ifPresent(project -> new TrainingForm(project, tasks, dialogs, stage)
                .show((name, plan) -> train(project, name, plan)));
    }

    void train(Project project, String name, TrainingPlan plan) {
        Pause pause = new Pause();
        TrainingListener listener = workbench.training().listener(name);
        start(project, name, pause, () -> {}, (progress, cancel) -> project.training()
                .run(name, plan, pause, told(listener, progress), progress, cancel));
    }

    private void goOn(Project project, String name) {
        Pause pause = new Pause();
        TrainingListener listener = workbench.training().listener(name);
        start(project, name, pause, () -> {}, (progress, cancel) -> project.training()
                .resume(name, pause, told(listener, progress), progress, cancel));
    }

    /** What is not known of a run's start, its result and the float network, as after a cancel. */
    private void measure(Project project, String name) {
        tasks.<TrainingRun>task(Texts.supply("task.measuringRun", name), (progress, cancel) -> project.training()
                        .measure(name, progress, cancel))
                .latest("measuring run")
                .onSuccess(run -> workbench.refresh())
                .onFailure(error -> tell(project, error))
                .start();
    }

    /** Trains by the same plan with gradients in full precision and of several widths, one run after the other. */
    void compare(Project project, String name, TrainingPlan plan, List<Integer> bits, Runnable ended) {
        Pause pause = new Pause();
        Consumer<String> next = tasks.feed(run -> {
            if (workbench.project().filter(project::equals).isPresent()) {
                model.next(run);
            }
        });
        start(project, name, pause, ended, (progress, cancel) -> project.training()
                .twins(
                        name,
                        plan,
                        bits,
                        pause,
                        run -> {
                            next.accept(run);
                            return told(workbench.training().listener(run), progress);
                        },
                        progress,
                        cancel));
    }

    /** The task's message is the present epoch. */
    private static TrainingListener told(TrainingListener listener, Progress progress) {
        return new TrainingListener() {
            @Override
            public void step(StepReport report) {
                progress.message(Texts.get("training.epoch", Numbers.count(report.epoch())));
                listener.step(report);
            }

            @Override
            public void epoch(EpochRecord record, Checkpoint checkpoint) {
                listener.epoch(record, checkpoint);
            }
        };
    }

    /** A project that is closed under a run makes it fail; that is nobody's fault. */
    private void tell(Project project, Throwable error) {
        if (workbench.project().filter(project::equals).isPresent()) {
            new Failures(dialogs).show("error.training", error);
        }
    }

    private <T> void start(Project project, String name, Pause pause, Runnable ended, Job.Work<T> work) {
        model.begin(name);
        model.setOnPause(pause::pause);
        model.setOnResume(pause::resume);
        started.run();
        TaskItem item = tasks.task(Texts.supply("task.training", name), work)
                .latest("training")
                .onFailure(error -> tell(project, error))
                .onFinished(() -> {
                    model.end();
                    workbench.refresh();
                    ended.run();
                })
                .start();
        running = Optional.of(item);
        model.progressProperty().bind(item.progressProperty());
    }

    /** Another project is shown: what was under way belongs to the one before. */
    void leave() {
        running.ifPresent(TaskItem::cancel);
        running = Optional.empty();
        model.progressProperty().unbind();
        model.leave();
    }
}
