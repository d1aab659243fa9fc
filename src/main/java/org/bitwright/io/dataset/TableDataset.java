package org.bitwright.io.dataset;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.bitwright.model.Dataset;
import org.bitwright.model.Shape;
import org.jspecify.annotations.Nullable;

/** The rows of a table of numbers, in memory. */
final class TableDataset implements Dataset {
    private final String name;
    private final CsvReader.Table table;
    private final int @Nullable [] labels;
    private final List<String> classes;
    private final String digest;

    /** @param classes names of the classes where the labels are names */
    TableDataset(String name, CsvReader.Table table, int @Nullable [] labels, List<String> classes, String digest) {
        this.name = name;
        this.table = table;
        this.labels = labels;
        this.classes = List.copyOf(classes);
        this.digest = digest;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int size() {
        return table.rows();
    }

    @Override
    public Shape sampleShape() {
        return Shape.of(table.width());
    }

    @Override
    public void read(int first, int count, float[] into, int at) {
        Objects.checkFromIndexSize(first, count, size());
        for (int i = 0; i < count; i++) {
            int row = first + i;
            float[] chunk = table.chunks().get(row / table.rowsPerChunk());
            int from = row % table.rowsPerChunk() * table.width();
            System.arraycopy(chunk, from, into, at + i * table.width(), table.width());
        }
    }

    @Override
    public Optional<int[]> labels() {
        return Optional.ofNullable(labels);
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public String digest() {
        return digest;
    }
}
