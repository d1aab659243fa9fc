package org.bitwright.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Damage to JSON, tables and other text that keeps most of its grammar: numbers, words and parts between separators are
 * replaced, repeated, swapped or taken away.
 */
public final class TextMutation implements Mutation {
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?");
    private static final Pattern WORD = Pattern.compile("\"[^\"\n]{0,200}\"|'[^'\n]{0,200}'|[A-Za-z_]\\w+");
    private static final Pattern SEPARATOR = Pattern.compile("[,;:\\[\\]{}()\n]");
    private static final String[] ODD_NUMBERS = {
        "0",
        "-1",
        "1",
        "2147483647",
        "2147483648",
        "-2147483648",
        "4294967295",
        "9223372036854775807",
        "-9223372036854775808",
        "18446744073709551616",
        "99999999999999999999999999999999999999999999999",
        "1e308",
        "1e999",
        "-1e999",
        "1e-400",
        "0.5",
        "NaN",
        "Infinity",
        "null",
        "true",
        "\"1\"",
        "[]",
        "{}",
        "00",
        "0x10",
        "1L",
        ""
    };
    private static final String[] ODD_WORDS = {
        "\"\"",
        "null",
        "{}",
        "[]",
        "[null]",
        "7",
        "\"../../x\"",
        "\"/etc/passwd\"",
        "\"C:\\\\x\"",
        "\"\\u0000\"",
        "\"\\u202e\\ud800\"",
        "\"\u0085\u009f\"",
        "\"" + "x".repeat(70_000) + "\"",
        "True",
        "'O'"
    };

    @Override
    public byte[] of(byte[] file, byte[] other, SplittableRandom random) {
        String text = new String(file, StandardCharsets.ISO_8859_1);
        int changes = 1 + Math.min(random.nextInt(4), random.nextInt(4));
        for (int i = 0; i < changes; i++) {
            text = once(text, new String(other, StandardCharsets.ISO_8859_1), random);
        }
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String once(String text, String other, SplittableRandom random) {
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> replaced(text, NUMBER, ODD_NUMBERS[random.nextInt(ODD_NUMBERS.length)], random);
            case 3 -> replaced(text, WORD, ODD_WORDS[random.nextInt(ODD_WORDS.length)], random);
            case 4 -> replaced(text, WORD, word(random.nextBoolean() ? text : other, random), random);
            case 5 -> part(text, random, true);
            case 6 -> part(text, random, false);
            default -> nested(text, random);
        };
    }

    private static List<MatchResult> matches(String text, Pattern pattern) {
        return pattern.matcher(text).results().toList();
    }

    private static String replaced(String text, Pattern pattern, String by, SplittableRandom random) {
        List<MatchResult> found = matches(text, pattern);
        if (found.isEmpty()) {
            return text + by;
        }
        MatchResult one = found.get(random.nextInt(found.size()));
        return text.substring(0, one.start()) + by + text.substring(one.end());
    }

    private static String word(String text, SplittableRandom random) {
        List<MatchResult> found = matches(text, WORD);
        return found.isEmpty() ? "x" : found.get(random.nextInt(found.size())).group();
    }

    /** A part between two separators, twice or not at all. */
    private static String part(String text, SplittableRandom random, boolean twice) {
        List<Integer> places = new ArrayList<>(List.of(0));
        matches(text, SEPARATOR).forEach(found -> places.add(found.end()));
        int first = random.nextInt(places.size());
        int last = Math.min(places.size() - 1, first + 1 + random.nextInt(4));
        int from = places.get(first);
        int to = Math.max(from, places.get(last));
        return text.substring(0, twice ? to : from) + text.substring(twice ? from : to);
    }

    private static String nested(String text, SplittableRandom random) {
        int at = random.nextInt(text.length() + 1);
        String[] opening = {"[", "{\"a\":", "(", "\"", "\n", "\0", "\\", ",", "\u00e9", "\u00ff"};
        int times = random.nextInt(4) == 0 ? 5000 : 1;
        return text.substring(0, at) + opening[random.nextInt(opening.length)].repeat(times) + text.substring(at);
    }
}
