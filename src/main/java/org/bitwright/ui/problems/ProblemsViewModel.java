package org.bitwright.ui.problems;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.bitwright.export.ExportResult;
import org.bitwright.project.DataHint;
import org.bitwright.project.Problem;
import org.bitwright.project.Project;
import org.bitwright.runtime.Engines;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.common.Workbench;

/** The open project's problems, found in the background, and what the last export lost. */
public final class ProblemsViewModel {
    private final Workbench workbench;
    private final Tasks tasks;
    private final ObservableList<Problem> problems = FXCollections.observableArrayList();
    private List<Problem> losses = List.of();

    public ProblemsViewModel(Workbench workbench, Tasks tasks) {
        this.workbench = workbench;
        this.tasks = tasks;
        workbench.projectProperty().addListener((property, before, after) -> {
            losses = List.of();
            problems.clear();
            searchData();
        });
        workbench.configProperty().addListener((property, before, after) -> search());
    }

    public ObservableList<Problem> problems() {
        return problems;
    }

    /** Looks again, as after an edit, or when other data were opened. */
    public void search() {
        workbench.project().ifPresent(this::search);
    }

    /** Looks again whenever something befalls the process that runs networks, as long as the window is there. */
    public void watchInference() {
        WeakReference<ProblemsViewModel> self = new WeakReference<>(this);
        Engines.onIncident(
                tasks.feed(incident -> Optional.ofNullable(self.get()).ifPresent(ProblemsViewModel::search)));
    }

    /** Looks also whether the data are read as the network wants them, which takes some passes the first time. */
    public void searchData() {
        search();
        workbench
                .project()
                .filter(project -> project.dataSets().evaluation().isPresent())
                .ifPresent(project -> tasks.<List<DataHint>>task(Texts.supply("task.hints"), project.dataSets()::hints)
                        .latest("hints")
                        .whenSlow()
                        .onSuccess(hints -> {
                            if (!hints.isEmpty()) {
                                search();
                            }
                        })
                        // Data that do not fit are a problem of their own.
                        .onFailure(error -> {})
                        .start());
    }

    private void search(Project project) {
        tasks.<List<Problem>>task(
                        Texts.supply("task.problems"), (progress, cancel) -> project.problems(progress, cancel))
                .latest("problems")
                .whenSlow()
                .onSuccess(found -> {
                    List<Problem> all = new ArrayList<>(losses);
                    found.stream().filter(problem -> !losses.contains(problem)).forEach(all::add);
                    if (!all.equals(problems)) {
                        problems.setAll(all);
                    }
                })
                .start();
    }

    /** Shows what an export said less exactly, in the place of the export before. */
    public void exported(ExportResult export) {
        problems.removeAll(losses);
        losses = Stream.concat(
                        export.broken().notes().stream().map(note -> Problem.ofRule(Problem.Severity.WARNING, note)),
                        export.losses().stream().map(Problem::ofExport))
                .toList();
        problems.removeAll(losses);
        problems.addAll(0, losses);
        search();
    }

    void goTo(Problem problem) {
        problem.layer().flatMap(workbench::row).ifPresent(row -> {
            workbench.select(List.of(row));
            problem.channel().ifPresent(workbench.editor().channelProperty()::set);
        });
    }

    /** A problem in the user's words. */
    public static String text(Problem problem) {
        List<Object> arguments = problem.arguments().stream().map(Texts::shown).toList();
        String sentence = problem.kind() == Problem.Kind.TARGET_RULE
                ? Texts.get(
                        "rule." + arguments.get(1),
                        arguments.subList(2, arguments.size()).toArray())
                : Texts.get("problem." + problem.kind().name(), arguments.toArray());
        return problem.layer().map(layer -> layer + ": " + sentence).orElse(sentence);
    }
}
