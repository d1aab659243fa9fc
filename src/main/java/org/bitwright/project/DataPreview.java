package org.bitwright.project;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitwright.model.Dataset;
import org.bitwright.model.Model;
import org.bitwright.model.Preprocessing;
import org.bitwright.model.Shape;
import org.bitwright.runtime.Activation;
import org.bitwright.runtime.InputPreview;
import org.bitwright.runtime.session.InferenceException;

/**
 * What the network will see of a sample.
 *
 * @param name of the sample: its file, or its number
 * @param label its class; empty where the data are unlabelled
 * @param className name of the class, where it has one
 */
public record DataPreview(String name, OptionalInt label, Optional<String> className, List<Input> inputs) {
    public DataPreview {
        inputs = List.copyOf(inputs);
    }

    /**
     * One input.
     *
     * @param shape of the sample, without the batch
     * @param values as the network gets them; integers as floats
     * @param min the least of them
     * @param image the same as a picture, where the shape is one of an image
     */
    public record Input(
            String name, Shape shape, float[] values, float min, float max, double mean, Optional<Image> image) {}

    /**
     * A picture of an input: its values spread from the least (0, black) to the greatest (1).
     *
     * @param channels 1 or 3, in the order in which the network gets them, drawn as red, green, blue
     * @param values channels × height × width
     */
    public record Image(int channels, int height, int width, float[] values) {}

    /**
     * Looks at one sample; reads it anew, so not for the window's thread.
     *
     * @throws InferenceException if network and data do not fit, or the sample cannot be read
     */
    public static DataPreview of(Model model, Dataset data, Preprocessing preprocessing, int sample)
            throws InferenceException {
        List<Input> inputs = new ArrayList<>();
        for (Map.Entry<String, Activation> input :
                InputPreview.of(model, data, preprocessing, sample).entrySet()) {
            inputs.add(input(input.getKey(), input.getValue()));
        }
        OptionalInt label =
                data.labels().isPresent() ? OptionalInt.of(data.labels().get()[sample]) : OptionalInt.empty();
        Optional<String> className =
                label.isPresent() && label.getAsInt() < data.classes().size()
                        ? Optional.of(data.classes().get(label.getAsInt()))
                        : Optional.empty();
        return new DataPreview(data.sampleName(sample), label, className, inputs);
    }

    private static Input input(String name, Activation values) {
        long[] extents = new long[values.shape().length - 1];
        System.arraycopy(values.shape(), 1, extents, 0, extents.length);
        Shape shape = Shape.of(extents);
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        double sum = 0;
        for (float value : values.values()) {
            min = Math.min(min, value);
            max = Math.max(max, value);
            sum += value;
        }
        Optional<Image> image = image(shape, values.values(), min, max);
        return new Input(name, shape, values.values(), min, max, sum / values.values().length, image);
    }

    private static Optional<Image> image(Shape shape, float[] values, float min, float max) {
        int rank = shape.rank();
        if (rank != 2 && rank != 3 || shape.elements() == 0) {
            return Optional.empty();
        }
        boolean first = rank == 3 && isChannels(shape.extent(0));
        boolean last = rank == 3 && !first && isChannels(shape.extent(2));
        int channels = rank == 2 ? 1 : (int) (first ? shape.extent(0) : shape.extent(2));
        if (rank == 3 && !first && !last || shape.extent(rank - 1) < 2 && !last) {
            return Optional.empty();
        }
        int height = (int) shape.extent(first ? 1 : 0);
        int width = (int) shape.extent(first ? 2 : 1);
        float span = max > min ? max - min : 1;
        float[] picture = new float[values.length];
        int pixels = height * width;
        for (int i = 0; i < values.length; i++) {
            int to = last ? i % channels * pixels + i / channels : i;
            picture[to] = (values[i] - min) / span;
        }
        return Optional.of(new Image(channels, height, width, picture));
    }

    private static boolean isChannels(long extent) {
        return extent == 1 || extent == 3;
    }
}
