package org.bitwright.runtime;

import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.Probabilities;

/**
 * Above which number an output of one number a sample says yes: one half of a probability, which a Sigmoid gives, and 0
 * of anything else, such as the logit before it.
 */
final class YesFrom {
    private static final float PROBABILITY = 0.5f;

    private YesFrom() {}

    static float of(OnnxDocument document, String output) {
        return Probabilities.contain(document, output) ? PROBABILITY : 0;
    }
}
