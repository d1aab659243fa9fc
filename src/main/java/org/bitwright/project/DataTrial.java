package org.bitwright.project;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitwright.io.dataset.DatasetReader;
import org.bitwright.model.Binding;
import org.bitwright.model.DataSource;
import org.bitwright.model.Dataset;
import org.bitwright.model.ImageSettings;
import org.bitwright.model.ImageSettings.ChannelOrder;
import org.bitwright.model.Preprocessing;
import org.bitwright.model.Shape;

/**
 * Another way to read data, to see whether the network does better with it.
 *
 * @param kind what the matter would be
 * @param remedy how the user would read the data so; empty where no setting does
 */
record DataTrial(Problem.Kind kind, Dataset data, Preprocessing preprocessing, Optional<DataSource> remedy) {
    private static final List<Float> IMAGENET_MEAN = List.of(0.485f, 0.456f, 0.406f);
    private static final List<Float> IMAGENET_STD = List.of(0.229f, 0.224f, 0.225f);
    private static final List<Float> CAFFE_MEAN = List.of(103.939f, 116.779f, 123.68f);
    private static final List<Float> ONE = List.of(1f);

    /**
     * The usual ways: bytes from 0 to 1 or from −1 to 1 or as they are, the mean and standard deviation of ImageNet and
     * of MNIST, black and white exchanged; channels the other way round; rows and columns exchanged.
     *
     * @param samples number of samples from the start of {@code data}
     * @param greatest the greatest raw value of these
     */
    static List<DataTrial> of(DataSource source, Dataset data, int samples, float greatest) {
        List<DataTrial> trials = new ArrayList<>();
        for (Preprocessing other :
                scalings(data.sampleShape(), greatest, source.preprocessing().binding())) {
            if (!other.equals(source.preprocessing())) {
                trials.add(new DataTrial(
                        Problem.Kind.OTHER_SCALING, data, other, Optional.of(source.withPreprocessing(other))));
            }
        }
        ReorderedDataset.channelsReversed(data, samples)
                .ifPresent(reversed -> trials.add(new DataTrial(
                        Problem.Kind.CHANNELS_REVERSED, reversed, source.preprocessing(), reversed(source))));
        ReorderedDataset.transposed(data, samples)
                .ifPresent(transposed -> trials.add(new DataTrial(
                        Problem.Kind.IMAGES_TRANSPOSED, transposed, source.preprocessing(), Optional.empty())));
        return trials;
    }

    private static List<Preprocessing> scalings(Shape sample, float greatest, Binding binding) {
        float unit = greatest > 1.5f ? 1f / 255 : 1;
        List<Preprocessing> scalings = new ArrayList<>();
        scalings.add(Preprocessing.scaled(unit));
        scalings.add(Preprocessing.scaled(unit == 1 ? 255 : 1));
        scalings.add(new Preprocessing(2 * unit, ONE, ONE));
        scalings.add(new Preprocessing(unit, List.of(0.1307f), List.of(0.3081f)));
        scalings.add(new Preprocessing(-unit, List.of(-1f), ONE));
        boolean colour = sample.rank() == 3 && (sample.extent(0) == 3 || sample.extent(2) == 3);
        if (colour) {
            scalings.add(new Preprocessing(unit, IMAGENET_MEAN, IMAGENET_STD));
            scalings.add(new Preprocessing(unit * 255, CAFFE_MEAN, ONE));
            scalings.add(new Preprocessing(unit, IMAGENET_MEAN, ONE));
        }
        return scalings.stream()
                .map(scaling -> scaling.withBinding(binding))
                .distinct()
                .toList();
    }

    /** Only images are read in another order by a setting. */
    private static Optional<DataSource> reversed(DataSource source) {
        if (!DatasetReader.isImages(source.samples())) {
            return Optional.empty();
        }
        ImageSettings images = source.images();
        ChannelOrder other = images.order() == ChannelOrder.RGB ? ChannelOrder.BGR : ChannelOrder.RGB;
        return Optional.of(source.withImages(new ImageSettings(images.fit(), images.shorterSide(), other)));
    }
}
