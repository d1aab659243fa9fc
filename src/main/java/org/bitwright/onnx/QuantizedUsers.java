package org.bitwright.onnx;

import java.util.Set;

/** Whether a float value is taken as integers alone. */
final class QuantizedUsers {
    private static final Set<String> QUANTIZING =
            Set.of("QuantizeLinear", "DynamicQuantizeLinear", "DynamicQuantizeMatMul");

    /** They look at the shape, not at the numbers. */
    private static final Set<String> SHAPES = Set.of("Shape", "Size");

    private QuantizedUsers() {}

    static boolean takeAll(String value, ValueUses uses) {
        return !uses.isResult(value) && uses.users(value).stream().allMatch(QuantizedUsers::quantizes);
    }

    private static boolean quantizes(PlacedNode user) {
        String type = user.node().getOpType();
        return QUANTIZING.contains(type)
                || user.isStandard() && SHAPES.contains(type)
                || user.is("Clip") && FloatLimits.isOurs(user);
    }
}
