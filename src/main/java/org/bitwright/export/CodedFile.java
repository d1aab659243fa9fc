package org.bitwright.export;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.bitwright.model.FileFault;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;
import org.bitwright.model.RefusedException;
import org.bitwright.model.Shape;
import org.bitwright.model.Tensor;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.quant.CodedValues;
import org.bitwright.quant.coding.CodingException;
import org.bitwright.quant.coding.EntropyDecoder;
import org.bitwright.task.CancelToken;

/**
 * A file of entropy-coded quantized weights ({@code .bwh}), as {@link ExportTarget#HUFFMAN} writes it, read as a file
 * that nobody vouches for: sizes are compared before anything is allocated, every part has its checksum, and the values
 * are given only for the very model that the file was written for.
 *
 * <p>The file: {@link #MAGIC}; the header's length and its UTF-8 JSON ({@link CodedHeader}); a CRC-32 of both; then of
 * every tensor its grids ({@link org.bitwright.quant.GridBytes}), its codes
 * ({@link org.bitwright.quant.coding.EntropyCode}), its special values (place and float32 bits each) and a CRC-32 of all
 * three; then of every constant its float32 values and their CRC-32. Numbers are little-endian; nothing lies between the
 * parts or behind them.
 */
public final class CodedFile {
    /** As in PNG: a byte above 127, the name, and line ends that a transfer as text would change. */
    static final byte[] MAGIC = {(byte) 0x89, 'B', 'W', 'H', '\r', '\n', 0x1A, '\n'};

    static final int MAX_HEADER = 64 << 20;
    private static final int START = MAGIC.length + Integer.BYTES;
    private static final int CHUNK = 1 << 16;
    private static final Phrase HEADER = Phrase.of("header");

    private final Path path;
    private final long bytes;
    private final CodedHeader header;
    private final long headerBytes;

    private CodedFile(Path path, long bytes, CodedHeader header, long headerBytes) {
        this.path = path;
        this.bytes = bytes;
        this.header = header;
        this.headerBytes = headerBytes;
    }

    /** Whether a file begins as files of coded weights do. */
    public static boolean isOne(Path file) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) < START) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer start = ByteBuffer.allocate(MAGIC.length);
            fill(file, channel, 0, start);
            return Arrays.equals(start.array(), MAGIC);
        }
    }

    /**
     * Reads the header.
     *
     * @throws InvalidFileException if it is no file of coded weights, or damaged
     */
    public static CodedFile read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InvalidFileException(file, FileFault.MISSING);
        }
        if (!isOne(file)) {
            throw new InvalidFileException(
                    file, Phrase.of("it is no file of coded weights (.bwh): it begins otherwise"));
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            ByteBuffer start = bytes(file, channel, 0, START);
            long length = start.getInt(MAGIC.length);
            long end = START + length + Integer.BYTES;
            if (length < 2 || length > MAX_HEADER || end > size) {
                throw new InvalidFileException(
                        file, HEADER, Phrase.of("its length %s does not fit a file of %s bytes", length, size));
            }
            ByteBuffer json = bytes(file, channel, START, (int) length + Integer.BYTES);
            CRC32 crc = new CRC32();
            crc.update(start.slice(MAGIC.length, Integer.BYTES));
            crc.update(json.slice(0, (int) length));
            if ((int) crc.getValue() != json.getInt((int) length)) {
                throw new InvalidFileException(file, HEADER, Phrase.of("its checksum is wrong: the file is damaged"));
            }
            JsonField root = JsonField.parse(file, Arrays.copyOf(json.array(), (int) length));
            return new CodedFile(file, size, CodedHeader.read(root, size - end), end);
        }
    }

    public Path path() {
        return path;
    }

    /** Size of the whole file. */
    public long bytes() {
        return bytes;
    }

    /** Size of what comes before the first tensor. */
    public long headerBytes() {
        return headerBytes;
    }

    /** Name of the file of the model that the weights belong to, when they were written. */
    public String modelFile() {
        return header.modelFile();
    }

    /** Hexadecimal SHA-256 of that model. */
    public String modelDigest() {
        return header.modelDigest();
    }

    /** Which version of the workbench wrote it. */
    public String tool() {
        return header.tool();
    }

    public List<CodedTensor> tensors() {
        return header.tensors();
    }

    /** Float constants that were changed along with the weights. */
    public List<CodedConstant> constants() {
        return header.constants();
    }

    /**
     * The quantized values x̂ of every weight in the file, and those of its constants, by tensor name, in storage order.
     *
     * @param document the model that the file was written for
     * @throws InvalidFileException if it was written for another model, or is damaged
     */
    public Map<String, float[]> valuesFor(OnnxDocument document, CancelToken cancel) throws IOException {
        if (!document.digest().equals(header.modelDigest())) {
            throw new InvalidFileException(
                    path,
                    Phrase.of(
                            "its weights belong to another model, %s with SHA-256 %s; %s has %s",
                            header.modelFile(),
                            header.modelDigest(),
                            document.model().fileName(),
                            document.digest()));
        }
        Map<String, float[]> values = new LinkedHashMap<>();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long at = headerBytes;
            for (CodedTensor tensor : header.tensors()) {
                cancel.throwIfCancelled();
                checkShape(document, tensor);
                values.put(tensor.weight(), values(channel, at, tensor, cancel));
                at += tensor.storedBytes();
            }
            for (CodedConstant constant : header.constants()) {
                checkSize(document, constant);
                values.put(constant.name(), values(channel, at, constant));
                at += constant.storedBytes();
            }
        }
        return values;
    }

    /** Values are made room for only where the model has as many. */
    private void checkShape(OnnxDocument document, CodedTensor tensor) throws IOException {
        Shape shape = constant(document, tensor.weight()).shape();
        if (!shape.equals(tensor.shape())) {
            throw broken(tensor.weight(), Phrase.of("its shape is %s, in the model %s", tensor.shape(), shape));
        }
    }

    private void checkSize(OnnxDocument document, CodedConstant constant) throws IOException {
        long elements = constant(document, constant.name()).shape().elements();
        if (elements != constant.values()) {
            throw broken(constant.name(), Phrase.of("it has %s values, in the model %s", constant.values(), elements));
        }
    }

    private Tensor constant(OnnxDocument document, String name) throws IOException {
        return document.constant(name).orElseThrow(() -> broken(name, Phrase.of("the model has no such constant")));
    }

    private float[] values(FileChannel channel, long at, CodedTensor tensor, CancelToken cancel) throws IOException {
        ByteBuffer section = section(channel, at, tensor.storedBytes(), tensor.weight());
        byte[] grids = new byte[(int) tensor.gridBytes()];
        byte[] codes = new byte[(int) tensor.codeBytes()];
        section.get(grids).get(codes);
        try {
            float[] values = decoded(tensor, grids, codes, cancel);
            for (int i = 0; i < tensor.specials(); i++) {
                int index = section.getInt();
                if (index < 0 || index >= values.length) {
                    throw new RefusedException(Phrase.of("a special value lies at %s", index));
                }
                values[index] = section.getFloat();
            }
            return values;
        } catch (CodingException | IllegalArgumentException e) {
            InvalidFileException broken = broken(tensor.weight(), Phrase.toldBy(e));
            broken.initCause(e);
            throw broken;
        }
    }

    private static float[] decoded(CodedTensor tensor, byte[] grids, byte[] codes, CancelToken cancel)
            throws CodingException {
        EntropyDecoder decoder = new EntropyDecoder(codes, tensor.shape().elements());
        CodedValues coded = new CodedValues(
                tensor.layout(), tensor.grids().decode(grids, tensor.layout().granules()));
        float[] values = new float[(int) tensor.shape().elements()];
        int[] symbols = new int[Math.min(CHUNK, values.length)];
        for (int first = 0; first < values.length; first += symbols.length) {
            cancel.throwIfCancelled();
            int count = Math.min(symbols.length, values.length - first);
            decoder.read(symbols, count);
            coded.decode(first, symbols, count, values);
        }
        decoder.finish();
        return values;
    }

    private float[] values(FileChannel channel, long at, CodedConstant constant) throws IOException {
        float[] values = new float[constant.values()];
        section(channel, at, constant.storedBytes(), constant.name())
                .asFloatBuffer()
                .get(values);
        return values;
    }

    /** One section with its checksum checked. */
    private ByteBuffer section(FileChannel channel, long at, long length, String name) throws IOException {
        if (length > Integer.MAX_VALUE - 8) {
            throw broken(name, Phrase.of("its %s bytes are more than 2 GB", length));
        }
        ByteBuffer section = bytes(path, channel, at, (int) length);
        CRC32 crc = new CRC32();
        crc.update(section.slice(0, (int) length - CodedTensor.CHECKSUM_BYTES));
        if ((int) crc.getValue() != section.getInt((int) length - CodedTensor.CHECKSUM_BYTES)) {
            throw broken(name, Phrase.of("its checksum is wrong: the file is damaged"));
        }
        return section;
    }

    /**
     * Reads every part and compares its checksum.
     *
     * @throws InvalidFileException if one is wrong
     */
    public void verify(CancelToken cancel) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long at = headerBytes;
            for (CodedTensor tensor : header.tensors()) {
                cancel.throwIfCancelled();
                section(channel, at, tensor.storedBytes(), tensor.weight());
                at += tensor.storedBytes();
            }
            for (CodedConstant constant : header.constants()) {
                section(channel, at, constant.storedBytes(), constant.name());
                at += constant.storedBytes();
            }
        }
    }

    private InvalidFileException broken(String tensor, Phrase reason) {
        return new InvalidFileException(path, Phrase.of("tensor '%s'", tensor), reason);
    }

    private static ByteBuffer bytes(Path file, FileChannel channel, long at, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        fill(file, channel, at, buffer);
        return buffer;
    }

    private static void fill(Path file, FileChannel channel, long at, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, at + buffer.position()) < 0) {
                throw new InvalidFileException(
                        file, Phrase.of("it has become shorter while it was read"), new EOFException());
            }
        }
        buffer.flip();
    }
}
