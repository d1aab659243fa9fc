package org.bitwright.ui.common;

import org.bitwright.analysis.PairedTest;

/** What a paired test says, in words: two networks are called different only where it says so. */
public final class PairedTexts {
    private static final double LEAST = 0.001;

    private PairedTexts() {}

    /** A test of the float network against another one. */
    public static String againstFloat(PairedTest test) {
        return between(test, Texts.get("paired.float"), Texts.get("paired.this"));
    }

    /** A test of two networks of these names, the first against the second. */
    public static String between(PairedTest test, String first, String second) {
        String key = !test.isDifferent()
                ? "paired.same"
                : test.onlySecond() < test.onlyFirst() ? "paired.worse" : "paired.better";
        return Texts.get(
                key, first, second, Numbers.count(test.onlyFirst()), Numbers.count(test.onlySecond()), p(test));
    }

    /** Without the numbers: worse, better, or not told apart. */
    public static String brief(PairedTest test) {
        return Texts.get(
                !test.isDifferent()
                        ? "paired.brief.same"
                        : test.onlySecond() < test.onlyFirst() ? "paired.brief.worse" : "paired.brief.better");
    }

    private static String p(PairedTest test) {
        double p = test.p();
        return p < LEAST ? "p < " + LEAST : "p = " + Numbers.twoDigits(p);
    }
}
