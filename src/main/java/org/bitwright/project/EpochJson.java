package org.bitwright.project;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitwright.export.JsonField;
import org.bitwright.model.InvalidFileException;
import org.bitwright.training.EpochRecord;
import org.bitwright.training.GradientStatistics;
import org.bitwright.training.Validation;

/** Epochs of a run, as project files hold them. */
final class EpochJson {
    /** Statistics of gradients in one run: of longer runs the file tells them of every few epochs. */
    private static final int MOST_STATISTICS = 20_000;

    private EpochJson() {}

    static ArrayNode json(List<EpochRecord> epochs, int best) {
        int apart = epochsApart(epochs);
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (EpochRecord epoch : epochs) {
            ObjectNode node = list.addObject();
            RealJson.put(node, "rate", epoch.rate());
            RealJson.put(node, "loss", epoch.loss());
            node.put("correct", epoch.correct());
            node.put("samples", epoch.samples());
            epoch.validation().ifPresent(score -> put(node.putObject("validation"), score));
            RealJson.put(node, "seconds", epoch.seconds());
            RealJson.put(node, "sparsity", epoch.sparsity());
            int number = epoch.epoch();
            if ((number - 1) % apart == 0 || number == best || number == epochs.size()) {
                ArrayNode gradients = node.putArray("gradients");
                epoch.gradients().forEach(gradient -> put(gradients.addObject(), gradient));
            }
        }
        return list;
    }

    private static int epochsApart(List<EpochRecord> epochs) {
        long all = epochs.stream().mapToLong(epoch -> epoch.gradients().size()).sum();
        return (int) Math.max(1, (all + MOST_STATISTICS - 1) / MOST_STATISTICS);
    }

    private static void put(ObjectNode node, Validation.Score score) {
        RealJson.put(node, "loss", score.loss());
        node.put("correct", score.correct()).put("samples", score.samples());
    }

    private static void put(ObjectNode node, GradientStatistics gradient) {
        node.put("parameter", gradient.parameter());
        node.put("layer", gradient.layer());
        node.put("values", gradient.values());
        RealJson.put(node, "max", gradient.maxAbs());
        RealJson.put(node, "zeros", gradient.zeros());
        RealJson.put(node, "step", gradient.step());
        RealJson.put(node, "mse", gradient.mse());
        RealJson.put(node, "sqnr_db", gradient.sqnr());
        RealJson.put(node, "rounded_to_zero", gradient.roundedToZero());
        node.put("sent_bits", gradient.sentBits());
        if (gradient.histogram().length > 0) {
            ArrayNode counts = node.putArray("histogram");
            for (long count : gradient.histogram()) {
                counts.add(count);
            }
        }
    }

    static List<EpochRecord> read(JsonField list) throws InvalidFileException {
        List<EpochRecord> epochs = new ArrayList<>();
        for (JsonField node : list.elements()) {
            epochs.add(epoch(node, epochs.size() + 1));
        }
        return epochs;
    }

    private static EpochRecord epoch(JsonField node, int number) throws InvalidFileException {
        int samples = count(node.get("samples"));
        Optional<JsonField> validation = node.find("validation");
        Optional<JsonField> gradients = node.find("gradients");
        List<GradientStatistics> statistics = new ArrayList<>();
        for (JsonField gradient : gradients.isPresent() ? gradients.get().elements() : List.<JsonField>of()) {
            statistics.add(gradient(gradient));
        }
        return new EpochRecord(
                number,
                RealJson.read(node.get("rate")),
                RealJson.read(node.get("loss")),
                (int) node.get("correct").integer(0, samples),
                samples,
                validation.isPresent() ? Optional.of(score(validation.get())) : Optional.empty(),
                RealJson.read(node.get("seconds")),
                RealJson.read(node.get("sparsity")),
                statistics);
    }

    private static Validation.Score score(JsonField node) throws InvalidFileException {
        int samples = count(node.get("samples"));
        return new Validation.Score(
                RealJson.read(node.get("loss")), (int) node.get("correct").integer(0, samples), samples);
    }

    private static GradientStatistics gradient(JsonField node) throws InvalidFileException {
        Optional<JsonField> histogram = node.find("histogram");
        return new GradientStatistics(
                node.get("parameter").text(),
                node.get("layer").text(),
                count(node.get("values")),
                RealJson.read(node.get("max")),
                RealJson.read(node.get("zeros")),
                RealJson.read(node.get("step")),
                RealJson.read(node.get("mse")),
                RealJson.read(node.get("sqnr_db")),
                RealJson.read(node.get("rounded_to_zero")),
                histogram.isPresent() ? counts(histogram.get()) : new long[0],
                node.get("sent_bits").integer(0, Long.MAX_VALUE));
    }

    private static long[] counts(JsonField list) throws InvalidFileException {
        List<JsonField> elements = list.elements();
        long[] counts = new long[elements.size()];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = elements.get(i).integer(0, Long.MAX_VALUE);
        }
        return counts;
    }

    private static int count(JsonField field) throws InvalidFileException {
        return (int) field.integer(0, Integer.MAX_VALUE);
    }
}
