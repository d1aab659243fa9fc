package org.bitwright.quant.target;

import java.util.List;
import java.util.Locale;

/** The rules of runtimes that integer networks have to follow. Each names what its sentence is filled with. */
public enum TargetRule {
    /** Edge; rectifier. The output of an operator is rounded once, behind the rectification that follows it. */
    RELU_FOLDED(Effect.DONE, "'%s' is not quantized by itself: '%s' behind it is folded into its range"),
    /** Edge; batch normalization. */
    NORMALIZATION_FOLDED(Effect.DONE, "'%s' is not quantized by itself: '%s' behind it is folded into the layer"),
    /** Edge; edge that it was moved from. */
    PASS_THROUGH(Effect.DONE, "'%s' is only moved: it has the parameters of '%s'"),
    /** Edge; the others. */
    SHARED(Effect.DONE, "'%s' shares its parameters with %s"),
    /** Edge; operator, scale, zero point. */
    FIXED_OUTPUT(
            Effect.DONE, "'%s' has the parameters that the target gives every result of %s: scale %s, zero point %s"),
    /** Layer. Biases are integers of 32 bits at input scale times weight scale. */
    INTEGER_BIAS(Effect.DONE, "the bias of '%s' is stored as 32-bit integers at input scale times weight scale"),
    /** Layer. */
    LONG_BIAS(
            Effect.DONE,
            "the bias of '%s' is stored as integers at input scale times weight scale, of 64 bits on the target"),
    /** Operator; type, what is not quantized. */
    INCOMPLETE(Effect.REMARK, "'%s' (%s) is computed in float, since %s is not quantized"),
    /** Operator; type. */
    CONSTANT_OPERAND(
            Effect.REMARK, "'%s' (%s) is computed in float, since a constant that stays float is one of its operands"),
    /** Edge. */
    ROUNDED_ONLY(Effect.REMARK, "'%s' is rounded, but no operator around it is computed in integers on the target"),
    /** Layer; number of other layers. */
    SATURATION(
            Effect.REMARK,
            "'%s' and %s other layers multiply unsigned by signed numbers of 8 bits: processors without VNNI add two"
                    + " products in 16 bits, which saturates; weights of 7 bits avoid it"),

    /** Edge; format, what is needed. */
    ACTIVATION_FORMAT(Effect.VIOLATION, "'%s' is %s, and the target needs %s"),
    /** Edge. */
    DYNAMIC_ACTIVATION(
            Effect.VIOLATION, "'%s' has a range of every run's own, and the target needs one that stands before"),
    /** Edge. */
    DYNAMIC_PLACE(
            Effect.VIOLATION, "'%s' has a range of every run's own, which the target has only in front of layers"),
    /** Edge. */
    NO_STATISTICS(Effect.VIOLATION, "'%s' has no range, since its values are not known: calibration data are missing"),
    /** Layer; format, what is needed. */
    WEIGHT_FORMAT(Effect.VIOLATION, "the weight of '%s' is %s, and with quantized activations the target needs %s"),
    /** Operator; type, what is signed, what is unsigned. */
    MIXED_SIGNS(Effect.VIOLATION, "'%s' (%s) is computed in float, since %s is signed and %s is not"),
    /** Edge; rectifier. */
    KEPT_RELU(
            Effect.VIOLATION,
            "the grid of '%s' reaches below zero, so that '%s' does not disappear in it: what lies"
                    + " before it is computed in float; an asymmetric range that starts at zero avoids it"),
    /** Edge; edges that it shares a grid with. */
    MIXED_FORMATS(Effect.VIOLATION, "'%s' has another format than %s, with which it shares its parameters"),
    /** Layer; operator. */
    NORMALIZATION(
            Effect.VIOLATION,
            "the batch normalization '%2$s' behind '%1$s' has to be folded into it first (--improve fold)"),
    /** Layer; number of values. */
    BIAS_OVERFLOW(
            Effect.VIOLATION,
            "%2$s values of the bias of '%1$s' are beyond 32 bits at input scale times weight scale, so that it"
                    + " stays float");

    /** What it comes to for the user. */
    public enum Effect {
        /** The rule was applied, and nothing is lost. */
        DONE,
        /** Something works otherwise than one may think. */
        REMARK,
        /** A choice breaks the rule. */
        VIOLATION
    }

    private final Effect effect;
    private final String text;

    TargetRule(Effect effect, String text) {
        this.effect = effect;
        this.text = text;
    }

    public Effect effect() {
        return effect;
    }

    boolean isViolation() {
        return effect == Effect.VIOLATION;
    }

    String text(String subject, List<Object> details) {
        Object[] arguments = new Object[details.size() + 1];
        arguments[0] = subject;
        for (int i = 0; i < details.size(); i++) {
            arguments[i + 1] = details.get(i);
        }
        return String.format(Locale.ROOT, text, arguments);
    }
}
