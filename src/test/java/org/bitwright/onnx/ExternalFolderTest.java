package org.bitwright.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.bitwright.fuzz.Tally;
import org.bitwright.model.ElementType;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Tally.class)
class ExternalFolderTest {
    private static final float[] VALUES = {1, -2, 3.5f, 4};

    @TempDir
    Path top;

    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectory(top.resolve("models"));
        Files.write(folder.resolve("weights.bin"), OnnxModels.floats(VALUES).toByteArray());
        Files.write(top.resolve("secret.bin"), OnnxModels.floats(VALUES).toByteArray());
    }

    @Test
    void weightsAreReadFromTheirFile() throws IOException {
        assertThat(weight("location", "weights.bin").readFloats()).containsExactly(VALUES);
        assertThat(weight("location", "./weights.bin").readFloats()).containsExactly(VALUES);
        assertThat(weight("location", "weights.bin", "offset", "0", "length", "16", "checksum", "?")
                        .readFloats())
                .containsExactly(VALUES);
    }

    @Test
    void offsetsAreBytesOfTheFile() throws IOException {
        byte[] shifted = new byte[7 + 16];
        System.arraycopy(OnnxModels.floats(VALUES).toByteArray(), 0, shifted, 7, 16);
        Files.createDirectory(folder.resolve("sub"));
        Files.write(folder.resolve("sub/shifted.bin"), shifted);
        assertThat(weight("location", "sub/shifted.bin", "offset", "7").readFloats())
                .containsExactly(VALUES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "../secret.bin",
                "sub/../../secret.bin",
                "a/..",
                "/etc/passwd",
                "C:\\secret.bin",
                "c:secret.bin",
                "..\\secret.bin",
                "\\\\server\\share",
                "a\\b",
                ".",
                "weights.bin\u0000.txt"
            })
    void locationsThatLeadElsewhereAreRefused(String location) throws IOException {
        Refusal.of(write("location", location), "tensor 'w'", "the location");
    }

    @Test
    void aMissingLocationOrFileIsSaid() throws IOException {
        Refusal.of(write("offset", "0"), "the location '' of its external data is empty");
        Refusal.of(write("location", "gone.bin"), "'gone.bin'", "cannot be found", "beside the model");
    }

    @Test
    void linksAreNotFollowed() throws IOException {
        Files.createSymbolicLink(folder.resolve("link.bin"), top.resolve("secret.bin"));
        Refusal.of(write("location", "link.bin"), "symbolic link", "Hugging Face", "cp -L");
        Files.createDirectory(top.resolve("elsewhere"));
        Files.copy(top.resolve("secret.bin"), top.resolve("elsewhere/w.bin"));
        Files.createSymbolicLink(folder.resolve("dir"), top.resolve("elsewhere"));
        Refusal.of(write("location", "dir/w.bin"), "symbolic link");
    }

    @Test
    void hardLinksAreRefused() throws IOException {
        Files.createLink(folder.resolve("hard.bin"), top.resolve("secret.bin"));
        Refusal.of(write("location", "hard.bin"), "hard link", "copy it");
    }

    @Test
    void foldersAreNoWeights() throws IOException {
        Files.createDirectory(folder.resolve("sub"));
        Refusal.of(write("location", "sub"), "no regular file");
        Refusal.of(write("location", "weights.bin/inner"), "no regular file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "x", "", "1e3", "99999999999999999999"})
    void offsetsAndLengthsAreNumbers(String number) throws IOException {
        Refusal.of(write("location", "weights.bin", "offset", number), "the offset", "no number of bytes");
        Refusal.of(write("location", "weights.bin", "length", number), "the length", "no number of bytes");
    }

    @Test
    void offsetAndLengthStayWithinTheFile() throws IOException {
        Refusal.of(write("location", "weights.bin", "offset", "1"), "1 + 16", "only 16 bytes", "cut short");
        Refusal.of(write("location", "weights.bin", "offset", "9223372036854775807"), "only 16 bytes");
        Refusal.of(write("location", "weights.bin", "length", "9223372036854775807"), "need 16 bytes");
        Refusal.of(write("location", "weights.bin", "length", "15"), "need 16 bytes", "have 15");
    }

    @Test
    void otherEntriesAreRefused() throws IOException {
        Refusal.of(write("location", "weights.bin", "basepath", "/"), "unknown entry 'basepath'");
        Refusal.of(write("location", "weights.bin", "location", "secret.bin"), "'location' twice");
    }

    @Test
    void namesFromTheFileAreShownEscaped() throws IOException {
        Refusal.of(write("location", "a\u001b[31m\n.bin"), "a\\u001b[31m\\u000a.bin");
    }

    @Test
    void filesThatChangeAreNoticed() throws IOException {
        Path data = folder.resolve("weights.bin");
        OnnxDocument document = OnnxDocument.open(write("location", "weights.bin"));
        Tensor weight = document.constant("w").orElseThrow();
        Files.setLastModifiedTime(data, FileTime.fromMillis(1_000_000));
        assertChanged(weight, document);
        Files.write(data, new byte[3]);
        assertChanged(weight, document);
        Files.delete(data);
        assertChanged(weight, document);
    }

    private static void assertChanged(Tensor weight, OnnxDocument document) {
        assertThatThrownBy(weight::readFloats)
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContainingAll("weights.bin", "changed", "open the model again");
        assertThatThrownBy(document::sessionSource).isInstanceOf(IOException.class);
    }

    @Test
    void theDigestCoversTheWeights() throws IOException {
        Path model = write("location", "weights.bin");
        String first = OnnxDocument.open(model).digest();
        assertThat(OnnxDocument.open(model).digest()).isEqualTo(first).matches("[0-9a-f]{64}");
        Files.write(
                folder.resolve("weights.bin"), OnnxModels.floats(1, -2, 3.5f, 5).toByteArray());
        assertThat(OnnxDocument.open(model).digest()).isNotEqualTo(first);
    }

    private Tensor weight(String... entries) throws IOException {
        return OnnxDocument.open(write(entries)).constant("w").orElseThrow();
    }

    private Path write(String... entries) throws IOException {
        return external(entries).write(folder.resolve("model.onnx"));
    }

    private static OnnxModels external(String... entries) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName("w")
                .setDataType(ElementTypes.code(ElementType.FLOAT32))
                .addDims(2)
                .addDims(2)
                .setDataLocation(TensorProto.DataLocation.EXTERNAL);
        for (int i = 0; i < entries.length; i += 2) {
            tensor.addExternalData(
                    StringStringEntryProto.newBuilder().setKey(entries[i]).setValue(entries[i + 1]));
        }
        return OnnxModels.opset(13)
                .input("x", -1, 2)
                .initializer(tensor.build())
                .node("MatMul", "product", "x w", "y")
                .output("y", -1, 2);
    }
}
