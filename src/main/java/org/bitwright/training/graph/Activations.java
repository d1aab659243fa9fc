package org.bitwright.training.graph;

import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.bitwright.model.Phrase;
import org.bitwright.onnx.GraphOperator;
import org.bitwright.training.graph.rule.Curve;
import org.bitwright.training.graph.rule.Curves;
import org.bitwright.training.graph.rule.Pointwise;

/** Functions of one value, number by number. */
final class Activations {
    /** Alpha and gamma of Selu (ONNX, Selu; Klambauer et al., 2017). */
    private static final float SELU_ALPHA = 1.67326319f;

    private static final float SELU_GAMMA = 1.05070102f;

    static final Map<String, OperatorConversion> CONVERSIONS = conversions();

    private Activations() {}

    /** The function that an operator's attributes choose. */
    @FunctionalInterface
    private interface Choice {
        Curve of(GraphOperator operator);
    }

    private static Map<String, OperatorConversion> conversions() {
        Map<String, OperatorConversion> all = new HashMap<>();
        curves().forEach((type, choice) ->
                all.put(type, (operator, conversion) -> put(operator, conversion, choice.of(operator))));
        all.put("Clip", Activations::clip);
        all.put("Pow", Activations::power);
        return Map.copyOf(all);
    }

    private static Map<String, Choice> curves() {
        Map<String, Choice> curves = new HashMap<>();
        curves.put("Relu", operator -> Curves.relu());
        curves.put("LeakyRelu", operator -> Curves.leaky(operator.number("alpha", 0.01f)));
        curves.put("Sigmoid", operator -> Curves.SIGMOID);
        curves.put("Tanh", operator -> Curves.TANH);
        curves.put("Erf", operator -> Curves.ERF);
        curves.put(
                "Gelu",
                operator -> operator.text("approximate", "none").equals("tanh") ? Curves.GELU_TANH : Curves.GELU);
        curves.put("Exp", operator -> Curves.EXP);
        curves.put("Log", operator -> Curves.LOG);
        curves.put("Sqrt", operator -> Curves.SQRT);
        curves.put("Reciprocal", operator -> Curves.RECIPROCAL);
        curves.put("Abs", operator -> Curves.ABS);
        curves.put("Neg", operator -> Curves.line(-1, 0));
        curves.put("Softplus", operator -> Curves.SOFTPLUS);
        curves.put("Softsign", operator -> Curves.SOFTSIGN);
        curves.put("Mish", operator -> Curves.MISH);
        curves.put("HardSwish", operator -> Curves.HARD_SWISH);
        curves.put(
                "HardSigmoid",
                operator -> Curves.hardSigmoid(operator.number("alpha", 0.2f), operator.number("beta", 0.5f)));
        curves.put("Elu", operator -> Curves.elu(operator.number("alpha", 1), 1));
        curves.put(
                "Selu",
                operator -> Curves.elu(operator.number("alpha", SELU_ALPHA), operator.number("gamma", SELU_GAMMA)));
        return curves;
    }

    private static void put(GraphOperator operator, Conversion conversion, Curve curve)
            throws Unconvertible, IOException {
        String name = operator.type().toLowerCase(Locale.ROOT);
        conversion.put(
                operator,
                new Pointwise(name, conversion.value(operator, 0).shape(), curve),
                Operands.of(operator, 0, conversion));
    }

    /** The ends are attributes until opset 10, inputs from 11 on. */
    private static void clip(GraphOperator operator, Conversion conversion) throws Unconvertible, IOException {
        float low = operator.number("min", -Float.MAX_VALUE);
        float high = operator.number("max", Float.MAX_VALUE);
        if (operator.has(1)) {
            low = (float) conversion.numbers(operator, 1).numbers()[0];
        }
        if (operator.has(2)) {
            high = (float) conversion.numbers(operator, 2).numbers()[0];
        }
        put(operator, conversion, Curves.clip(low, high));
    }

    private static void power(GraphOperator operator, Conversion conversion) throws Unconvertible, IOException {
        double[] exponents = conversion.numbers(operator, 1).numbers();
        if (exponents.length != 1) {
            throw new Unconvertible(Phrase.of("It raises to more than one power."));
        }
        put(operator, conversion, Curves.power(exponents[0]));
    }
}
