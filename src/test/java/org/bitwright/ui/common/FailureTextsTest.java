package org.bitwright.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.NoSuchFileException;
import java.util.Locale;
import org.bitwright.project.FailureLog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FailureTextsTest {
    private static final long GIGABYTE = 1L << 30;

    @BeforeEach
    void english() {
        Texts.use(Locale.ENGLISH);
    }

    @Test
    void wantOfMemoryIsToldWithWhatHelpsAlsoAsTheCauseOfSomethingElse() {
        for (Throwable error : new Throwable[] {
            new OutOfMemoryError("Java heap space"), new IllegalStateException(new OutOfMemoryError("Java heap space"))
        }) {
            assertThat(FailureTexts.sentence(error))
                    .startsWith("There is not enough memory for this")
                    .contains("can be saved")
                    .doesNotContain("Java heap space", "Exception");
        }
    }

    @Test
    void wantOfStackIsTold() {
        assertThat(FailureTexts.sentence(new StackOverflowError())).startsWith("This is nested too deeply");
    }

    @Test
    void whatNobodyForesawNamesThePlaceOfTheDetails() {
        assertThat(FailureTexts.sentence(new IllegalStateException("odd")))
                .contains("odd", FailureLog.file().toString())
                .doesNotContain("IllegalStateException");
        assertThat(FailureTexts.sentence(new NoSuchFileException("/a/b"))).startsWith("/a/b is not there");
    }

    @Test
    void causesThatGoRoundEnd() {
        RuntimeException one = new IllegalStateException("one");
        one.initCause(new IllegalStateException("two", one));
        assertThat(FailureTexts.exhausted(one)).isEmpty();
    }

    @Test
    void twiceTheMemoryIsAdvisedUpToThreeQuartersOfTheComputers() {
        assertThat(FailureTexts.advised(GIGABYTE, 16 * GIGABYTE)).isEqualTo(2);
        assertThat(FailureTexts.advised(GIGABYTE / 4, 16 * GIGABYTE)).isEqualTo(2);
        assertThat(FailureTexts.advised(3 * GIGABYTE + 1, 16 * GIGABYTE)).isEqualTo(7);
        assertThat(FailureTexts.advised(8 * GIGABYTE, 16 * GIGABYTE)).isEqualTo(12);
    }
}
