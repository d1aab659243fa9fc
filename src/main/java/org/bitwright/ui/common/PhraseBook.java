package org.bitwright.ui.common;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The words of a language for the engine's English ones. The file has the form of gettext (PO), which translators have
 * programs for: {@code msgid} is the English, {@code msgstr} the other language, and lines of quotes alone go on from the
 * line before.
 */
final class PhraseBook {
    private final Map<String, String> words = new HashMap<>();

    private PhraseBook() {}

    /** That of a language; English needs none. */
    static PhraseBook of(String language) {
        InputStream file = PhraseBook.class.getResourceAsStream("phrases_" + language + ".po");
        PhraseBook book = new PhraseBook();
        if (file != null) {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
                book.read(lines);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return book;
    }

    private void read(BufferedReader lines) throws IOException {
        StringBuilder english = new StringBuilder();
        StringBuilder other = new StringBuilder();
        StringBuilder current = english;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("msgid ")) {
                keep(english, other);
                current = english;
            } else if (line.startsWith("msgstr ")) {
                current = other;
            }
            int quote = line.indexOf('"');
            if (quote >= 0 && !line.startsWith("#")) {
                current.append(unescaped(line.substring(quote + 1, line.lastIndexOf('"'))));
            }
        }
        keep(english, other);
    }

    private void keep(StringBuilder english, StringBuilder other) {
        if (!english.isEmpty() && words.put(english.toString(), other.toString()) != null) {
            throw new IllegalStateException("a phrase is there twice: " + english);
        }
        english.setLength(0);
        other.setLength(0);
    }

    private static String unescaped(String quoted) {
        return quoted.replace("\\\"", "\"").replace("\\\\", "\\");
    }

    /** Those in English where there are no others. */
    String words(String english) {
        return words.getOrDefault(english, english);
    }

    /** All of them by the English ones. */
    Map<String, String> all() {
        return Map.copyOf(words);
    }
}
