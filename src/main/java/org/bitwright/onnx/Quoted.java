package org.bitwright.onnx;

/**
 * Names from files, made safe to show: control characters, line ends and the marks that reverse a line's direction are
 * written as escapes, and what is longer than a line is cut.
 */
final class Quoted {
    private static final int LONGEST = 120;

    private Quoted() {}

    /** The name within quotation marks, as messages show it. */
    static String name(String name) {
        return "'" + plain(name) + "'";
    }

    /** The name without quotation marks. */
    static String plain(String name) {
        StringBuilder safe = new StringBuilder();
        int end = Math.min(name.length(), LONGEST);
        for (int i = 0; i < end; i++) {
            char c = name.charAt(i);
            if (shown(c)) {
                safe.append(c);
            } else {
                safe.append(String.format("\\u%04x", (int) c));
            }
        }
        return name.length() > LONGEST ? safe + "…" : safe.toString();
    }

    private static boolean shown(char c) {
        int type = Character.getType(c);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.SURROGATE
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR
                && type != Character.UNASSIGNED;
    }
}
