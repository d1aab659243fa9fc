package org.bitwright.export;

import java.util.function.IntFunction;

/** Declarations of constants in C. */
final class CText {
    private static final int LINE = 100;

    private final StringBuilder text = new StringBuilder();

    CText line(String line) {
        text.append(line).append('\n');
        return this;
    }

    /** A comment of one line. */
    CText comment(String words) {
        return line("/* " + CNames.comment(words) + " */");
    }

    /** One number. */
    CText value(String type, String name, String value) {
        return line("static const " + type + " " + name + " = " + value + ";");
    }

    /** An array; one number where there is one only. C has no array of no elements: there is none then. */
    CText array(String type, String name, int count, IntFunction<String> element) {
        if (count == 0) {
            return this;
        }
        line("static const " + type + " " + name + "[" + count + "] = {");
        StringBuilder row = new StringBuilder("   ");
        for (int i = 0; i < count; i++) {
            String value = " " + element.apply(i) + ",";
            if (row.length() + value.length() > LINE) {
                line(row.toString());
                row = new StringBuilder("   ");
            }
            row.append(value);
        }
        return line(row.toString()).line("};");
    }

    /** A float32 that every compiler reads back as the same. */
    static String real(float value) {
        if (Float.isNaN(value)) {
            return "NAN";
        }
        return Float.isInfinite(value) ? (value > 0 ? "INFINITY" : "-INFINITY") : Float.toString(value) + "f";
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
