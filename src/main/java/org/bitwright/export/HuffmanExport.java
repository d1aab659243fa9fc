package org.bitwright.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import org.bitwright.model.Layer;
import org.bitwright.model.Phrase;
import org.bitwright.model.ToldException;
import org.bitwright.quant.CodedValues;
import org.bitwright.quant.GridBytes;
import org.bitwright.quant.LayerCodes;
import org.bitwright.quant.LayerQuantizer;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.QuantizedLayer;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.coding.EntropyCode;
import org.bitwright.task.CancelToken;

/**
 * Every quantized weight with entropy-coded codes, as the last step of Deep Compression stores them (Han et al. 2016,
 * section 4): see {@link CodedFile}. Weights that stay float stay in the model.
 */
final class HuffmanExport implements Exporter {
    private static final int CHUNK = 1 << 16;

    @Override
    public List<Phrase> write(ExportSource source, Path file, CancelToken cancel) throws IOException {
        List<Part> parts = new ArrayList<>();
        List<Phrase> losses = new ArrayList<>();
        for (Layer layer : source.model().layers()) {
            if (source.config().of(layer.name()).format().isQuantized()) {
                parts.add(part(source, layer, cancel));
            } else {
                losses.add(Phrase.of(
                        "'%s' is not quantized and not in the file: its weights stay in the model.", layer.name()));
            }
        }
        Map<String, float[]> constants = constants(source);
        byte[] header = header(source, parts, constants);
        AtomicFile.write(file, out -> {
            writeHeader(header, out);
            for (Part part : parts) {
                cancel.throwIfCancelled();
                section(out, section -> write(source, part, section, cancel));
            }
            for (float[] values : constants.values()) {
                section(out, section -> section.write(littleEndian(values)));
            }
        });
        return losses;
    }

    /** What is known of a weight before it is coded. */
    private record Part(Layer layer, TensorConfig config, byte[] grids, EntropyCode code, byte[] specials) {
        CodedTensor tensor() {
            return CodedTensor.of(
                    layer, config, grids.length, code.bytes(), specials.length / CodedTensor.SPECIAL_BYTES);
        }
    }

    private static Part part(ExportSource source, Layer layer, CancelToken cancel) throws IOException {
        TensorConfig config = source.config().of(layer.name());
        LayerWeights weights = source.layers().weights(layer, config, cancel);
        QuantizedLayer quantized = source.quantized(layer, cancel);
        LayerCodes codes = LayerCodes.of(weights, quantized.layerGrids());
        byte[] grids = GridBytes.of(config).encode(quantized.grids());
        return new Part(
                layer,
                config,
                grids,
                EntropyCode.of(codes, cancel),
                specials(layer, config, grids, codes, LayerQuantizer.values(weights, quantized.layerGrids(), cancel)));
    }

    /** Place and bits of every value that would not come back from its code: those of NaN and infinities. */
    private static byte[] specials(Layer layer, TensorConfig config, byte[] grids, LayerCodes codes, float[] values)
            throws IOException {
        CodedTensor tensor = CodedTensor.of(layer, config, grids.length, 1, 0);
        CodedValues coded = new CodedValues(
                tensor.layout(), tensor.grids().decode(grids, tensor.layout().granules()));
        SpecialValues specials = new SpecialValues();
        int[] symbols = new int[Math.min(CHUNK, values.length)];
        float[] back = new float[values.length];
        for (int first = 0; first < values.length; first += symbols.length) {
            int count = Math.min(symbols.length, values.length - first);
            codes.read(first, symbols, count);
            coded.decode(first, symbols, count, back);
            specials.compare(first, first + count, values, back);
        }
        return specials.bytes();
    }

    /** Float constants that overlays changed, without the weights that are coded. */
    private static Map<String, float[]> constants(ExportSource source) {
        Map<String, float[]> constants = new TreeMap<>();
        for (Layer layer : source.model().layers()) {
            source.config().of(layer.name()).overlay().ifPresent(overlay -> constants.putAll(overlay.values()));
        }
        source.model().layers().stream()
                .filter(layer -> source.config().of(layer.name()).format().isQuantized())
                .forEach(layer -> constants.remove(layer.weight().name()));
        return constants;
    }

    private static byte[] header(ExportSource source, List<Part> parts, Map<String, float[]> constants)
            throws IOException {
        byte[] json = new CodedHeader(
                        ToolVersion.text(),
                        source.model().fileName(),
                        source.document().digest(),
                        parts.stream().map(Part::tensor).toList(),
                        constants.entrySet().stream()
                                .map(constant -> new CodedConstant(constant.getKey(), constant.getValue().length))
                                .toList())
                .json();
        if (json.length > CodedFile.MAX_HEADER) {
            throw new ToldException(Phrase.of("the names of this model's tensors take more than 64 MB"));
        }
        return json;
    }

    private static void writeHeader(byte[] json, OutputStream out) throws IOException {
        ByteBuffer length = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        out.write(CodedFile.MAGIC);
        section(out, checked -> {
            checked.write(length.putInt(json.length).array());
            checked.write(json);
        });
    }

    private static void write(ExportSource source, Part part, OutputStream out, CancelToken cancel) throws IOException {
        LayerWeights weights = source.layers().weights(part.layer(), part.config(), cancel);
        QuantizedLayer quantized = source.layers().quantized(part.layer(), part.config(), cancel);
        out.write(part.grids());
        part.code().encode(LayerCodes.of(weights, quantized.layerGrids()), out, cancel);
        out.write(part.specials());
    }

    private static byte[] littleEndian(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(Float.BYTES, values.length))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    /** Writes content and the CRC-32 of it. */
    private static void section(OutputStream out, AtomicFile.Content content) throws IOException {
        CheckedOutputStream checked = new CheckedOutputStream(out, new CRC32());
        content.writeTo(checked);
        out.write(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) checked.getChecksum().getValue())
                .array());
    }

    @Override
    public boolean isRunnable() {
        return false;
    }
}
