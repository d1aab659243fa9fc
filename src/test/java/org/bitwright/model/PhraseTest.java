package org.bitwright.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PhraseTest {
    @Test
    void wordsOfOthersAreNoPatterns() {
        Phrase phrase = Phrase.of("'%s' is missing", "100%d %n %s %1$9s");
        assertThat(phrase).hasToString("'100%d %n %s %1$9s' is missing");
        assertThat(Phrase.verbatim("50 % of %s")).hasToString("50 % of %s");
    }

    @Test
    void manyAreEnumeratedAsFewAre() {
        assertThat(Phrase.list(List.of()).isEmpty()).isTrue();
        assertThat(Phrase.list(List.of(Phrase.verbatim("a")))).hasToString("a");
        assertThat(Phrase.list(List.of(Phrase.verbatim("a"), Phrase.verbatim("b"), Phrase.verbatim("c"))))
                .hasToString("a, b, c");
        assertThat(Phrase.list(Collections.nCopies(60_000, Phrase.verbatim("a"))))
                .hasToString(String.join(", ", Collections.nCopies(60_000, "a")));
    }

    @Test
    void aFailureWithoutWordsIsToldByItsKind() {
        assertThat(Phrase.toldBy(new EOFException())).hasToString("EOFException");
        assertThat(Phrase.toldBy(new IllegalArgumentException("an odd extent"))).hasToString("an odd extent");
        Phrase told = Phrase.of("'%s' is missing", "x");
        assertThat(Phrase.toldBy(new ToldException(told))).isEqualTo(told);
    }
}
