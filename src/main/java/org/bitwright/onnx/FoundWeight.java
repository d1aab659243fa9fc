package org.bitwright.onnx;

import java.util.Optional;

/**
 * A float constant of the rewritten graph whose numbers the file has as codes.
 *
 * @param parameters with the axis of the stored layout
 * @param codes row-major in storage layout; empty where the file holds the float numbers and quantizes them as it runs
 * @param form what the codes are
 */
record FoundWeight(IntegerParameters parameters, Optional<int[]> codes, Form form) {

    /** What the codes are. */
    enum Form {
        LINEAR,
        /** As {@code LINEAR}, with the limits of the parameters rather than of the type. */
        LIMITED,
        /** 32-bit codes, whose scale follows from those of input and weight. */
        BIAS,
        /** Indices into centroids. */
        CODEBOOK,
        /** 16-bit floats. */
        HALF
    }
}
