package org.bitwright.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitwright.model.Binding;
import org.bitwright.model.ImageSettings;
import org.bitwright.model.ImageSettings.ChannelOrder;
import org.bitwright.model.ImageSettings.Fit;
import picocli.CommandLine.Option;

/** How data meet the network's inputs and outputs where neither tells, and how images and tables are read. */
final class InputOptions {
    @Option(
            names = "--axis",
            paramLabel = "NAME=N",
            description = "Extent of a free axis of the network that the data do not tell, by its name or as INPUT:1,"
                    + " repeatable.")
    Map<String, Integer> axes = new LinkedHashMap<>();

    @Option(
            names = "--fill",
            paramLabel = "INPUT=X",
            description = "Fill an input that the data have no array for with a number, repeatable.")
    Map<String, Double> constants = new LinkedHashMap<>();

    @Option(
            names = "--output",
            paramLabel = "NAME",
            description = "Read this output of the network (default: the first).")
    Optional<String> output = Optional.empty();

    @Option(
            names = "--pool",
            paramLabel = "INPUT",
            description = "Average a sequence output over the positions that this input marks, as sentence embeddings"
                    + " are made of tokens.")
    Optional<String> pooling = Optional.empty();

    @Option(
            names = "--image-fit",
            paramLabel = "crop|stretch",
            description = "How images come to the network's size: their centre is cut out, or all is stretched"
                    + " (default: crop).")
    Optional<Fit> fit = Optional.empty();

    @Option(
            names = "--shorter-side",
            paramLabel = "N",
            description = "What the shorter side of images is resized to before their centre is cut out (default: what"
                    + " the network takes).")
    Optional<Integer> shorterSide = Optional.empty();

    @Option(
            names = "--channels",
            paramLabel = "rgb|bgr",
            description = "Which channel of colour images comes first (default: rgb).")
    Optional<ChannelOrder> order = Optional.empty();

    @Option(
            names = "--label-column",
            paramLabel = "NAME|N",
            description = "Column of a CSV file that holds the labels, by its name or its number from 1 (default: the"
                    + " one with a usual name).")
    Optional<String> labelColumn = Optional.empty();

    /** What is settled: by these options, else as before. */
    Binding binding(Binding before) {
        return new Binding(
                axes.isEmpty() ? before.axes() : axes,
                constants.isEmpty() ? before.constants() : constants,
                output.isPresent() ? output : before.output(),
                pooling.isPresent() ? pooling : before.pooling());
    }

    ImageSettings images() {
        ImageSettings usual = ImageSettings.usual();
        return new ImageSettings(
                fit.orElse(usual.fit()),
                shorterSide.map(OptionalInt::of).orElse(OptionalInt.empty()),
                order.orElse(usual.order()));
    }
}
