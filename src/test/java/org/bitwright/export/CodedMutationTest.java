package org.bitwright.export;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.bitwright.fuzz.ByteMutation;
import org.bitwright.fuzz.FuzzTarget;
import org.bitwright.fuzz.Mutation;
import org.bitwright.fuzz.MutationTest;
import org.bitwright.fuzz.TextMutation;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.task.CancelToken;

/** Files of Huffman-coded weights; most of them with checksums that fit. */
class CodedMutationTest extends MutationTest {
    private static final CancelToken NEVER = CancelToken.none();
    private static final int LENGTH_AT = 8;
    private static final int JSON_AT = 12;

    @Override
    protected List<FuzzTarget> targets(Path folder) throws IOException {
        Path model = OnnxModels.opset(13)
                .input("x", -1, 4)
                .weight("a", 4, 8)
                .weight("b", 8, 3)
                .node("MatMul", "one", "x a", "p")
                .node("MatMul", "two", "p b", "y")
                .output("y", -1, 3)
                .write(folder.resolve("model.onnx"));
        QuantConfig config = QuantConfig.empty()
                .with("one", choice(NumberFormat.uniform(4, Scheme.ASYMMETRIC), Granularity.CHANNEL))
                .with("two", choice(new NumberFormat.Codebook(2), Granularity.TENSOR));
        ExportSource source = ExportSources.of(model, config);
        Path file = folder.resolve("good.bwh");
        new HuffmanExport().write(source, file, NEVER);
        Mutation bytes = ByteMutation.plain();
        return List.of(new FuzzTarget(
                "coded weights",
                "damaged.bwh",
                List.of(Files.readAllBytes(file)),
                Mutation.oneOf(
                        bytes,
                        withHeader(new TextMutation()),
                        withHeader(bytes),
                        sections(bytes, CodedFile.read(file))),
                path -> CodedFile.read(path).valuesFor(source.document(), NEVER)));
    }

    private static TensorConfig choice(NumberFormat format, Granularity granularity) {
        return TensorConfig.of(format, granularity, Calibrator.minMax());
    }

    /** Damage to the header alone, with its length and checksum put right. */
    private static Mutation withHeader(Mutation inner) {
        return (file, other, random) -> {
            int end = headerEnd(file);
            byte[] header = inner.of(
                    Arrays.copyOfRange(file, JSON_AT, end),
                    Arrays.copyOfRange(other, JSON_AT, headerEnd(other)),
                    random);
            ByteBuffer out = little(new byte[JSON_AT + header.length + file.length - end]);
            out.put(file, 0, LENGTH_AT).putInt(header.length).put(header);
            CRC32 crc = new CRC32();
            crc.update(out.array(), LENGTH_AT, Integer.BYTES + header.length);
            out.putInt((int) crc.getValue());
            return out.put(file, end + Integer.BYTES, file.length - end - Integer.BYTES)
                    .array();
        };
    }

    /** Damage to a tensor's part, which keeps its length and gets a checksum that fits. */
    private static Mutation sections(Mutation inner, CodedFile good) {
        return (file, other, random) -> {
            int section = random.nextInt(good.tensors().size());
            int from = (int) good.headerBytes();
            for (int i = 0; i < section; i++) {
                from += (int) good.tensors().get(i).storedBytes();
            }
            int length = (int) good.tensors().get(section).storedBytes() - Integer.BYTES;
            byte[] part = Arrays.copyOfRange(file, from, from + length);
            byte[] damaged = Arrays.copyOf(inner.of(part, part, random), length);
            CRC32 crc = new CRC32();
            crc.update(damaged);
            byte[] whole = file.clone();
            little(whole).put(from, damaged).putInt(from + length, (int) crc.getValue());
            return whole;
        };
    }

    private static int headerEnd(byte[] file) {
        return JSON_AT + little(file).getInt(LENGTH_AT);
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
