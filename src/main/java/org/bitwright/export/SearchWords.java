package org.bitwright.export;

import java.util.Locale;
import org.bitwright.analysis.PairedTest;
import org.bitwright.analysis.search.Budget;
import org.bitwright.analysis.search.SearchAdvice;

/** What a search says, in English: for the command line and reports. */
public final class SearchWords {
    private SearchWords() {}

    /** A budget, such as {@code at most 30.0 KB of weights}. */
    public static String of(Budget budget) {
        if (budget instanceof Budget.Bytes found) {
            return "at most " + ReportNumbers.bytes(found.most()) + " of weights";
        }
        if (budget instanceof Budget.AverageBits found) {
            return "at most " + plain(found.most()) + " bits a weight on average";
        }
        if (budget instanceof Budget.BitOperations found) {
            return "at most " + ReportNumbers.rounded(found.most()) + " bit-operations a sample";
        }
        return "at most " + plain(100 * ((Budget.AccuracyLoss) budget).most()) + " % of accuracy lost";
    }

    /** What a user should know of the result of a search under a budget: a sentence without its full stop. */
    public static String of(SearchAdvice advice, Budget budget) {
        if (advice instanceof SearchAdvice.TooFewSamples few) {
            return String.format(
                    Locale.ROOT,
                    "%,d samples are too few to tell a loss of %s from chance; %,d would do",
                    few.samples(),
                    percent(few.loss()),
                    few.needed());
        }
        if (advice instanceof SearchAdvice.BudgetTooSmall small) {
            return "the budget of " + of(budget) + " cannot be kept; the least possible is " + least(small, budget);
        }
        return "'" + ((SearchAdvice.KeptByHand) advice).layer() + "' stays as it is: its range was set by hand";
    }

    private static String least(SearchAdvice.BudgetTooSmall advice, Budget budget) {
        double least = advice.least();
        if (budget instanceof Budget.Bytes) {
            return String.format(Locale.ROOT, "%,.0f bytes", Math.ceil(least));
        }
        if (budget instanceof Budget.AccuracyLoss) {
            return percent(least);
        }
        return budget instanceof Budget.AverageBits
                ? String.format(Locale.ROOT, "%.4g bits a weight", least)
                : ReportNumbers.rounded(least) + " bit-operations";
    }

    /** The verdict of a paired test of the float network against another one. */
    static String againstFloat(PairedTest test) {
        return (test.isDifferent() ? "different" : "not different") + " (" + probability(test) + ")";
    }

    /** The probability of a paired test, such as {@code p = 0.0312}. */
    public static String probability(PairedTest test) {
        double p = test.p();
        return p < 1e-4 ? "p < 0.0001" : String.format(Locale.ROOT, p < 0.1 ? "p = %.4f" : "p = %.2f", p);
    }

    /** With a plain space: programs read it too. */
    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }

    private static String plain(double value) {
        String text = String.format(Locale.ROOT, "%.4f", value);
        return text.replaceAll("0+$", "").replaceAll("\\.$", "");
    }
}
