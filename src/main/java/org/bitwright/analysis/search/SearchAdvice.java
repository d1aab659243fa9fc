package org.bitwright.analysis.search;

/** What a user should know of a result. */
public sealed interface SearchAdvice {
    /**
     * The samples are too few to tell such a loss from chance.
     *
     * @param loss asked about, 0…1
     * @param samples that the search measures on
     * @param needed samples with which a paired test at 5 % finds such a loss four times out of five
     */
    record TooFewSamples(double loss, int samples, long needed) implements SearchAdvice {}

    /**
     * The budget cannot be kept by what may be chosen.
     *
     * @param least what the cheapest choice costs, in the budget's unit
     */
    record BudgetTooSmall(double least) implements SearchAdvice {}

    /** A layer that was left as it is, because its range was set by hand. */
    record KeptByHand(String layer) implements SearchAdvice {}
}
