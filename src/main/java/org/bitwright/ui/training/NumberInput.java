package org.bitwright.ui.training;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Texts;

/** A number that is typed, and why it cannot be what it is. */
final class NumberInput {
    private static final double PERCENT = 100;
    private static final double ROUNDED = 1e6;
    private static final BigDecimal LEAST_PLAIN = new BigDecimal("1e-5");

    private final StringProperty text = new SimpleStringProperty("");
    private final Bounds bounds;
    private final boolean whole;
    private final boolean optional;

    /**
     * What a number may be.
     *
     * @param openLow whether it is above {@code low}; else it may be that
     * @param openHigh the same of {@code high}
     */
    record Bounds(double low, double high, boolean openLow, boolean openHigh) {
        boolean hold(double value) {
            return (openLow ? value > low : value >= low) && (openHigh ? value < high : value <= high);
        }

        String text() {
            String key = openLow
                    ? openHigh ? "planFault.between" : "planFault.above"
                    : openHigh ? "planFault.below" : "planFault.range";
            return Texts.get(key, shown(low), shown(high));
        }

        private static String shown(double value) {
            return value == Math.rint(value) ? Numbers.count((long) value) : plain(value);
        }
    }

    private NumberInput(Bounds bounds, boolean whole, boolean optional) {
        this.bounds = bounds;
        this.whole = whole;
        this.optional = optional;
    }

    static NumberInput whole(long low, long high) {
        return new NumberInput(new Bounds(low, high, false, false), true, false);
    }

    /** May also be left out. */
    static NumberInput optionalWhole(long low, long high) {
        return new NumberInput(new Bounds(low, high, false, false), true, true);
    }

    /** {@code low … high} */
    static NumberInput range(double low, double high) {
        return new NumberInput(new Bounds(low, high, false, false), false, false);
    }

    /** Above {@code low}, at most {@code high}. */
    static NumberInput above(double low, double high) {
        return new NumberInput(new Bounds(low, high, true, false), false, false);
    }

    /** At least {@code low}, below {@code high}. */
    static NumberInput below(double low, double high) {
        return new NumberInput(new Bounds(low, high, false, true), false, false);
    }

    static NumberInput between(double low, double high) {
        return new NumberInput(new Bounds(low, high, true, true), false, false);
    }

    StringProperty textProperty() {
        return text;
    }

    void set(double value) {
        text.set(plain(value));
    }

    void clear() {
        text.set("");
    }

    boolean isLeftOut() {
        return optional && text.get().isBlank();
    }

    /** As per cent. */
    void setShare(double share) {
        set(Math.round(share * PERCENT * ROUNDED) / ROUNDED);
    }

    /** Of one that can be what it is. */
    double number() {
        return value().orElseThrow();
    }

    int integer() {
        return (int) number();
    }

    /** Of one in per cent. */
    double share() {
        return number() / PERCENT;
    }

    /** Empty where it is none, or one that it cannot be. */
    OptionalDouble value() {
        OptionalDouble typed = Numbers.parse(text.get());
        boolean right = typed.isPresent()
                && bounds.hold(typed.getAsDouble())
                && (!whole || typed.getAsDouble() == Math.rint(typed.getAsDouble()));
        return right ? typed : OptionalDouble.empty();
    }

    /** Why it cannot be what it is. */
    Optional<String> fault() {
        if (isLeftOut() || value().isPresent()) {
            return Optional.empty();
        }
        return Optional.of(whole ? Texts.get("planFault.whole", bounds.text()) : bounds.text());
    }

    /** As people type it. */
    private static String plain(double value) {
        BigDecimal exact = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        return exact.signum() != 0 && exact.abs().compareTo(LEAST_PLAIN) < 0
                ? exact.toString().toLowerCase(Locale.ROOT)
                : exact.toPlainString();
    }
}
