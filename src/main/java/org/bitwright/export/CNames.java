package org.bitwright.export;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Names of a network as identifiers of C, each given once. */
final class CNames {
    /** Words that C or C++ keep for themselves and that could be the whole of a name. */
    private static final Set<String> KEPT = Set.of(
            "auto",
            "bool",
            "break",
            "case",
            "char",
            "class",
            "const",
            "continue",
            "default",
            "delete",
            "do",
            "double",
            "else",
            "enum",
            "extern",
            "float",
            "for",
            "goto",
            "if",
            "inline",
            "int",
            "long",
            "new",
            "private",
            "public",
            "register",
            "return",
            "short",
            "signed",
            "sizeof",
            "static",
            "struct",
            "switch",
            "this",
            "typedef",
            "union",
            "unsigned",
            "void",
            "volatile",
            "while");

    private final Set<String> given = new HashSet<>();

    /** An identifier that was not given before; what cannot stand in one becomes an underscore. */
    String unique(String name) {
        String safe = safe(name);
        String candidate = safe;
        for (int i = 2; !given.add(candidate); i++) {
            candidate = safe + "_" + i;
        }
        return candidate;
    }

    /** The macro that guards a header against being read twice. */
    static String guard(String file) {
        return "BITWRIGHT_" + safe(file).toUpperCase(Locale.ROOT);
    }

    private static String safe(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9]+", "_").replaceAll("^_+|_+$", "");
        if (plain.isEmpty() || Character.isDigit(plain.charAt(0)) || KEPT.contains(plain)) {
            return "t_" + plain;
        }
        return plain;
    }

    /** A name within a comment, which nothing in it ends. */
    static String comment(String name) {
        return PythonText.comment(name)
                .replace("*/", "* /")
                .replace("/*", "/ *")
                .replace("??/", "? ?/");
    }
}
