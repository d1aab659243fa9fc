package org.bitwright.export;

/**
 * Builds a page that is HTML and well-formed XML at once. Every text is escaped here, and only here: names come from
 * strangers' files.
 */
final class Markup {
    private final StringBuilder page = new StringBuilder();

    /** Tags and what else is written by this program itself. */
    Markup raw(String markup) {
        page.append(markup);
        return this;
    }

    /** A text between tags or within the quotes of an attribute. */
    Markup text(Object text) {
        String.valueOf(text).codePoints().forEach(this::character);
        return this;
    }

    private void character(int c) {
        switch (c) {
            case '&' -> page.append("&amp;");
            case '<' -> page.append("&lt;");
            case '>' -> page.append("&gt;");
            case '"' -> page.append("&quot;");
            case '\'' -> page.append("&#39;");
            case '\n', '\t' -> page.appendCodePoint(c);
            default -> page.appendCodePoint(isShown(c) ? c : 0xFFFD);
        }
    }

    /** Not what XML forbids, nor what turns the direction of text around. */
    private static boolean isShown(int c) {
        return !Character.isISOControl(c)
                && Character.getType(c) != Character.FORMAT
                && Character.getType(c) != Character.SURROGATE
                && (c & 0xFFFE) != 0xFFFE;
    }

    /** An element with a text. */
    Markup element(String tag, Object text) {
        return element(tag, "", text);
    }

    /** An element of a class with a text. */
    Markup element(String tag, String css, Object text) {
        raw("<").raw(tag);
        if (!css.isEmpty()) {
            raw(" class=\"").raw(css).raw("\"");
        }
        return raw(">").text(text).raw("</").raw(tag).raw(">");
    }

    Markup line() {
        return raw("\n");
    }

    @Override
    public String toString() {
        return page.toString();
    }
}
