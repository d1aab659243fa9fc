package org.bitwright.ui.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javafx.css.PseudoClass;
import javafx.scene.control.TextField;
import org.bitwright.ui.common.Numbers;

/** Numbers as they are typed into the fields of forms. */
final class TypedNumbers {
    private static final PseudoClass DANGER = PseudoClass.getPseudoClass("danger");

    private TypedNumbers() {}

    static TextField field(String id, String text, Predicate<String> right) {
        TextField field = new TextField(text);
        field.setId(id);
        field.pseudoClassStateChanged(DANGER, !right.test(text));
        field.textProperty()
                .addListener((property, old, now) -> field.pseudoClassStateChanged(DANGER, !right.test(now)));
        return field;
    }

    /** Also a fraction, such as 1/255. */
    static Optional<Float> number(String text) {
        String[] parts = text.split("/", 2);
        OptionalDouble above = Numbers.parse(parts[0]);
        OptionalDouble below = parts.length == 2 ? Numbers.parse(parts[1]) : OptionalDouble.of(1);
        if (above.isEmpty() || below.isEmpty() || below.getAsDouble() == 0) {
            return Optional.empty();
        }
        float value = (float) (above.getAsDouble() / below.getAsDouble());
        return Float.isFinite(value) ? Optional.of(value) : Optional.empty();
    }

    static Optional<List<Float>> numbers(String text) {
        List<Float> values = new ArrayList<>();
        for (String part : text.strip().split("[,\\s]+")) {
            Optional<Float> value = number(part);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            values.add(value.get());
        }
        return Optional.of(values);
    }

    /** A number of things: at least 1. */
    static OptionalInt whole(String text) {
        OptionalDouble value = Numbers.parse(text);
        boolean right = value.isPresent()
                && value.getAsDouble() >= 1
                && value.getAsDouble() <= Integer.MAX_VALUE
                && value.getAsDouble() == Math.rint(value.getAsDouble());
        return right ? OptionalInt.of((int) value.getAsDouble()) : OptionalInt.empty();
    }

    static boolean isBlankOrWhole(String text) {
        return text.isBlank() || whole(text).isPresent();
    }

    static String text(List<Float> values) {
        return values.stream().map(Numbers::editable).collect(Collectors.joining(", "));
    }

    static String text(OptionalInt value) {
        return value.isPresent() ? String.valueOf(value.getAsInt()) : "";
    }
}
