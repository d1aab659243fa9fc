package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bitwright.model.ElementType;
import org.bitwright.model.Phrase;

/**
 * Writes a model and, beside it, a file with its weights. The weights' file is written first and under a name that was
 * free, so that an older model beside it keeps its own.
 */
final class ExternalWriter {
    /** External weights up to this size are taken into the model: one file is easier to carry about. */
    static final long LARGEST_INLINED = 64L << 20;

    private static final long LARGEST_FILE = 1_900_000_000L;
    private static final int SMALLEST_EXTERNAL = 1024;
    private static final int ALIGNMENT = 4096;
    private static final int CHUNK = 1 << 20;

    private final OnnxDocument document;
    private final String location;
    private final OutputStream out;
    private long written;

    private ExternalWriter(OnnxDocument document, String location, OutputStream out) {
        this.document = document;
        this.location = location;
        this.out = out;
    }

    static boolean fitsOneFile(OnnxDocument document) {
        return document.model().bytes() <= LARGEST_FILE && document.sources().bytes() <= LARGEST_INLINED;
    }

    static void write(OnnxDocument document, Path target) throws IOException {
        Path data = freeName(target);
        String location = String.valueOf(data.getFileName());
        ModelProto[] model = new ModelProto[1];
        OnnxWriter.writeWhole(data, out -> {
            ExternalWriter writer = new ExternalWriter(document, location, out);
            model[0] = TensorEdit.apply(document.proto(), writer::moved);
        });
        boolean complete = false;
        try {
            OnnxWriter.writeWhole(target, model[0]::writeTo);
            complete = true;
        } finally {
            if (!complete) {
                Files.deleteIfExists(data);
            }
        }
    }

    private static Path freeName(Path target) {
        Path data = target.resolveSibling(target.getFileName() + ".data");
        for (int count = 2; Files.exists(data); count++) {
            data = target.resolveSibling(target.getFileName() + "." + count + ".data");
        }
        return data;
    }

    private TensorProto moved(TensorProto tensor) throws IOException {
        StoredTensor stored = StoredTensor.of(
                tensor, document.file(), document.sources(), Phrase.of("tensor %s", Quoted.name(tensor.getName())));
        long size = stored.bytes().size();
        boolean external = tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL;
        if (!external && (size < SMALLEST_EXTERNAL || stored.type() == ElementType.STRING)) {
            return tensor;
        }
        align();
        long offset = written;
        copy(stored, size);
        return ConstantSites.withoutValues(tensor)
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(entry("location", location))
                .addExternalData(entry("offset", Long.toString(offset)))
                .addExternalData(entry("length", Long.toString(size)))
                .build();
    }

    private void align() throws IOException {
        int gap = (int) (-written & ALIGNMENT - 1);
        out.write(new byte[gap]);
        written += gap;
    }

    private void copy(StoredTensor stored, long size) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK, Math.max(1, size)));
        for (long at = 0; at < size; at += chunk.limit()) {
            chunk.clear().limit((int) Math.min(chunk.capacity(), size - at));
            stored.bytes().read(at, chunk);
            out.write(chunk.array(), 0, chunk.limit());
        }
        written += size;
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }
}
