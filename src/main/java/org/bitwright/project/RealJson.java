package org.bitwright.project;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.OptionalDouble;
import org.bitwright.export.JsonField;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;

/** Numbers that come back as they were, also infinite ones, which JSON has no number for. */
final class RealJson {
    private RealJson() {}

    static void put(ObjectNode into, String name, double value) {
        if (Double.isFinite(value)) {
            into.put(name, value);
        } else {
            into.put(name, Double.toString(value));
        }
    }

    static double read(JsonField field) throws InvalidFileException {
        if (!field.isText()) {
            return field.real();
        }
        return switch (field.text()) {
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            case "NaN" -> Double.NaN;
            default -> field.fail(Phrase.of("a number is expected"));
        };
    }

    static OptionalDouble optional(JsonField parent, String name) throws InvalidFileException {
        Optional<JsonField> field = parent.find(name);
        return field.isPresent() ? OptionalDouble.of(read(field.get())) : OptionalDouble.empty();
    }
}
