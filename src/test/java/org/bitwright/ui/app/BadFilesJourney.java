package org.bitwright.ui.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bitwright.io.numpy.NpyFiles.header;
import static org.bitwright.io.numpy.NpyFiles.longs;
import static org.bitwright.io.numpy.NpyFiles.npy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import javafx.scene.input.KeyCode;
import org.bitwright.ui.common.Theme;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user of the Chinese window opens files that are none, and is told what is wrong with them in Chinese. */
class BadFilesJourney extends WindowFixture {
    private static final Path LENET = Path.of("sample-models/lenet5.onnx");

    @TempDir
    Path folder;

    @BeforeEach
    void chinese() {
        dress(Theme.LIGHT, Locale.SIMPLIFIED_CHINESE, 100);
    }

    /** Other tests in the same process expect it. */
    @AfterEach
    void english() {
        dress(Theme.LIGHT, Locale.ENGLISH, 100);
    }

    @Test
    void modelsWeightsAndProjectsThatAreNone() throws IOException {
        byte[] model = Files.readAllBytes(LENET);
        refused(
                Files.write(folder.resolve("cut.onnx"), Arrays.copyOf(model, model.length / 2)),
                "cut.onnx：它不是 ONNX 模型，或已损坏、被截断：第 ");
        refused(
                Files.write(folder.resolve("w.safetensors"), new byte[] {40, 0, 0, 0, 0, 0, 0, 0, '{', '}'}),
                "w.safetensors，文件头：它应有 40 字节，但后面只有 2 字节；文件可能被截断");
        refused(Files.createFile(folder.resolve("empty.npz")), "empty.npz");
        refused(Files.writeString(folder.resolve("p.bitwright"), "no project"), "p.bitwright：此 zip 压缩包末尾没有目录：它被截断或已损坏");
        refused(folder.resolve("gone.onnx"), "gone.onnx：没有这个文件");
    }

    private void refused(Path file, String sentence) {
        refused(KeyCode.O, file, sentence);
    }

    private void refused(KeyCode opening, Path file, String sentence) {
        int before = dialogs.errors().size();
        dialogs.chooseFile(file);
        push(KeyCode.SHORTCUT, opening);
        await("the message", () -> dialogs.errors().size() > before);
        assertThat(dialogs.errors().get(before)).contains(sentence).doesNotContainPattern("[a-z]+ [a-z]+ [a-z]+");
    }

    @Test
    void dataThatCannotBeReadOrDoNotFit() throws IOException {
        openSample("lenet5");
        byte[] samples = npy(header("<i8", false, "(2, 3)"), longs(0, 1, 2, 3, 4, 5));
        refused(
                KeyCode.D,
                Files.writeString(folder.resolve("ragged.csv"), "1,2,3\n4,5,6\n7,8\n"),
                "ragged.csv，第 3 行：该行有 2 个单元格，而首行有 3 个");
        refused(KeyCode.D, Files.write(folder.resolve("other.npy"), samples), "形状 3 的样本与网络输入“");
    }
}
