package org.bitwright.project;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bitwright.model.Binding;
import org.bitwright.model.Dataset;
import org.bitwright.model.Layer;
import org.bitwright.model.Model;
import org.bitwright.model.Phrase;
import org.bitwright.model.Preprocessing;
import org.bitwright.model.ValueInfo;
import org.bitwright.project.Problem.Kind;
import org.bitwright.project.Problem.Severity;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.MomentHistogram;
import org.bitwright.runtime.DataFit;

/** Finds what the user should know. */
final class ProblemFinder {
    /** A normal distribution has no value beyond 20 standard deviations in any tensor that fits a machine. */
    private static final double OUTLIER_DEVIATIONS = 20;

    private ProblemFinder() {}

    /** What the model's structure says, without its weights. */
    static List<Problem> inStructure(Model model) {
        List<Problem> found = new ArrayList<>();
        model.operators().stream()
                .filter(operator ->
                        !operator.quantizable() && !operator.reason().isEmpty())
                .map(operator -> Problem.ofProject(
                        Severity.INFO, Kind.NOT_QUANTIZABLE, operator.name(), operator.type(), operator.reason()))
                .forEach(found::add);
        model.layers().stream()
                .filter(layer -> layer.channelAxis().isEmpty())
                .map(layer ->
                        Problem.ofLayer(Severity.INFO, Kind.NO_CHANNEL_AXIS, layer.name(), layer.channelAxisNote()))
                .forEach(found::add);
        return found;
    }

    /** What the weights of a layer say. */
    static List<Problem> inWeights(LayerWeights weights) {
        String layer = weights.layer().name();
        List<Problem> found = new ArrayList<>();
        if (weights.nanCount() > 0) {
            found.add(Problem.ofLayer(Severity.ERROR, Kind.NAN_WEIGHTS, layer, weights.nanCount()));
        }
        if (weights.infiniteCount() > 0) {
            found.add(Problem.ofLayer(Severity.ERROR, Kind.INFINITE_WEIGHTS, layer, weights.infiniteCount()));
        }
        int[] dead = weights.deadChannels();
        if (dead.length > 0) {
            found.add(Problem.ofChannel(
                    Severity.WARNING,
                    Kind.DEAD_CHANNELS,
                    layer,
                    dead[0],
                    dead.length,
                    weights.channels(),
                    ChannelNumbers.of(dead)));
        }
        outlier(weights).ifPresent(found::add);
        return found;
    }

    static Problem unreadable(Layer layer, IOException reason) {
        return Problem.ofLayer(Severity.ERROR, Kind.UNREADABLE, layer.name(), Phrase.toldBy(reason));
    }

    /** Whether data fit the network, as far as names and declared shapes tell. */
    static List<Problem> inData(Model model, Dataset data, Preprocessing preprocessing) {
        DataFit fit = DataFit.of(model, data, preprocessing);
        List<Problem> found = new ArrayList<>();
        fit.misfit()
                .or(() -> labelMismatch(model, data, preprocessing.binding()))
                .ifPresent(text -> found.add(Problem.ofProject(Severity.ERROR, Kind.DATA_MISMATCH, text)));
        if (!data.notes().isEmpty()) {
            found.add(Problem.ofProject(
                    Severity.WARNING,
                    Kind.DATA_SKIPPED,
                    data.notes().size(),
                    data.notes().get(0)));
        }
        fit.transposed().forEach(input -> found.add(Problem.ofProject(Severity.INFO, Kind.DATA_TRANSPOSED, input)));
        return found;
    }

    private static Optional<Phrase> labelMismatch(Model model, Dataset data, Binding binding) {
        Optional<ValueInfo> output = model.outputs().stream()
                .filter(value -> binding.output().isEmpty()
                        || value.name().equals(binding.output().get()))
                .findFirst();
        if (data.labels().isEmpty() || output.isEmpty()) {
            return Optional.empty();
        }
        List<Long> extents = output.get().extents();
        int highest = Arrays.stream(data.labels().get()).max().orElse(0);
        if (extents.size() < 2 || extents.get(1) == ValueInfo.FREE || highest < extents.get(1)) {
            return Optional.empty();
        }
        return Optional.of(
                Phrase.of("the labels go up to %s, but the model tells %s classes apart", highest, extents.get(1)));
    }

    private static Optional<Problem> outlier(LayerWeights weights) {
        Spread spread = weights.areHeld() ? Spread.of(weights.values()) : Spread.of(weights.histogram());
        double mean = spread.mean();
        float min = weights.histogram().min();
        float max = weights.histogram().max();
        float extreme = max - mean >= mean - min ? max : min;
        double deviations = Math.abs(extreme - mean) / spread.deviation();
        return spread.deviation() > 0 && deviations > OUTLIER_DEVIATIONS
                ? Optional.of(Problem.ofLayer(
                        Severity.WARNING,
                        Kind.OUTLIERS,
                        weights.layer().name(),
                        SignificantDigits.of(extreme),
                        Math.round(deviations)))
                : Optional.empty();
    }

    /** Mean and standard deviation of finite values. */
    private record Spread(double mean, double deviation) {
        private static Spread of(double sum, double squares, long count) {
            double mean = count == 0 ? 0 : sum / count;
            return new Spread(mean, count == 0 ? 0 : Math.sqrt(Math.max(0, squares / count - mean * mean)));
        }

        static Spread of(float[] values) {
            double sum = 0;
            double squares = 0;
            long count = 0;
            for (float value : values) {
                if (Float.isFinite(value)) {
                    sum += value;
                    squares += (double) value * value;
                    count++;
                }
            }
            return of(sum, squares, count);
        }

        /** Values count as the middles of their bins, of which there are tens of thousands. */
        static Spread of(MomentHistogram histogram) {
            double sum = 0;
            double squares = 0;
            for (int bin = 0; bin < histogram.bins(); bin++) {
                double middle = (histogram.lowerEdge(bin) + histogram.lowerEdge(bin + 1)) / 2;
                sum += histogram.count(bin) * middle;
                squares += histogram.count(bin) * middle * middle;
            }
            return of(sum, squares, histogram.total());
        }
    }
}
