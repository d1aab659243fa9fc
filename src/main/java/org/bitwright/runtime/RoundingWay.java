package org.bitwright.runtime;

import java.util.Locale;
import org.bitwright.onnx.QuantizerForm;

/**
 * In which way a network runs whose activations are rounded. All ways compute the same numbers.
 *
 * @param form which operators round
 * @param inBlocks whether values between convolutions stay in their blocked layout while they are rounded
 * @param atOnce samples that run together; 0 where the runner chooses
 */
record RoundingWay(QuantizerForm form, boolean inBlocks, int atOnce) {
    /** The one that is not measured. */
    static final RoundingWay USUAL = new RoundingWay(QuantizerForm.INTEGERS, false, 0);

    RoundingWay atOnce(int samples) {
        return new RoundingWay(form, inBlocks, samples);
    }

    @Override
    public String toString() {
        return form.name().toLowerCase(Locale.ROOT)
                + (inBlocks ? " in blocks" : "")
                + (atOnce == 0 ? "" : ", " + atOnce + " at once");
    }
}
