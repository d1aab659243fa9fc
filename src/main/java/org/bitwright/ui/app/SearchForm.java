package org.bitwright.ui.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.InvalidationListener;
import javafx.beans.Observable;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Spinner;
import javafx.scene.layout.HBox;
import javafx.stage.Stage;
import org.bitwright.analysis.search.Budget;
import org.bitwright.analysis.search.SearchPlan;
import org.bitwright.project.Project;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.search.BudgetKind;

/** Asks what a search may spend and choose from, and says at once what that can come to. */
final class SearchForm {
    private static final int MOST_SERIES = 8;
    private static final int MOST_CANDIDATES = 10_000;
    private static final int MOST_CHECKS = 1000;
    private static final double USUAL_LOSS = 0.005;

    private final SearchPlan usual;
    private final SearchChecks checks;
    private final BudgetField budget;
    private final SeriesChoice weights;
    private final StayingLayers staying;
    private final Spinner<Integer> candidates;
    private final Spinner<Integer> seed;
    private final Spinner<Integer> checked;
    private final Label hint = new Label();
    private final Label effort = new Label();
    private final Label problem = new Label();
    private Node start = new Label();

    /** @param usual what is searched through if nothing is changed */
    SearchForm(Project project, SearchPlan usual) {
        this.usual = usual;
        checks = new SearchChecks(project);
        budget = new BudgetField(checks.floatBytes());
        weights = new SeriesChoice(
                "search",
                usual.series(),
                width(usual, 0),
                width(usual, usual.bits().size() - 1));
        staying = new StayingLayers(project.model(), usual.present(), usual.free());
        candidates = SeriesChoice.spinner("search-candidates", 1, MOST_CANDIDATES, usual.candidates());
        seed = SeriesChoice.spinner("search-seed", 0, Integer.MAX_VALUE, (int) usual.seed());
        checked = SeriesChoice.spinner("search-checks", 0, MOST_CHECKS, usual.checks());
        budget.onKindChosen(this::suggest);
        suggest();
    }

    private static int width(SearchPlan plan, int at) {
        return plan.bits().get(at);
    }

    /** Multiplications are known: bit-operations can be counted. */
    void countOperations(Map<String, Long> multiplications) {
        checks.countOperations(multiplications);
        if (budget.kind() == BudgetKind.BIT_OPERATIONS) {
            suggest();
        }
        tell();
    }

    /** Shows the form; {@code go} gets the plan if it is confirmed. */
    void show(Stage owner, Consumer<SearchPlan> go) {
        FormDialog dialog =
                new FormDialog(owner, "search", Texts.get("searchForm.title"), Texts.get("searchForm.start"), form());
        start = dialog.button();
        InvalidationListener told = observable -> tell();
        watched().forEach(one -> one.addListener(told));
        tell();
        dialog.show(() -> plan().ifPresent(go));
    }

    private Node form() {
        FormGrid form = new FormGrid();
        form.note("searchForm.note");
        form.row("searchForm.budget", budget);
        hint.setId("search-hint");
        form.under(hint);
        form.heading("searchForm.choices");
        weights.addIntegers(form);
        weights.addFormats(form);
        form.row("searchForm.staying", staying);
        form.heading("searchForm.effort");
        form.row(
                "searchForm.candidates",
                new HBox(
                        candidates,
                        new Label(Texts.get("searchForm.checks")),
                        checked,
                        new Label(Texts.get("searchForm.seed")),
                        seed));
        effort.getStyleClass().add("muted");
        form.under(effort);
        problem.setId("search-problem");
        problem.getStyleClass().add("reason");
        form.under(problem);
        return form;
    }

    private List<Observable> watched() {
        List<Observable> watched = new ArrayList<>(weights.watched());
        watched.addAll(budget.watched());
        watched.addAll(staying.watched());
        watched.add(candidates.valueProperty());
        return watched;
    }

    /** A budget of the chosen kind to begin with. */
    private void suggest() {
        BudgetKind kind = budget.kind();
        if (kind == BudgetKind.ACCURACY_LOSS) {
            budget.set(USUAL_LOSS);
        } else {
            checks.bounds(plan(kind.budget(1, checks.floatBytes()))).ifPresent(bounds -> budget.set(bounds.middle()));
        }
    }

    private void tell() {
        Optional<SearchPlan> plan = plan();
        Optional<String> wrong = wrong(plan);
        start.setDisable(wrong.isPresent());
        problem.setText(wrong.orElse(""));
        hint.setText(plan.filter(found -> hasChoices()).map(checks::hint).orElse(""));
        hint.getStyleClass().setAll("label", plan.filter(checks::warns).isPresent() ? "search-warning" : "muted");
        int columns = SearchChecks.columns(weights.series(), weights.bits()).size();
        int layers = staying.free().size();
        effort.setText(Texts.get(
                "searchForm.cells",
                Numbers.count(layers),
                Numbers.count(columns),
                Numbers.count((long) layers * columns),
                Numbers.count(candidates.getValue())));
    }

    private Optional<String> wrong(Optional<SearchPlan> plan) {
        if (!hasChoices()) {
            return Optional.of(Texts.get("sweepForm.wrong", String.valueOf(MOST_SERIES)));
        }
        return plan.isEmpty() ? Optional.of(Texts.get("searchForm.noNumber")) : checks.obstacle(plan.get());
    }

    private boolean hasChoices() {
        int series = weights.series().size();
        return series > 0 && series <= MOST_SERIES && !weights.bits().isEmpty();
    }

    private Optional<SearchPlan> plan() {
        return budget.budget().map(this::plan);
    }

    private SearchPlan plan(Budget most) {
        return new SearchPlan(
                most,
                weights.series(),
                weights.bits(),
                staying.free(),
                usual.present(),
                candidates.getValue(),
                seed.getValue(),
                checked.getValue());
    }
}
