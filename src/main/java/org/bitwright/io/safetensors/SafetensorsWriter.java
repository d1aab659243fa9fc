package org.bitwright.io.safetensors;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.bitwright.model.Phrase;
import org.bitwright.model.StateDict;
import org.bitwright.model.Tensor;
import org.bitwright.model.ToldException;
import org.bitwright.task.CancelToken;

/** Writes safetensors files. */
public final class SafetensorsWriter {
    private static final int ALIGNMENT = 8;
    private static final int CHUNK = 1 << 16;
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private SafetensorsWriter() {}

    /**
     * Writes all tensors, wide element types first, so that every one is aligned to its own width.
     *
     * @param metadata texts that the header carries; {@code format = pt} tells loaders that PyTorch's layouts are meant
     * @throws IOException if a tensor's type has no name in the format, the header grows beyond 100,000,000 bytes, or
     *     bytes cannot be read or written
     */
    public static void write(StateDict state, Map<String, String> metadata, OutputStream out, CancelToken cancel)
            throws IOException {
        List<Tensor> tensors = state.tensors().stream()
                .sorted(Comparator.comparingInt(
                        (Tensor tensor) -> -tensor.type().bits()))
                .toList();
        byte[] header = MAPPER.writeValueAsBytes(header(tensors, metadata));
        int padded = Math.addExact(header.length, Math.floorMod(-header.length, ALIGNMENT));
        if (padded > SafetensorsReader.MAX_HEADER) {
            throw new ToldException(
                    Phrase.of("the names of the tensors take more than the 100 MB that a safetensors file allows"));
        }
        out.write(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(padded)
                .array());
        out.write(header);
        out.write(" ".repeat(padded - header.length).getBytes(StandardCharsets.US_ASCII));
        for (Tensor tensor : tensors) {
            writeBytes(tensor, out, cancel);
        }
    }

    private static ObjectNode header(List<Tensor> tensors, Map<String, String> metadata) throws IOException {
        ObjectNode header = MAPPER.createObjectNode();
        if (!metadata.isEmpty()) {
            ObjectNode texts = header.putObject(SafetensorsHeader.METADATA);
            metadata.forEach(texts::put);
        }
        long at = 0;
        for (Tensor tensor : tensors) {
            if (tensor.name().equals(SafetensorsHeader.METADATA)) {
                throw new ToldException(Phrase.of("no tensor of a safetensors file can be called '%s'", tensor.name()));
            }
            Dtype dtype = Dtype.of(tensor.type())
                    .orElseThrow(() -> new ToldException(Phrase.of(
                            "'%s' is %s, which safetensors files cannot hold", tensor.name(), tensor.type())));
            ObjectNode entry = header.putObject(tensor.name()).put(SafetensorsHeader.DTYPE, dtype.name());
            ArrayNode shape = entry.putArray(SafetensorsHeader.SHAPE);
            for (long extent : tensor.shape().toArray()) {
                shape.add(extent);
            }
            long end = at + tensor.bytes().size();
            entry.putArray(SafetensorsHeader.OFFSETS).add(at).add(end);
            at = end;
        }
        return header;
    }

    private static void writeBytes(Tensor tensor, OutputStream out, CancelToken cancel) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        for (long at = 0; at < tensor.bytes().size(); at += chunk.limit()) {
            cancel.throwIfCancelled();
            chunk.clear().limit((int) Math.min(CHUNK, tensor.bytes().size() - at));
            tensor.bytes().read(at, chunk);
            out.write(chunk.array(), 0, chunk.limit());
        }
    }
}
