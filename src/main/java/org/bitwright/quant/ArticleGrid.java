package org.bitwright.quant;

/**
 * The article's rule: step = 2·(qmax − qmin) of the integer range, whatever the values are, and no zero point. At 8 bits
 * the step is 510, so that round(w / 510)·510 makes 0 of nearly every weight.
 */
final class ArticleGrid {
    private ArticleGrid() {}

    static UniformGrid of(NumberFormat.Uniform format) {
        int step = 2 * (format.qmax() - format.qmin());
        return new UniformGrid(step, 0, format.qmin(), format.qmax());
    }
}
