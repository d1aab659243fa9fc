package org.bitwright.model;

/**
 * Text from files as it is shown. It comes from strangers: what does not print, ends a line or turns the direction of text
 * becomes its code, and what is longer than a few lines is cut.
 */
final class Printable {
    /** Characters of a text. */
    private static final int LONGEST = 600;

    private Printable() {}

    static String of(String text) {
        int end = Math.min(text.length(), LONGEST);
        StringBuilder shown = new StringBuilder(end);
        text.substring(0, end).codePoints().forEach(c -> {
            switch (Character.getType(c)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.SURROGATE,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR -> shown.append(String.format("\\u%04x", c));
                default -> shown.appendCodePoint(c);
            }
        });
        return end < text.length() ? shown.append('…').toString() : shown.toString();
    }
}
