package org.bitwright.optimize;

/**
 * How far a layer's output in the quantized network, the layers before it quantized too, lies from the float network's
 * on the calibration samples.
 *
 * @param power Σ y² of the float output
 * @param error Σ (ŷ − y)², in the float output's units also where equalization has scaled the channels
 */
public record OutputError(double power, double error) {
    /** Of a layer whose output is not followed. */
    public static final OutputError UNKNOWN = new OutputError(0, 0);

    /** 10·log10(power / error) dB: infinite for no error, NaN where there is neither. */
    public double sqnrDb() {
        return 10 * Math.log10(power / error);
    }

    /** Mean squared error as a share of the mean square of the float output. */
    public double relative() {
        return error / power;
    }
}
