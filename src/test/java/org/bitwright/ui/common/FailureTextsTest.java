package org.bitwright.ui.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import org.bitwright.export.AtomicFile;
import org.bitwright.io.WeightFiles;
import org.bitwright.project.FailureLog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    void whatIsWrongWithAFileIsToldInTheUsersLanguage(@TempDir Path folder) throws IOException {
        Path text = Files.writeString(folder.resolve("notes.pth"), "no weights at all");
        Path gone = folder.resolve("gone").resolve("x.bitwright");
        Throwable unknown = catchThrowable(() -> WeightFiles.open(text));
        Throwable unwritable = catchThrowable(() -> AtomicFile.checkTarget(gone));
        assertThat(FailureTexts.sentence(unknown)).isEqualTo(unknown.getMessage());
        assertThat(FailureTexts.sentence(unwritable))
                .isEqualTo(gone + " cannot be written: there is no folder " + gone.getParent() + ".");

        Texts.use(Locale.SIMPLIFIED_CHINESE);

        assertThat(FailureTexts.sentence(unknown)).startsWith("notes.pth：这不是可读取的权重文件");
        assertThat(FailureTexts.sentence(catchThrowable(() -> WeightFiles.open(folder))))
                .isEqualTo(folder.getFileName() + "：这是一个文件夹；请选择其中的文件");
        assertThat(FailureTexts.sentence(unwritable)).isEqualTo("无法写入 " + gone + "：没有文件夹 " + gone.getParent() + "。");
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
