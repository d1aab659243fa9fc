package org.bitwright.ui.common;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bitwright.quant.Rounding;

/** Roundings in the user's words. */
public final class RoundingTexts {
    /** With the first seed; stands for every seed in boxes. */
    public static final Rounding STOCHASTIC = Rounding.stochastic(0);

    /** Those without a parameter, and stochastic with the first seed. */
    public static final List<Rounding> CHOICES = Stream.concat(
                    Arrays.stream(Rounding.Direction.values()).map(Rounding::of), Stream.of(STOCHASTIC))
            .toList();

    private RoundingTexts() {}

    /** The name of a kind. */
    public static String kind(Rounding rounding) {
        if (rounding instanceof Rounding.Directed directed) {
            return Texts.get("rounding." + directed.direction().name());
        }
        return rounding instanceof Rounding.Assigned assigned
                ? Texts.get(
                        "rounding.assigned",
                        ChangedTexts.origin(assigned.codes().origin()))
                : Texts.get("rounding.stochastic");
    }

    /** Name with its parameter. */
    public static String name(Rounding rounding) {
        return rounding instanceof Rounding.Stochastic stochastic
                ? Texts.get("rounding.seeded", Numbers.count(stochastic.seed()))
                : kind(rounding);
    }
}
