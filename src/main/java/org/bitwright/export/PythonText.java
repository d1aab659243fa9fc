package org.bitwright.export;

import java.util.Collection;
import java.util.stream.Collectors;

/** Names from strangers' files in Python source. */
final class PythonText {
    private PythonText() {}

    /** A string literal: ASCII, so that nothing in it can end it or change how the source reads. */
    static String literal(String text) {
        StringBuilder literal = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                literal.append('\\').appendCodePoint(c);
            } else if (c >= ' ' && c < 0x7F) {
                literal.appendCodePoint(c);
            } else {
                literal.append(String.format("\\U%08x", c));
            }
        });
        return literal.append('"').toString();
    }

    /** A list of literals, one a line, indented by so much. */
    static String list(Collection<String> texts, int indent) {
        if (texts.isEmpty()) {
            return "[]";
        }
        String space = " ".repeat(indent);
        return texts.stream()
                .map(text -> space + "    " + literal(text) + ",\n")
                .collect(Collectors.joining("", "[\n", space + "]"));
    }

    /** The text within a comment: one line. */
    static String comment(String text) {
        return text.codePoints()
                .mapToObj(c -> Character.isISOControl(c)
                                || Character.getType(c) == Character.LINE_SEPARATOR
                                || Character.getType(c) == Character.PARAGRAPH_SEPARATOR
                                || Character.getType(c) == Character.FORMAT
                        ? "?"
                        : Character.toString(c))
                .collect(Collectors.joining());
    }
}
