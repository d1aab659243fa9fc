package org.bitwright.optimize;

import java.util.Arrays;
import java.util.Optional;

/** The ways to lose less accuracy by quantizing, without training. */
public enum ImprovementKind {
    /** Batch normalizations merged into the layers before them: new float weights of the same function, no data needed. */
    NORMALIZATION_FOLD("fold"),
    /** Cross-layer equalization (Nagel et al. 2019, section 4.1): new float weights of the same function. */
    EQUALIZATION("equalize"),
    /** Bias correction (Nagel et al. 2019, section 4.2, on calibration data): new biases. */
    BIAS_CORRECTION("bias-correction"),
    /** Learned rounding (AdaRound, Nagel et al. 2020): codes. */
    LEARNED_ROUNDING("adaround"),
    /** Error feedback (GPTQ, Frantar et al. 2022): codes. */
    ERROR_FEEDBACK("gptq");

    private final String id;

    ImprovementKind(String id) {
        this.id = id;
    }

    /** Stable name for files and the command line; also the origin of what it makes. */
    public String id() {
        return id;
    }

    /** Whether it needs calibration data; what does without is done on the model alone where there are none. */
    public boolean needsCalibration() {
        return this != NORMALIZATION_FOLD;
    }

    public static Optional<ImprovementKind> of(String id) {
        return Arrays.stream(values()).filter(kind -> kind.id.equals(id)).findFirst();
    }
}
