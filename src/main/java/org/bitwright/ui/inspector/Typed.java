package org.bitwright.ui.inspector;

import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.bitwright.ui.common.Numbers;

/** Numbers as they are typed, taken as float32 as everything in a grid is. */
final class Typed {
    private Typed() {}

    /** A number that is finite as float32. */
    static OptionalDouble number(String text) {
        OptionalDouble value = Numbers.parse(text);
        return value.isPresent() && Float.isFinite((float) value.getAsDouble()) ? value : OptionalDouble.empty();
    }

    static OptionalDouble whole(String text) {
        OptionalDouble value = Numbers.parse(text);
        return value.isPresent() && value.getAsDouble() == Math.rint(value.getAsDouble())
                ? value
                : OptionalDouble.empty();
    }

    /** A whole number of 64 bits, all of whose digits count. */
    static OptionalLong integer(String text) {
        try {
            return OptionalLong.of(Long.parseLong(text.strip().replace('−', '-')));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    static float real(String text) {
        return (float) number(text).orElseThrow();
    }
}
