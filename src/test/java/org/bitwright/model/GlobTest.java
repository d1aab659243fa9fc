package org.bitwright.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource({
        "conv1, conv1, true",
        "conv1, conv12, false",
        "conv*, conv, true",
        "*1, conv1, true",
        "*1, conv12, false",
        "c*v*2, conv12, true",
        "*ab, aab, true",
        "*ab*ab, abab, true",
        "*ab*ab, aba, false",
        "?onv?, conv1, true",
        "conv?, conv, false",
        "**, conv, true",
        "a.c, abc, false",
        "[ab], a, false",
        "x?z, x𝒳z, true",
        "*, '', true",
        "?, '', false"
    })
    void namesMatch(String text, String name, boolean expected) {
        assertThat(new Glob(text).matches(name)).isEqualTo(expected);
    }

    @Test
    void linesAreCharactersToo() {
        assertThat(new Glob("a*b").matches("a\n\nb")).isTrue();
    }

    /** Some 10^18 ways to part the name among the stars. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void manyStarsAreSoonTried() {
        assertThat(new Glob("*a".repeat(20) + "*b").matches("a".repeat(80))).isFalse();
    }
}
