package org.bitwright.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.bitwright.model.ElementType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxWriterTest {
    @TempDir
    Path folder;

    private Path from;
    private Path to;

    @BeforeEach
    void makeFolders() throws IOException {
        from = Files.createDirectory(folder.resolve("from"));
        to = Files.createDirectory(folder.resolve("to"));
    }

    @Test
    void unchangedDocumentsAreWrittenAsTheyWereRead() throws IOException {
        Path sample = Path.of("sample-models/lenet5.onnx");
        OnnxDocument document = OnnxDocument.open(sample);
        OnnxWriter.write(document, to.resolve("copy.onnx"));
        assertThat(to.resolve("copy.onnx")).hasSameBinaryContentAs(sample);
        assertThat(OnnxDocument.open(to.resolve("copy.onnx")).digest()).isEqualTo(document.digest());
    }

    @Test
    void theModelAndItsWeightsAreNeverWrittenOver() throws IOException {
        OnnxDocument document = external(4);
        byte[] model = Files.readAllBytes(document.file());
        for (String name : List.of("model.onnx", "../from/model.onnx", "weights.bin")) {
            assertThatIOException()
                    .isThrownBy(() -> OnnxWriter.write(document, from.resolve(name)))
                    .withMessageContaining("never written over");
        }
        Path link = Files.createSymbolicLink(to.resolve("link.onnx"), document.file());
        assertThatIOException().isThrownBy(() -> OnnxWriter.write(document, link));
        assertThat(document.file()).hasBinaryContent(model);
    }

    @Test
    void anOlderFileIsReplacedWhole() throws IOException {
        Path target = Files.writeString(to.resolve("a.onnx"), "older");
        OnnxWriter.write(external(4), target);
        assertThat(OnnxDocument.open(target).model().layers()).hasSize(1);
        assertThat(listed()).containsExactly("a.onnx");
    }

    @Test
    void anOlderFileStaysWhereTheNewOneCannotBeWhole() throws IOException {
        OnnxDocument document = external(4);
        Path target = Files.writeString(to.resolve("a.onnx"), "older");
        Files.delete(from.resolve("weights.bin"));
        assertThatIOException()
                .isThrownBy(() -> OnnxWriter.write(document, target))
                .withMessageContaining("changed");
        assertThat(target).hasContent("older");
        assertThat(listed()).containsExactly("a.onnx");
    }

    @Test
    void foldersAndMissingFoldersAreSaid() throws IOException {
        OnnxDocument document = external(4);
        assertThatIOException().isThrownBy(() -> OnnxWriter.write(document, to)).withMessageContaining("is a folder");
        assertThatIOException()
                .isThrownBy(() -> OnnxWriter.write(document, to.resolve("no/a.onnx")))
                .withMessageContaining("no folder");
    }

    @Test
    void smallExternalWeightsAreTakenIn() throws IOException {
        OnnxWriter.write(external(4), to.resolve("a.onnx"));
        OnnxDocument written = OnnxDocument.open(to.resolve("a.onnx"));
        assertThat(written.externalFiles()).isEmpty();
        assertThat(written.constant("w").orElseThrow().readFloats()).isEqualTo(OnnxModels.values(16));
    }

    @Test
    void largeExternalWeightsGetAFileOfTheirOwn() throws IOException {
        OnnxDocument document = external(4100); // 67 MB
        Files.writeString(to.resolve("a.onnx.data"), "somebody else's");
        OnnxWriter.write(document, to.resolve("a.onnx"));
        OnnxDocument written = OnnxDocument.open(to.resolve("a.onnx"));
        assertThat(written.externalFiles())
                .containsExactly(to.resolve("a.onnx.2.data").toAbsolutePath());
        assertThat(to.resolve("a.onnx.data")).hasContent("somebody else's");
        assertThat(listed()).containsExactly("a.onnx", "a.onnx.2.data", "a.onnx.data");
        assertThat(written.constant("w").orElseThrow().readFloats())
                .isEqualTo(document.constant("w").orElseThrow().readFloats());
        assertThat(written.model().layers()).hasSameSizeAs(document.model().layers());
    }

    private List<String> listed() throws IOException {
        try (Stream<Path> files = Files.list(to)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    private OnnxDocument external(int size) throws IOException {
        Files.write(
                from.resolve("weights.bin"),
                OnnxModels.floats(OnnxModels.values(size * size)).toByteArray());
        TensorProto tensor = TensorProto.newBuilder()
                .setName("w")
                .setDataType(ElementTypes.code(ElementType.FLOAT32))
                .addDims(size)
                .addDims(size)
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(
                        StringStringEntryProto.newBuilder().setKey("location").setValue("weights.bin"))
                .build();
        return OnnxModels.opset(13)
                .input("x", -1, size)
                .initializer(tensor)
                .node("MatMul", "product", "x w", "y")
                .output("y", -1, size)
                .open(from);
    }
}
