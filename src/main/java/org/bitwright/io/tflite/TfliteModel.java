package org.bitwright.io.tflite;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;
import org.bitwright.model.Shape;

/**
 * What a model holds (schema.fbs of TensorFlow Lite, version 3), gone through as a whole before any of it is used.
 *
 * @param buffers where constants lie
 */
record TfliteModel(List<Subgraph> subgraphs, List<Buffer> buffers) {
    private static final int VERSION = 3;
    private static final int MAX_SUBGRAPHS = 1 << 12;
    private static final int MAX_ENTRIES = 1 << 19;
    private static final int MAX_RANK = 32;
    private static final int FULLY_CONNECTED_OPTIONS = 8;
    private static final int BATCH_MATMUL_OPTIONS = 101;

    /** A network, or a branch or body of one. */
    record Subgraph(List<TfliteTensor> tensors, List<TfliteOperator> operators) {}

    /** Bytes of a constant: in the flatbuffer, or behind it in files over 2 GB. */
    record Buffer(long from, long bytes) {}

    static TfliteModel read(FlatFile file) throws IOException {
        FlatTable model = file.root(Phrase.of("model"));
        long version = model.number(0, 4, 0);
        if (version != VERSION) {
            throw file.broken(Phrase.NONE, Phrase.of("its version of TFLite's format is %s; 3 is read", version));
        }
        List<Integer> codes = new ArrayList<>();
        for (FlatTable code : tables(model, 1, MAX_ENTRIES, Phrase.of("operator code"))) {
            // the first was too narrow for all operators; the larger of both counts
            codes.add((int) Math.max(code.number(0, 1, 0), code.number(3, 4, 0)));
        }
        List<Buffer> buffers = new ArrayList<>();
        for (FlatTable buffer : tables(model, 4, MAX_ENTRIES, Phrase.of("buffer"))) {
            buffers.add(buffer(file, buffer));
        }
        List<Subgraph> subgraphs = new ArrayList<>();
        for (FlatTable subgraph : tables(model, 2, MAX_SUBGRAPHS, Phrase.of("subgraph"))) {
            subgraphs.add(subgraph(subgraph, codes));
        }
        return new TfliteModel(subgraphs, buffers);
    }

    private static List<FlatTable> tables(FlatTable of, int field, int most, Phrase what) throws IOException {
        Optional<FlatVector> vector = of.vector(field, 4);
        List<FlatTable> tables = new ArrayList<>();
        if (vector.isPresent()) {
            int count = vector.get().count();
            if (count > most) {
                throw of.file()
                        .broken(of.place(), Phrase.of("it has %s entries (%s), more than are read", count, what));
            }
            for (int i = 0; i < count; i++) {
                tables.add(vector.get().table(i, Phrase.of("%s %s", what, i)));
            }
        }
        return tables;
    }

    private static Buffer buffer(FlatFile file, FlatTable buffer) throws IOException {
        Optional<FlatVector> data = buffer.vector(0, 1);
        long offset = buffer.number(1, 8, 0);
        long size = buffer.number(2, 8, 0);
        if (data.isPresent() && data.get().count() > 0) {
            return new Buffer(data.get().start(), data.get().count());
        }
        // an offset of 1 is the writer's word for one that it has not set
        if (offset == 0 || offset == 1) {
            return new Buffer(0, 0);
        }
        if (!file.holds(offset, size)) {
            throw file.broken(
                    buffer.place(), Phrase.of("its bytes lie outside the file, which may be cut off or damaged"));
        }
        return new Buffer(offset, size);
    }

    private static Subgraph subgraph(FlatTable subgraph, List<Integer> codes) throws IOException {
        List<TfliteTensor> tensors = new ArrayList<>();
        for (FlatTable tensor : tables(subgraph, 0, MAX_ENTRIES, Phrase.of("tensor"))) {
            tensors.add(tensor(tensor));
        }
        List<TfliteOperator> operators = new ArrayList<>();
        for (FlatTable operator : tables(subgraph, 3, MAX_ENTRIES, Phrase.of("operator"))) {
            operators.add(operator(operator, codes, tensors.size()));
        }
        return new Subgraph(tensors, operators);
    }

    private static TfliteTensor tensor(FlatTable tensor) throws IOException {
        String name = tensor.text(3);
        Phrase place = Phrase.of("tensor '%s'", name);
        Optional<FlatVector> extents = tensor.vector(0, 4);
        int rank = extents.map(FlatVector::count).orElse(0);
        if (rank > MAX_RANK) {
            throw tensor.file().broken(place, Phrase.of("its shape has more than %s axes", MAX_RANK));
        }
        long[] shape = new long[rank];
        for (int axis = 0; axis < rank; axis++) {
            shape[axis] = extents.orElseThrow().number(axis);
        }
        Optional<FlatTable> quantization = tensor.table(4);
        try {
            return new TfliteTensor(
                    name,
                    Shape.of(shape),
                    (int) tensor.number(1, 1, 0),
                    tensor.number(2, 4, 0) & 0xFFFFFFFFL,
                    quantization.isPresent() ? Optional.of(quantization(quantization.get())) : Optional.empty(),
                    tensor.table(6).isPresent());
        } catch (IllegalArgumentException e) {
            throw new InvalidFileException(
                    tensor.file().path(),
                    place,
                    Phrase.of("its shape asks for fewer than none or more than any numbers"),
                    e);
        }
    }

    private static TfliteTensor.Quantization quantization(FlatTable table) throws IOException {
        Optional<FlatVector> scales = table.vector(2, 4);
        Optional<FlatVector> zeroPoints = table.vector(3, 8);
        float[] reals = new float[scales.map(FlatVector::count).orElse(0)];
        long[] zeros = new long[zeroPoints.map(FlatVector::count).orElse(0)];
        table.file().spend(4L * reals.length + 8L * zeros.length, table.place());
        for (int i = 0; i < reals.length; i++) {
            reals[i] = scales.orElseThrow().real(i);
        }
        for (int i = 0; i < zeros.length; i++) {
            zeros[i] = zeroPoints.orElseThrow().number(i);
        }
        return new TfliteTensor.Quantization(reals, zeros, table.number(6, 4, 0), table.number(4, 1, 0) != 0);
    }

    private static TfliteOperator operator(FlatTable operator, List<Integer> codes, int tensors) throws IOException {
        long code = operator.number(0, 4, 0) & 0xFFFFFFFFL;
        if (code >= codes.size()) {
            throw operator.file()
                    .broken(operator.place(), Phrase.of("it is of kind %s, which the file does not list", code));
        }
        boolean flag = false;
        long options = operator.number(3, 1, 0) & 0xFF;
        if (options == FULLY_CONNECTED_OPTIONS || options == BATCH_MATMUL_OPTIONS) {
            Optional<FlatTable> table = operator.table(4);
            flag = table.isPresent() && table.get().number(1, 1, 0) != 0;
        }
        return new TfliteOperator(
                codes.get((int) code), indices(operator, 1, tensors), indices(operator, 2, tensors), flag);
    }

    private static int[] indices(FlatTable operator, int field, int tensors) throws IOException {
        Optional<FlatVector> vector = operator.vector(field, 4);
        int[] indices = new int[vector.map(FlatVector::count).orElse(0)];
        operator.file().spend(4L * indices.length, operator.place());
        for (int i = 0; i < indices.length; i++) {
            indices[i] = (int) vector.orElseThrow().number(i);
            if (indices[i] < -1 || indices[i] >= tensors) {
                throw operator.file()
                        .broken(operator.place(), Phrase.of("it takes tensor %s, which is not there", indices[i]));
            }
        }
        return indices;
    }
}
