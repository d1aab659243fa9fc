package org.bitwright.ui.app;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.stage.Stage;
import org.bitwright.analysis.search.Budget;
import org.bitwright.analysis.search.SearchPlan;
import org.bitwright.analysis.search.SearchPoint;
import org.bitwright.analysis.search.SearchResult;
import org.bitwright.project.Project;
import org.bitwright.quant.QuantConfig;
import org.bitwright.task.Pause;
import org.bitwright.ui.common.Dialogs;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.TaskItem;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.common.Workbench;
import org.bitwright.ui.search.ReportHalf;
import org.bitwright.ui.search.SearchViewModel;

/** Asks for a search, runs it so that it can be held and ended, and takes its best. */
final class SearchFlow {
    private static final int USUAL_CHECKS = 20;

    private final Workbench workbench;
    private final Tasks tasks;
    private final Dialogs dialogs;
    private final Stage stage;
    private final SearchViewModel model;
    private Runnable started = () -> {};
    private Optional<TaskItem> running = Optional.empty();

    SearchFlow(Workbench workbench, Tasks tasks, Dialogs dialogs, Stage stage, SearchViewModel model) {
        this.workbench = workbench;
        this.tasks = tasks;
        this.dialogs = dialogs;
        this.stage = stage;
        this.model = model;
        model.setOnCancel(() -> running.ifPresent(TaskItem::cancel));
        model.setOnContinue(plan -> workbench.project().ifPresent(project -> run(project, plan)));
        model.setOnUse(this::use);
        model.resultProperty().addListener(observable -> report());
        tasks.activeProperty().addListener(observable -> report());
    }

    /** Called when a search is going to run: its view comes to the front. */
    void setOnStarted(Runnable listener) {
        started = listener;
    }

    void ask() {
        workbench.project().ifPresent(project -> {
            SearchPlan usual = project.exploration().usualSearch(new Budget.Bytes(0));
            SearchForm form = new SearchForm(project, withChecks(usual));
            tasks.<Map<String, Long>>task(Texts.supply("task.count"), (progress, cancel) -> project.exploration()
                            .multiplications(cancel))
                    .latest("multiplications")
                    .hidden()
                    .onSuccess(form::countOperations)
                    .onFailure(error -> form.countOperations(Map.of()))
                    .start();
            form.show(stage, plan -> run(project, plan));
        });
    }

    private static SearchPlan withChecks(SearchPlan plan) {
        return new SearchPlan(
                plan.budget(),
                plan.series(),
                plan.bits(),
                plan.free(),
                plan.present(),
                plan.candidates(),
                plan.seed(),
                Math.max(plan.checks(), USUAL_CHECKS));
    }

    void run(Project project, SearchPlan plan) {
        Pause pause = new Pause();
        model.start(plan);
        model.setOnPause(pause::pause);
        model.setOnResume(pause::resume);
        started.run();
        Consumer<SearchResult> feed = tasks.feed(model::hear);
        TaskItem item = tasks.<SearchResult>task(
                        Texts.supply("task.search"),
                        (progress, cancel) -> project.exploration().search(plan, pause, feed, progress, cancel))
                .latest("search")
                .onSuccess(found -> {
                    model.hear(found);
                    model.end();
                })
                .onFailure(error -> new Failures(dialogs).show("error.search", error))
                .onFinished(() -> {
                    model.end();
                    workbench.refresh();
                })
                .start();
        running = Optional.of(item);
        model.progressProperty().bind(item.progressProperty());
    }

    /** Shows what a project's last search found. */
    void show(Optional<Project> project) {
        running.ifPresent(TaskItem::cancel);
        running = Optional.empty();
        model.progressProperty().unbind();
        model.clear();
        project.flatMap(open -> open.exploration().lastSearch()).ifPresent(model::show);
    }

    private void report() {
        model.reportProperty().set(workbench.project().flatMap(open -> model.best()
                .flatMap(best -> ReportHalf.of(
                        open.measuring().measured(QuantConfig.empty()),
                        open.measuring().measured(best.config())))));
    }

    private void use(SearchPoint best) {
        String score = best.fidelity()
                .accuracy()
                .map(accuracy -> Numbers.percent(accuracy.top1()))
                .orElseGet(() -> Numbers.percent(best.fidelity().agreement()));
        workbench.editing().replace(Texts.supply("edit.search", Numbers.bytes(best.bytes()), score), best.config());
    }
}
