package org.bitwright.model;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What people are told, such as what is wrong with a file: a sentence or a part of one in English, and apart from it the
 * names and numbers that it tells, so that windows can say it in another language. {@link #toString()} is the English of it.
 *
 * <p>Its English words stand where it is made and nowhere else; by them windows find it in their books of phrases, for which
 * {@link #of} is to be called with the words themselves.
 *
 * @param pattern English words with {@code %s} for every detail
 * @param details strings, numbers, and phrases within this one
 */
public record Phrase(String pattern, List<Object> details) {
    /** Says nothing. */
    public static final Phrase NONE = new Phrase("", List.of());

    public Phrase {
        details = List.copyOf(details);
    }

    /** @param details names, numbers and other phrases */
    @FormatMethod
    public static Phrase of(@FormatString String pattern, @Nullable Object... details) {
        // files make many places that nobody is ever told: no stream
        Object[] kept = new Object[details.length];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = detail(details[i]);
        }
        return new Phrase(pattern, List.of(kept));
    }

    /** The words of somebody else, such as a library, which are the same in every language. */
    public static Phrase verbatim(String words) {
        return words.isEmpty() ? NONE : new Phrase("%s", List.of(words));
    }

    /** What a failure tells: its phrase, where it has one, else its message or what kind it is. */
    public static Phrase toldBy(Throwable failure) {
        String message = failure.getMessage();
        return failure instanceof Told told
                ? told.told()
                : verbatim(message == null ? failure.getClass().getSimpleName() : message);
    }

    /** Enumerates them, with commas between: halves within halves, since a file may name tens of thousands. */
    public static Phrase list(List<Phrase> phrases) {
        int count = phrases.size();
        if (count < 2) {
            return count == 0 ? NONE : phrases.get(0);
        }
        return of("%s, %s", list(phrases.subList(0, count / 2)), list(phrases.subList(count / 2, count)));
    }

    private static Object detail(@Nullable Object detail) {
        return detail instanceof Phrase || detail instanceof Number ? detail : String.valueOf(detail);
    }

    public boolean isEmpty() {
        return pattern.isEmpty();
    }

    /**
     * The same in another language.
     *
     * @param language the words of that language for English ones, with a {@code %s} or {@code %1$s} for every detail
     */
    public String in(UnaryOperator<String> language) {
        return String.format(
                Locale.ROOT,
                language.apply(pattern),
                details.stream()
                        .map(detail -> detail instanceof Phrase inner ? inner.in(language) : detail)
                        .toArray());
    }

    /** The same with details that can be shown, whoever wrote them. */
    Phrase printable() {
        return new Phrase(
                pattern,
                details.stream()
                        .map(detail ->
                                detail instanceof Phrase inner ? inner.printable() : Printable.of(detail.toString()))
                        .toList());
    }

    @Override
    public String toString() {
        return in(UnaryOperator.identity());
    }
}
