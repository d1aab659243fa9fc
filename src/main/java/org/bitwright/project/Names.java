package org.bitwright.project;

import java.util.function.Predicate;

/** Names of what a user keeps. */
final class Names {
    private Names() {}

    /** {@code base} where it is free, else the same with the first free number behind it. */
    static String free(String base, int longest, Predicate<String> taken) {
        String wanted = base.strip();
        String name = cut(wanted, longest);
        for (int number = 2; taken.test(name); number++) {
            String end = " " + number;
            name = cut(wanted, longest - end.length()) + end;
        }
        return name;
    }

    private static String cut(String name, int longest) {
        return name.length() <= longest ? name : name.substring(0, longest).strip();
    }
}
