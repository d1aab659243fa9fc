package org.bitwright.ui.common;

import org.bitwright.analysis.PairedTest;

/** What a paired test of two configurations says, in words: they are called different only where it says so. */
public final class ComparedTexts {
    private static final double LEAST = 0.0001;

    private ComparedTexts() {}

    /** A test of two networks of these names, the first against the second. */
    public static String between(PairedTest test, String first, String second) {
        boolean secondIsBetter = test.onlySecond() > test.onlyFirst();
        String key = !test.isDifferent() ? "compared.same" : secondIsBetter ? "compared.better" : "compared.worse";
        return Texts.get(
                key, first, second, Numbers.count(test.onlyFirst()), Numbers.count(test.onlySecond()), p(test));
    }

    private static String p(PairedTest test) {
        double p = test.p();
        return p < LEAST ? "p < " + Numbers.exact(LEAST) : "p = " + Numbers.twoDigits(p);
    }
}
