package org.bitwright.quant.target;

import java.util.List;
import java.util.Locale;

/** The rules of runtimes that integer networks have to follow. */
public enum TargetRule {
    /** The output of a layer is rounded once, behind the rectification that follows it. */
    RELU_FOLDED("'%s' is not quantized by itself: %s behind it is folded into its range"),
    /** What is only moved keeps its parameters. */
    PASS_THROUGH("'%s' is only moved: it has the parameters of '%s'"),
    /** All inputs and the output of an operator have one range. */
    SHARED("'%s' shares its parameters with %s, as %s needs it"),
    /** Biases are integers of 32 bits at input scale times weight scale. */
    INTEGER_BIAS("the bias of '%s' is stored as 32-bit integers at input scale times weight scale");

    private final String text;

    TargetRule(String text) {
        this.text = text;
    }

    String text(String subject, List<String> details) {
        Object[] arguments = new Object[details.size() + 1];
        arguments[0] = subject;
        for (int i = 0; i < details.size(); i++) {
            arguments[i + 1] = details.get(i);
        }
        return String.format(Locale.ROOT, text, arguments);
    }
}
