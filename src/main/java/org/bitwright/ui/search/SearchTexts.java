package org.bitwright.ui.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bitwright.analysis.Accuracy;
import org.bitwright.analysis.DataPart;
import org.bitwright.analysis.Fidelity;
import org.bitwright.analysis.Outcomes;
import org.bitwright.analysis.PairedTest;
import org.bitwright.analysis.search.Budget;
import org.bitwright.analysis.search.ModelCheck;
import org.bitwright.analysis.search.SearchAdvice;
import org.bitwright.analysis.search.SearchPoint;
import org.bitwright.analysis.search.SearchResult;
import org.bitwright.analysis.search.SearchStage;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.PairedTexts;
import org.bitwright.ui.common.Texts;

/** What a search says in words. */
public final class SearchTexts {
    private static final double GOOD_CORRELATION = 0.8;
    private static final double MILLION = 1e6;

    private SearchTexts() {}

    /** At most 24 KB. */
    public static String budget(Budget budget) {
        if (budget instanceof Budget.Bytes bytes) {
            return Texts.get("search.budget.bytes", Numbers.bytes(bytes.most()));
        }
        if (budget instanceof Budget.AverageBits bits) {
            return Texts.get("search.budget.bits", Numbers.shortText(bits.most()));
        }
        if (budget instanceof Budget.BitOperations operations) {
            return Texts.get("search.budget.operations", millions(operations.most()));
        }
        return Texts.get("search.budget.loss", Numbers.shortText(100 * ((Budget.AccuracyLoss) budget).most()));
    }

    /** What is being done, or how it ended. */
    static String status(SearchViewModel model) {
        String count = Numbers.count(model.measured());
        String most = model.planProperty()
                .get()
                .map(plan -> Numbers.count(plan.candidates()))
                .orElse("0");
        return switch (model.stateProperty().get()) {
            case NONE -> "";
            case RUNNING -> Texts.get("search.running", stage(model), count, most);
            case PAUSED -> Texts.get("search.paused", count, most);
            case STOPPED -> Texts.get("search.stopped", count, most);
            case FINISHED -> Texts.get("search.finished", count);
        };
    }

    private static String stage(SearchViewModel model) {
        boolean reporting =
                model.resultProperty().get().filter(SearchResult::finished).isPresent();
        return Texts.get(
                reporting
                        ? "search.stage.report"
                        : "search.stage." + model.stage().map(SearchStage::id).orElse("alone"));
    }

    /** Size and bits of the best. */
    static String cost(SearchPoint point) {
        return Texts.get(
                "search.cost", Numbers.bytes(point.bytes()), String.format(Locale.ROOT, "%.2f", point.averageBits()));
    }

    /** Score on the search half, and what was lost. */
    static List<String> onSearchHalf(SearchResult result, SearchPoint best) {
        List<String> lines = new ArrayList<>();
        Fidelity fidelity = best.fidelity();
        Optional<Accuracy> accuracy = fidelity.accuracy();
        Accuracy score = accuracy.orElseGet(() -> new Accuracy(fidelity.agreeing(), fidelity.samples()));
        lines.add(Texts.get(
                accuracy.isPresent() ? "search.score" : "search.agreement",
                part(DataPart.SEARCH),
                Numbers.percent(score.top1()),
                interval(score),
                Numbers.count(score.samples())));
        accuracy.flatMap(found -> result.floating().accuracy().map(floating -> loss(floating, found)))
                .ifPresent(lines::add);
        test(result.floating(), fidelity).map(PairedTexts::againstFloat).ifPresent(lines::add);
        return lines;
    }

    static List<String> onReportHalf(ReportHalf report) {
        return List.of(
                Texts.get(
                        "search.score",
                        part(DataPart.REPORT),
                        Numbers.percent(report.best().top1()),
                        interval(report.best()),
                        Numbers.count(report.best().samples())),
                loss(report.floating(), report.best()),
                PairedTexts.againstFloat(report.againstFloat()));
    }

    private static Optional<PairedTest> test(Fidelity floating, Fidelity candidate) {
        Optional<Outcomes> first = floating.outcomes();
        return candidate
                .outcomes()
                .filter(second ->
                        first.filter(all -> all.samples() == second.samples()).isPresent())
                .map(second -> PairedTest.of(first.orElseThrow(), second));
    }

    private static String loss(Accuracy floating, Accuracy found) {
        double lost = floating.top1() - found.top1();
        return Texts.get(
                lost < 0 ? "search.gain" : "search.loss",
                Numbers.points(Math.abs(lost)),
                Numbers.percent(floating.top1()));
    }

    private static String interval(Accuracy accuracy) {
        return Numbers.percent(accuracy.low()).replace(" %", "") + "–" + Numbers.percent(accuracy.high());
    }

    private static String part(DataPart part) {
        return Texts.get("dataPart." + part.id());
    }

    /** How sure the search is of its choice, and what the user should know. */
    static List<String> notes(SearchResult result) {
        List<String> notes = new ArrayList<>();
        if (result.finished()) {
            notes.add(Texts.get(result.optimal() ? "search.optimal" : "search.notProved"));
        }
        result.check().map(SearchTexts::check).ifPresent(notes::add);
        return notes;
    }

    private static String check(ModelCheck check) {
        String key = Double.isNaN(check.spearman())
                ? "search.check.none"
                : check.spearman() >= GOOD_CORRELATION ? "search.check.good" : "search.check.poor";
        return Texts.get(
                key,
                Double.isNaN(check.spearman()) ? "–" : String.format(Locale.ROOT, "%.2f", check.spearman()),
                Numbers.count(check.pairs().size()));
    }

    /** A sentence for each piece of advice. */
    static List<String> advice(SearchResult result) {
        List<String> lines = new ArrayList<>();
        List<String> kept = new ArrayList<>();
        for (SearchAdvice advice : result.advice()) {
            if (advice instanceof SearchAdvice.KeptByHand byHand) {
                kept.add(byHand.layer());
            } else if (advice instanceof SearchAdvice.TooFewSamples few) {
                lines.add(tooFew(few));
            } else if (advice instanceof SearchAdvice.BudgetTooSmall small) {
                lines.add(Texts.get("search.tooSmall", amount(result.plan().budget(), small.least())));
            }
        }
        if (!kept.isEmpty()) {
            lines.add(Texts.get("search.kept", String.join(", ", kept)));
        }
        return lines;
    }

    /** That so few samples cannot show so small a loss. */
    public static String tooFew(SearchAdvice.TooFewSamples few) {
        return Texts.get(
                "search.tooFew",
                Numbers.shortText(100 * few.loss()),
                Numbers.count(few.samples()),
                Numbers.count(few.needed()));
    }

    /** A cost in the budget's unit. */
    public static String amount(Budget budget, double value) {
        if (budget instanceof Budget.Bytes) {
            return Numbers.bytes((long) Math.ceil(value));
        }
        if (budget instanceof Budget.AccuracyLoss) {
            return Texts.get("search.points", Numbers.shortText(100 * value));
        }
        return budget instanceof Budget.AverageBits
                ? Texts.get("widths.bits", Numbers.shortText(value))
                : millions(value);
    }

    private static String millions(double operations) {
        return Texts.get("search.millions", Numbers.shortText(operations / MILLION));
    }
}
