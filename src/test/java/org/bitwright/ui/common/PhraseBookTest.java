package org.bitwright.ui.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bitwright.export.ConfigNames;
import org.bitwright.io.WeightFiles;
import org.bitwright.io.dataset.DatasetReader;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;
import org.bitwright.model.Preprocessing;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.UniformGrid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every phrase of the sources has its Chinese words; English ones are nowhere but in the sources. */
class PhraseBookTest {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final String TEXT = "\"((?:[^\"\\\\]|\\\\.)*)\"";
    private static final Pattern CALL = Pattern.compile("\\bPhrase\\s*\\.of\\(");
    private static final Pattern WORDS = Pattern.compile("\\G\\s*" + TEXT + "((?:\\s*\\+\\s*" + TEXT + ")*)\\s*[,)]");
    private static final Pattern MORE = Pattern.compile(TEXT);
    private static final Pattern DETAIL = Pattern.compile("%(?:(\\d)\\$)?s");

    private final Map<String, String> chinese = PhraseBook.of("zh").all();

    @AfterEach
    void english() {
        Texts.use(Locale.ENGLISH);
    }

    @Test
    void everyPhraseHasItsChineseWordsAndNoOthersAreThere() throws IOException {
        assertThat(chinese.keySet()).containsExactlyInAnyOrderElementsOf(phrases());
    }

    @Test
    void bothLanguagesTellTheSameDetails() {
        chinese.forEach((english, other) ->
                assertThat(details(other)).as(english).containsExactlyInAnyOrderElementsOf(details(english)));
    }

    @Test
    void wordsOfAPhraseAreIndeedChinese() {
        Set<String> same = new TreeSet<>();
        chinese.forEach((english, other) -> {
            if (english.matches("(?s).*[A-Za-z]{3}.*") && !other.matches("(?s).*\\p{IsHan}.*")) {
                same.add(english);
            }
        });
        assertThat(same).isEmpty();
    }

    /** Names, types and options stay; three English words in a row are no name, but for a command. */
    @Test
    void noWordsOfAPhraseAreAnEnglishSentence() {
        assertThat(chinese.values())
                .noneMatch(words -> words.replace("git lfs pull", "").matches("(?s).*[A-Za-z]*[a-z] [a-z]+ [a-z]+.*"));
    }

    @Test
    void whatIsRefusedIsToldInChinese() {
        assertRefused(
                () -> ConfigNames.format("int7", 7, Scheme.SYMMETRIC),
                "format 'int7' is not available in this version; there are: " + ConfigNames.FORMATS,
                "此版本没有格式“int7”；可用的有：" + ConfigNames.FORMATS);
        assertRefused(
                () -> new Preprocessing(0, List.of(0f), List.of(1f)),
                "scale must be finite and not 0, but is 0.0",
                "比例须为有限且非 0 的数值，但实际为 0.0");
        assertRefused(
                () -> new UniformGrid(0.5f, 200, -128, 127),
                "zero point 200 does not lie in -128 … 127",
                "零点 200 不在 -128 … 127 之间");
    }

    private static void assertRefused(Runnable asked, String english, String chinese) {
        Throwable failure = catchThrowable(asked::run);
        assertThat(failure).isInstanceOf(IllegalArgumentException.class).hasMessage(english);
        Texts.use(Locale.SIMPLIFIED_CHINESE);
        assertThat(FailureTexts.sentence(failure)).isEqualTo(chinese);
        Texts.use(Locale.ENGLISH);
        assertThat(FailureTexts.sentence(failure)).isEqualTo(english);
    }

    @Test
    void aPhraseWithinAPhraseIsToldInTheSameLanguage() {
        Phrase phrase = Phrase.of("%s failed: %s (%s)", Phrase.of("Running the network"), Phrase.verbatim("E"), 7);
        assertThat(phrase).hasToString("Running the network failed: E (7)");
        Texts.use(Locale.CHINA);
        assertThat(Texts.of(phrase)).isEqualTo("运行网络失败：E（7）");
    }

    @Test
    void wordsThatNoBookHasStayEnglish() {
        assertThat(new Phrase("no such words: %s", List.of("x")).in(PhraseBook.of("zh")::words))
                .isEqualTo("no such words: x");
        assertThat(PhraseBook.of("en").all()).isEmpty();
    }

    @Test
    void badFilesAreToldOfInChinese(@TempDir Path folder) throws IOException {
        Path ragged = Files.writeString(folder.resolve("ragged.csv"), "1,2,3\n4,5,6\n7,8\n");
        Path cut =
                Files.write(folder.resolve("cut.idx"), new byte[] {0, 0, 8, 3, 0, 0, 0, 9, 0, 0, 0, 28, 0, 0, 0, 28});
        Path short8 = Files.write(folder.resolve("w.safetensors"), new byte[] {40, 0, 0, 0, 0, 0, 0, 0, '{', '}'});
        Path text = Files.writeString(folder.resolve("net.onnx"), "this is no model at all\n");
        assertTold(
                () -> data(ragged),
                "ragged.csv, line 3: it has 2 cells where the first line has 3",
                "ragged.csv，第 3 行：该行有 2 个单元格，而首行有 3 个");
        assertTold(
                () -> data(cut),
                "cut.idx: its header promises 9 × 28 × 28 values, 7056 bytes, but 0 follow",
                "cut.idx：其文件头声明 9 × 28 × 28 个值（7056 字节），但后面有 0 字节");
        assertTold(
                () -> WeightFiles.open(short8),
                "w.safetensors, header: it should have 40 bytes, but only 2 follow; the file may be cut off",
                "w.safetensors，文件头：它应有 40 字节，但后面只有 2 字节；文件可能被截断");
        assertTold(
                () -> OnnxDocument.open(text),
                "net.onnx: it is a text file, not an ONNX model",
                "net.onnx：这是文本文件，不是 ONNX 模型");
    }

    private static void data(Path file) throws IOException {
        DatasetReader.read(file, Optional.empty());
    }

    private interface Opening {
        void open() throws IOException;
    }

    private static void assertTold(Opening opening, String english, String chinese) {
        Throwable failure = catchThrowable(opening::open);
        assertThat(failure).isInstanceOf(InvalidFileException.class).hasMessage(english);
        Texts.use(Locale.ENGLISH);
        assertThat(FailureTexts.sentence(failure)).isEqualTo(english);
        Texts.use(Locale.SIMPLIFIED_CHINESE);
        assertThat(FailureTexts.sentence(failure)).isEqualTo(chinese);
    }

    /** Positions of the details in the order of the words. */
    private static List<Integer> details(String words) {
        List<Integer> positions = new ArrayList<>();
        Matcher matcher = DETAIL.matcher(words.replace("%%", ""));
        while (matcher.find()) {
            positions.add(matcher.group(1) == null ? positions.size() + 1 : Integer.parseInt(matcher.group(1)));
        }
        return positions;
    }

    private static Set<String> phrases() throws IOException {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                addPhrases(Files.readString(file, StandardCharsets.UTF_8), file, found);
            }
        }
        return found;
    }

    private static void addPhrases(String source, Path file, Set<String> found) {
        Matcher calls = CALL.matcher(source);
        Matcher words = WORDS.matcher(source);
        while (calls.find()) {
            if (words.find(calls.end()) && words.start() == calls.end()) {
                StringBuilder whole = new StringBuilder(words.group(1));
                MORE.matcher(words.group(2)).results().forEach(more -> whole.append(more.group(1)));
                found.add(whole.toString().replace("\\\"", "\"").replace("\\\\", "\\"));
            } else {
                assertThat(source.startsWith("@FormatString", calls.end()))
                        .as("the words of a phrase stand where it is made: %s", file)
                        .isTrue();
            }
        }
    }
}
