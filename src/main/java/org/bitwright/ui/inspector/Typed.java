package org.bitwright.ui.inspector;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Texts;

/** Numbers as they are typed, taken as float32 as everything in a grid is. */
final class Typed {
    /** At 16 bits its farthest level is still finite. */
    private static final double LARGEST_SCALE = Float.MAX_VALUE / 65536;

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

    /** Why a text is no whole number from {@code low} to {@code high}; empty where it is one. */
    static Optional<String> wrongWhole(String text, int low, int high, String key) {
        OptionalDouble value = whole(text);
        return value.isPresent() && value.getAsDouble() >= low && value.getAsDouble() <= high
                ? Optional.empty()
                : Optional.of(Texts.get(key, String.valueOf(low), String.valueOf(high)));
    }

    /** Why a text is no scale. */
    static Optional<String> wrongScale(String text) {
        OptionalDouble scale = number(text);
        return scale.isPresent()
                        && (float) scale.getAsDouble() >= Float.MIN_NORMAL
                        && scale.getAsDouble() <= LARGEST_SCALE
                ? Optional.empty()
                : Optional.of(Texts.get("inspector.wrong.scale"));
    }

    /** Why a text is no percentile. */
    static Optional<String> wrongPercent(String text) {
        OptionalDouble percent = number(text);
        return percent.isPresent() && percent.getAsDouble() > 0 && percent.getAsDouble() <= 100
                ? Optional.empty()
                : Optional.of(Texts.get("inspector.wrong.percent"));
    }

    static float real(String text) {
        return (float) number(text).orElseThrow();
    }
}
