package org.bitwright.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.bitwright.export.ConfigJson;
import org.bitwright.export.ExportResult;
import org.bitwright.export.ExportTarget;
import org.bitwright.export.FileResults;
import org.bitwright.export.Parity;

/** A written file, with its losses and how it ran. */
record ExportReport(ExportResult export) {

    ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("format", export.target().id());
        node.put("path", export.path().toString());
        ConfigJson.put(node, "parity_max_diff", export.parity().orElse(Double.NaN));
        node.put("bytes", export.bytes());
        export.check().ifPresent(parity -> {
            node.put("parity_samples", parity.samples());
            ConfigJson.put(node, "parity_agreement", parity.agreement());
            node.put("parity_data", parity.calibration() ? "calibration" : "evaluation");
            parity.exactDifference().ifPresent(exact -> ConfigJson.put(node, "parity_exact_max_diff", exact));
        });
        export.results().ifPresent(results -> node.set("results", json(results)));
        export.graph().ifPresent(graph -> new GraphReport(graph).put(node));
        ArrayNode losses = node.putArray("losses");
        export.sentences().forEach(losses::add);
        return node;
    }

    private static ObjectNode json(FileResults results) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        results.accuracy().ifPresent(accuracy -> Figures.put(node, accuracy));
        node.put("samples", results.samples());
        ConfigJson.put(node, "agreement", results.agreement());
        ConfigJson.put(node, "output_sqnr_db", results.outputSqnrDb().orElse(Double.NaN));
        ConfigJson.put(node, "output_cosine", results.outputCosine().orElse(Double.NaN));
        return node;
    }

    String text() {
        StringBuilder text = new StringBuilder(
                "wrote " + export.path() + " (" + export.target().id() + ", " + Figures.bytes(export.bytes()) + ")");
        export.check().ifPresent(parity -> text.append(text(parity)));
        export.results().ifPresent(results -> text.append(text(results)));
        export.graph().filter(graph -> export.target() == ExportTarget.QDQ).ifPresent(graph -> text.append("\n  ")
                .append(new GraphReport(graph).text()));
        export.sentences().forEach(loss -> text.append("\n  loses: ").append(loss));
        return text.toString();
    }

    private static String text(Parity parity) {
        return "; run in ONNX Runtime on " + parity.samples()
                + (parity.calibration() ? " calibration samples" : " of the evaluation samples")
                + ": largest output difference " + Figures.rounded(parity.maxDifference()) + ", same answer on "
                + Figures.percent(parity.agreement())
                + (parity.exactDifference().isPresent()
                        ? "; with session.qdq_matmulnbits_accuracy_level = 1 the difference is "
                                + Figures.rounded(parity.exactDifference().getAsDouble())
                        : "");
    }

    private static String text(FileResults results) {
        return "\n  the file itself: "
                + results.accuracy()
                        .map(accuracy -> "top-1 " + Figures.of(accuracy) + ", ")
                        .orElse("")
                + "agreement with float " + Figures.percent(results.agreement()) + " of " + results.samples()
                + " samples, output SQNR "
                + Figures.rounded(results.outputSqnrDb().orElse(Double.NaN)) + " dB, cosine "
                + Figures.rounded(results.outputCosine().orElse(Double.NaN));
    }
}
