package org.bitwright.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.bitwright.export.ConfigJson;
import org.bitwright.training.EpochRecord;
import org.bitwright.training.GradientStatistics;
import org.bitwright.training.Validation;

/**
 * What an epoch came to.
 *
 * @param prunes whether people want to know how many weights are zero
 */
record EpochReport(EpochRecord epoch, boolean prunes) {

    String text() {
        StringBuilder text = new StringBuilder("Epoch " + epoch.epoch() + ", Loss: " + loss(epoch.loss())
                + ", accuracy " + Figures.percent(epoch.accuracy()));
        epoch.validation().ifPresent(score -> text.append(", held out ")
                .append(Figures.percent(score.accuracy()))
                .append(" (loss ")
                .append(loss(score.loss()))
                .append(")"));
        if (prunes) {
            text.append(", ").append(Figures.percent(epoch.sparsity())).append(" of the weights zero");
        }
        return text.append(", ")
                .append(String.format(Locale.ROOT, "%.1f s, %.0f samples/s", epoch.seconds(), epoch.samplesPerSecond()))
                .toString();
    }

    private static String loss(double loss) {
        return String.format(Locale.ROOT, "%.4f", loss);
    }

    ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("epoch", epoch.epoch());
        ConfigJson.put(node, "loss", epoch.loss());
        ConfigJson.put(node, "accuracy", epoch.accuracy());
        node.put("samples", epoch.samples());
        epoch.validation().ifPresent(score -> node.set("validation", json(score)));
        ConfigJson.put(node, "rate", epoch.rate());
        ConfigJson.put(node, "sparsity", epoch.sparsity());
        ConfigJson.put(node, "seconds", epoch.seconds());
        ConfigJson.put(node, "samples_per_second", epoch.samplesPerSecond());
        if (!epoch.gradients().isEmpty()) {
            ArrayNode gradients = node.putArray("gradients");
            epoch.gradients().forEach(gradient -> gradients.add(json(gradient)));
        }
        return node;
    }

    private static ObjectNode json(Validation.Score score) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        ConfigJson.put(node, "loss", score.loss());
        ConfigJson.put(node, "top1", score.accuracy());
        node.put("correct", score.correct());
        node.put("samples", score.samples());
        return node;
    }

    private static ObjectNode json(GradientStatistics gradient) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("parameter", gradient.parameter());
        node.put("values", gradient.values());
        ConfigJson.put(node, "max_abs", gradient.maxAbs());
        ConfigJson.put(node, "step", gradient.step());
        ConfigJson.put(node, "mse", gradient.mse());
        ConfigJson.put(node, "sqnr_db", gradient.sqnr());
        ConfigJson.put(node, "rounded_to_zero", gradient.roundedToZero());
        node.put("sent_bits", gradient.sentBits());
        return node;
    }
}
