package org.bitwright.ui.common;

import java.util.Locale;
import org.bitwright.analysis.PairedTest;

/** What a paired test says, in words. */
public final class PairedTexts {
    private static final double SMALLEST = 0.0001;

    private PairedTexts() {}

    /** Of a configuration against the float network, which comes first in the test. */
    public static String againstFloat(PairedTest test) {
        return Texts.get(
                "paired." + verdict(test),
                Numbers.count(test.onlyFirst()),
                Numbers.count(test.onlySecond()),
                probability(test.p()),
                samples(test.onlyFirst()));
    }

    /** Of any two networks of these names, the first against the second. */
    public static String between(PairedTest test, String first, String second) {
        return Texts.get(
                "compared." + verdict(test),
                first,
                second,
                Numbers.count(test.onlyFirst()),
                Numbers.count(test.onlySecond()),
                probability(test.p()),
                samples(test.onlyFirst()),
                samples(test.onlySecond()));
    }

    /** Of the second of a test, in two or three words. */
    public static String brief(PairedTest test) {
        return Texts.get("pairedBrief." + verdict(test));
    }

    private static String verdict(PairedTest test) {
        return !test.isDifferent() ? "same" : test.onlyFirst() > test.onlySecond() ? "worse" : "better";
    }

    private static String samples(long count) {
        return Texts.get(count == 1 ? "paired.sample.one" : "paired.sample.many", Numbers.count(count));
    }

    /** p = 0.03, or p < 0.0001. */
    private static String probability(double p) {
        return p < SMALLEST
                ? "p < 0.0001"
                : "p = " + String.format(Locale.ROOT, p < 0.001 ? "%.4f" : p < 0.01 ? "%.3f" : "%.2f", p);
    }
}
