package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.OpenedFile;
import org.bitwright.model.Phrase;

/** A model's messages as bytes. */
final class Serialized {
    private static final int CHUNK = 1 << 20;
    private static final long LARGEST = Integer.MAX_VALUE - 64;

    private Serialized() {}

    static byte[] bytes(ModelProto proto, Path file) throws InvalidFileException {
        // sizes of messages beyond 2 GiB wrap around, so that they show as negative
        int size = proto.getSerializedSize();
        if (size < 0 || size > LARGEST) {
            throw new InvalidFileException(
                    file,
                    Phrase.of("the model is larger than 2 GiB without external data, which ONNX files cannot be"));
        }
        return proto.toByteArray();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static String digest(OnnxWriter.Content model, Collection<OpenedFile> external) throws IOException {
        MessageDigest sha = sha256();
        try (DigestOutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), sha)) {
            model.writeTo(out);
        }
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        for (OpenedFile data : external) {
            for (long at = 0; at < data.size(); at += chunk.limit()) {
                chunk.clear().limit((int) Math.min(CHUNK, data.size() - at));
                data.read(at, chunk);
                sha.update(chunk.flip());
            }
        }
        return HexFormat.of().formatHex(sha.digest());
    }
}
