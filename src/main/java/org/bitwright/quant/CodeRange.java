package org.bitwright.quant;

/**
 * The codes that a format has, as {@link Grid#encode} gives them.
 *
 * @param least code
 * @param greatest code
 */
public record CodeRange(int least, int greatest) {

    /** @throws IllegalArgumentException if the format is not quantized */
    public static CodeRange of(NumberFormat format) {
        if (format instanceof NumberFormat.Float32) {
            throw new IllegalArgumentException("weights that stay float have no codes");
        }
        if (format instanceof NumberFormat.Uniform uniform) {
            return new CodeRange(uniform.qmin(), uniform.qmax());
        }
        return format instanceof NumberFormat.Ternary
                ? new CodeRange(-1, 1)
                : new CodeRange(0, (1 << format.bits()) - 1);
    }

    /** Whether all of these are codes of the format. */
    public boolean holds(AssignedCodes codes) {
        return codes.least() >= least && codes.greatest() <= greatest;
    }
}
