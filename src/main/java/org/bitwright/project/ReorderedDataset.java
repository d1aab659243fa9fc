package org.bitwright.project;

import java.util.Optional;
import org.bitwright.model.Dataset;
import org.bitwright.model.Shape;

/** The first samples of a data set of one array with the values of each in another order, of the same shape. */
final class ReorderedDataset implements Dataset {
    private final Dataset whole;
    private final int size;
    private final int[] from;

    /** @param from where the value at each place comes from */
    private ReorderedDataset(Dataset whole, int size, int[] from) {
        this.whole = whole;
        this.size = size;
        this.from = from;
    }

    /** Images with their three channels the other way round; empty where the samples are no such images. */
    static Optional<Dataset> channelsReversed(Dataset whole, int size) {
        Shape shape = whole.sampleShape();
        if (shape.rank() != 3 || shape.extent(0) != 3 && shape.extent(2) != 3) {
            return Optional.empty();
        }
        int[] from = new int[(int) shape.elements()];
        int pixels = from.length / 3;
        for (int i = 0; i < from.length; i++) {
            from[i] = shape.extent(0) == 3 ? (2 - i / pixels) * pixels + i % pixels : i - i % 3 + 2 - i % 3;
        }
        return Optional.of(new ReorderedDataset(whole, size, from));
    }

    /** Images with rows and columns exchanged; empty where the samples are no square images. */
    static Optional<Dataset> transposed(Dataset whole, int size) {
        Shape shape = whole.sampleShape();
        boolean first = shape.rank() == 3 && shape.extent(1) == shape.extent(2);
        boolean last = shape.rank() == 3 && !first && shape.extent(0) == shape.extent(1);
        if (!first && !last) {
            return Optional.empty();
        }
        int side = (int) shape.extent(1);
        int step = last ? (int) shape.extent(2) : 1;
        int[] from = new int[(int) shape.elements()];
        for (int i = 0; i < from.length; i++) {
            int within = i % step;
            int pixel = i / step;
            int plane = pixel / (side * side) * side * side;
            int row = pixel % (side * side) / side;
            from[i] = (plane + pixel % side * side + row) * step + within;
        }
        return Optional.of(new ReorderedDataset(whole, size, from));
    }

    @Override
    public String name() {
        return whole.name();
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Shape sampleShape() {
        return whole.sampleShape();
    }

    @Override
    public void read(int first, int count, float[] into, int at) {
        float[] values = new float[from.length];
        for (int sample = 0; sample < count; sample++) {
            whole.read(first + sample, 1, values, 0);
            for (int i = 0; i < from.length; i++) {
                into[at + sample * from.length + i] = values[from[i]];
            }
        }
    }

    @Override
    public Optional<int[]> labels() {
        return whole.labels();
    }

    @Override
    public String digest() {
        return whole.digest();
    }
}
