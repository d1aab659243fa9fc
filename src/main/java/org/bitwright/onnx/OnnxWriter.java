package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.bitwright.model.Phrase;
import org.bitwright.model.ToldException;

/**
 * Writes documents. The bytes go to a temporary file beside the target, are forced to the disk, and take the target's
 * name: a reader finds the old file or the new one, whole.
 */
public final class OnnxWriter {
    private static final int BUFFER = 1 << 16;

    private OnnxWriter() {}

    /** Writes the bytes of a file. */
    @FunctionalInterface
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes a document. One whose weights lie in external files, or that is too large for one file, gets its weights in
     * a second file beside the target ({@code NAME.data}, or with a number where that name is taken: an existing file is
     * never written over); any other is one file.
     *
     * @throws IOException if the target is the file that the document was opened from or holds its weights, if its
     *     folder cannot be written, or if external data have changed since they were opened
     */
    public static void write(OnnxDocument document, Path target) throws IOException {
        refuseInputs(document, target);
        if (Files.isDirectory(target)) {
            throw new ToldException(Phrase.of("'%s' is a folder; name a file in it", target));
        }
        Path folder = target.toAbsolutePath().normalize().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new ToldException(Phrase.of("'%s' cannot be written: there is no folder '%s'", target, folder));
        }
        ModelProto proto = document.proto();
        if (ExternalWriter.fitsOneFile(document)) {
            proto = InlinedWeights.of(document);
            writeWhole(target, proto::writeTo);
        } else {
            ExternalWriter.write(document, target);
        }
    }

    private static void refuseInputs(OnnxDocument document, Path target) throws IOException {
        refuse(document.file(), target);
        for (Path external : document.externalFiles()) {
            refuse(external, target);
        }
    }

    private static void refuse(Path input, Path target) throws IOException {
        boolean same = Files.exists(target) && Files.exists(input)
                ? Files.isSameFile(target, input)
                : target.toAbsolutePath()
                        .normalize()
                        .equals(input.toAbsolutePath().normalize());
        if (same) {
            throw new ToldException(Phrase.of(
                    "'%s' belongs to the opened model, which is never written over; choose another name", target));
        }
    }

    /** Puts a whole file in the place of another. */
    static void writeWhole(Path target, Content content) throws IOException {
        Path temporary = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            try (FileChannel channel =
                            FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
                    OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER)) {
                content.writeTo(out);
                out.flush();
                channel.force(true);
            }
            move(temporary, target);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
