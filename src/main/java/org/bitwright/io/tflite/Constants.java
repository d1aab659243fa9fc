package org.bitwright.io.tflite;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitwright.io.tflite.TfliteModel.Buffer;
import org.bitwright.io.tflite.TfliteModel.Subgraph;
import org.bitwright.io.tflite.TfliteTensor.Quantization;
import org.bitwright.io.zip.InflationLimit;
import org.bitwright.model.ElementType;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;
import org.bitwright.model.StoredGrid;
import org.bitwright.model.StoredWeight;
import org.bitwright.model.Tensor;
import org.bitwright.model.TensorBytes;
import org.bitwright.model.WeightFile;
import org.bitwright.model.WeightNote;

/** Makes weights of a model's constants: their bytes checked against their shapes, their grids against their codes. */
final class Constants {
    private static final int MOST_BITS_OF_A_GRID = 16;

    private final FlatFile file;
    private final TfliteModel model;
    private final Map<String, StoredWeight> weights = new LinkedHashMap<>();
    private final List<WeightNote> notes = new ArrayList<>();
    /** Tensors may share a buffer, but not so often that they add up to what no file of this size holds. */
    private long budget;

    Constants(FlatFile file, TfliteModel model) throws IOException {
        this.file = file;
        this.model = model;
        this.budget = InflationLimit.of(file.path());
    }

    WeightFile weights() throws IOException {
        for (Subgraph subgraph : model.subgraphs()) {
            add(subgraph);
        }
        if (weights.isEmpty()) {
            throw file.broken(Phrase.NONE, Phrase.of("it holds no constants that can be read"));
        }
        return new WeightFile(file.path(), "TFLite", List.copyOf(weights.values()), List.of(), notes);
    }

    private void add(Subgraph subgraph) throws IOException {
        Map<Integer, Use> uses = Use.of(subgraph);
        Map<Integer, String> names = names(subgraph);
        for (int i = 0; i < subgraph.tensors().size(); i++) {
            String name = names.get(i);
            if (name == null) {
                continue;
            }
            TfliteTensor tensor = subgraph.tensors().get(i);
            Use use = uses.get(i);
            Optional<Phrase> refusal = refusal(tensor, use != null && use.shuffled());
            if (refusal.isPresent()) {
                notes.add(WeightNote.Kind.LEFT_OUT.of(name, refusal.get()));
                continue;
            }
            StoredWeight plain = stored(tensor, name);
            weights.put(
                    name,
                    use == null || !plain.isLayer()
                            ? plain
                            : new StoredWeight(
                                    plain.tensor(),
                                    use.channelAxis(),
                                    use.inputAxis(),
                                    use.op(),
                                    plain.grid(),
                                    Optional.ofNullable(names.get(use.bias()))));
        }
    }

    /** Unique names of the constants by their indices: subgraphs may use the same, and tensors have none at all. */
    private Map<Integer, String> names(Subgraph subgraph) throws IOException {
        Map<Integer, String> names = new HashMap<>();
        Map<String, Integer> taken = new HashMap<>();
        for (int i = 0; i < subgraph.tensors().size(); i++) {
            TfliteTensor tensor = subgraph.tensors().get(i);
            if (tensor.buffer() >= model.buffers().size()) {
                throw file.broken(
                        Phrase.of("tensor '%s'", tensor.name()),
                        Phrase.of(
                                "its buffer %s is none of the file's %s",
                                tensor.buffer(), model.buffers().size()));
            }
            if (buffer(tensor).bytes() == 0) {
                continue;
            }
            String name = tensor.name().isEmpty() ? "tensor " + i : tensor.name();
            while (weights.containsKey(name) || taken.containsKey(name)) {
                name = name + "#" + i;
            }
            taken.put(name, i);
            names.put(i, name);
        }
        return names;
    }

    private Buffer buffer(TfliteTensor tensor) {
        return model.buffers().get((int) tensor.buffer());
    }

    private static Optional<Phrase> refusal(TfliteTensor tensor, boolean shuffled) {
        Optional<StoredType> type = StoredType.of(tensor.type());
        if (type.isEmpty()) {
            return Optional.of(Phrase.of("its type %s is not known", tensor.type()));
        }
        if (tensor.sparse()) {
            return Optional.of(Phrase.of("it is stored sparsely, which is not read"));
        }
        if (shuffled) {
            return Optional.of(
                    Phrase.of("its numbers lie in an order of their own (SHUFFLED4x16INT8), which is not read"));
        }
        boolean special = tensor.quantization().map(Quantization::special).orElse(false);
        if (special && type.get().isCode()) {
            return Optional.of(Phrase.of("it is quantized in another way than by scales and zero points"));
        }
        if (type.get().element().isEmpty() && type.get() != StoredType.INT2) {
            return Optional.of(Phrase.of("its type %s holds no weights", type.get()));
        }
        return Optional.empty();
    }

    private StoredWeight stored(TfliteTensor tensor, String name) throws IOException {
        Phrase place = Phrase.of("tensor '%s'", name);
        StoredType type = StoredType.of(tensor.type()).orElseThrow();
        Buffer buffer = buffer(tensor);
        long elements = tensor.shape().elements();
        long bytes;
        try {
            bytes = Math.addExact(Math.multiplyExact(elements, (long) type.bits()), 7) / Byte.SIZE;
        } catch (ArithmeticException e) {
            throw new InvalidFileException(
                    file.path(), place, Phrase.of("its shape asks for more than any file has"), e);
        }
        if (bytes != buffer.bytes()) {
            throw file.broken(
                    place,
                    Phrase.of(
                            "its shape %s of %s needs %s bytes, but it has %s",
                            tensor.shape(), type, bytes, buffer.bytes()));
        }
        budget -= bytes;
        if (budget < 0) {
            throw file.broken(
                    place, Phrase.of("with its shape %s the tensors are larger than this file", tensor.shape()));
        }
        TensorBytes stored = file.slice(buffer.from(), bytes);
        boolean quantized = type.isCode()
                && tensor.quantization().map(found -> found.scales().length > 0).orElse(false);
        if (quantized) {
            return dequantized(tensor, name, type, stored);
        }
        ElementType element =
                type.element().orElseThrow(() -> file.broken(place, Phrase.of("its numbers of 2 bits have no scale")));
        return StoredWeight.plain(new Tensor(name, element, tensor.shape(), stored));
    }

    private StoredWeight dequantized(TfliteTensor tensor, String name, StoredType type, TensorBytes codes)
            throws IOException {
        Phrase place = Phrase.of("tensor '%s'", name);
        Quantization quantization = tensor.quantization().orElseThrow();
        float[] scales = quantization.scales();
        long axis = scales.length == 1 ? -1 : quantization.axis();
        boolean fits = scales.length == 1
                || axis >= 0 && axis < tensor.shape().rank() && tensor.shape().extent((int) axis) == scales.length;
        if (!fits) {
            throw file.broken(
                    place,
                    Phrase.of(
                            "its %s scales along axis %s do not fit its shape %s",
                            scales.length, axis, tensor.shape()));
        }
        long[] zeroPoints = zeroPoints(quantization, place);
        for (int i = 0; i < scales.length; i++) {
            checkScale(scales[i], zeroPoints[i], type, place);
        }
        long inner = axis < 0
                ? 1
                : tensor.shape().product((int) axis + 1, tensor.shape().rank());
        TensorBytes reals = new DequantizedBytes(codes, type, tensor.shape().elements(), scales, zeroPoints, inner);
        Tensor real = new Tensor(name, ElementType.FLOAT32, tensor.shape(), reals);
        Optional<StoredGrid> grid = type.bits() > MOST_BITS_OF_A_GRID
                ? Optional.empty()
                : Optional.of(new StoredGrid(
                        scales,
                        Arrays.stream(zeroPoints).mapToInt(Math::toIntExact).toArray(),
                        (int) axis,
                        type.bits(),
                        type.signed()));
        StoredWeight plain = StoredWeight.plain(real);
        return new StoredWeight(real, plain.channelAxis(), plain.inputAxis(), "", grid);
    }

    /** One for all scales, one a scale, or none, which means 0. */
    private long[] zeroPoints(Quantization quantization, Phrase place) throws InvalidFileException {
        int count = quantization.scales().length;
        long[] given = quantization.zeroPoints();
        long[] all = new long[count];
        if (given.length == count) {
            return given;
        }
        if (given.length > 1) {
            throw file.broken(place, Phrase.of("it has %s scales but %s zero points", count, given.length));
        }
        Arrays.fill(all, given.length == 0 ? 0 : given[0]);
        return all;
    }

    private void checkScale(float scale, long zeroPoint, StoredType type, Phrase place) throws InvalidFileException {
        double span = Math.scalb(1.0, type.bits());
        if (!(scale > 0) || !Double.isFinite(scale) || scale * span > Float.MAX_VALUE) {
            throw file.broken(place, Phrase.of("its scale %s is no step that a grid can have", scale));
        }
        double least = type.signed() ? -span / 2 : 0;
        if (zeroPoint < least || zeroPoint >= least + span) {
            throw file.broken(
                    place, Phrase.of("its zero point %s is none of its codes of %s bits", zeroPoint, type.bits()));
        }
    }
}
