package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.bitwright.model.FileFault;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.OpenedFile;
import org.bitwright.model.Phrase;
import org.bitwright.model.RegularFile;

/** Reads the bytes of an ONNX file and says what they are where they are no model. */
final class OnnxReader {
    private static final int LARGEST = Integer.MAX_VALUE - 64;
    private static final int SNIFFED = 512;

    private OnnxReader() {}

    /**
     * A parsed file.
     *
     * @param bytes that the messages were parsed from, and share
     */
    record Parsed(ModelProto model, byte[] bytes) {}

    static Parsed read(Path file) throws IOException {
        byte[] bytes = bytes(file);
        return new Parsed(parse(bytes, file), bytes);
    }

    private static byte[] bytes(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new InvalidFileException(file, Phrase.of("is a folder; choose the .onnx file in it"));
        }
        RegularFile.check(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            OpenedFile opened = OpenedFile.of(file);
            long size = opened.size();
            if (size == 0) {
                throw new InvalidFileException(file, Phrase.of("the file is empty; download or export it again"));
            }
            if (size > LARGEST) {
                throw new InvalidFileException(
                        file,
                        Phrase.of(
                                "the file is larger than 2 GiB, the most that one ONNX file can hold; save it with its weights in a second file (onnx.save_model(…, save_as_external_data=True))"));
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) size);
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, bytes.position()) < 0) {
                    throw new InvalidFileException(
                            file, Phrase.of("the file changed while it was read; open it again"));
                }
            }
            opened.checkUnchanged();
            return bytes.array();
        } catch (NoSuchFileException e) {
            throw new InvalidFileException(file, FileFault.MISSING, e);
        } catch (OutOfMemoryError e) {
            throw new InvalidFileException(
                    file,
                    Phrase.of("there is not enough memory to read it; give Java more (-Xmx) or close other models"),
                    e);
        }
    }

    private static ModelProto parse(byte[] bytes, Path file) throws IOException {
        checkKind(bytes, file);
        WireCheck.check(bytes, ModelProto.getDescriptor(), file);
        CodedInputStream input = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
        input.enableAliasing(true);
        try {
            ModelProto model = ModelProto.parseFrom(input);
            input.checkLastTagWas(0);
            return model;
        } catch (InvalidProtocolBufferException e) {
            throw new InvalidFileException(
                    file,
                    Phrase.of(
                            "it is no ONNX model, or is damaged or cut short near byte %s of %s; download or export it again",
                            input.getTotalBytesRead(), bytes.length),
                    e);
        } catch (OutOfMemoryError e) {
            throw new InvalidFileException(file, Phrase.of("there is not enough memory for its graph"), e);
        }
    }

    private static void checkKind(byte[] bytes, Path file) throws InvalidFileException {
        String start = new String(bytes, 0, Math.min(bytes.length, SNIFFED), StandardCharsets.ISO_8859_1);
        if (start.startsWith("version https://git-lfs")) {
            throw new InvalidFileException(
                    file,
                    Phrase.of("it is a Git-LFS pointer, not the model itself; run 'git lfs pull' to fetch the model"));
        }
        if (start.startsWith("PK\u0003\u0004")) {
            throw new InvalidFileException(
                    file,
                    Phrase.of(
                            "it is a zip archive (perhaps a PyTorch file), not an ONNX model; unpack it or export it to ONNX"));
        }
        if (start.startsWith("\u0089HDF")) {
            throw new InvalidFileException(
                    file, Phrase.of("it is an HDF5 file (perhaps from Keras), not an ONNX model"));
        }
        if (start.chars().allMatch(c -> c >= ' ' && c != 0x7F || c == '\n' || c == '\r' || c == '\t')) {
            throw new InvalidFileException(file, Phrase.of("it is a text file, not an ONNX model"));
        }
    }
}
