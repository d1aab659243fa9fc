package org.bitwright.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.bitwright.export.ConfigJson;
import org.bitwright.export.ExportResult;
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
        });
        ArrayNode losses = node.putArray("losses");
        export.losses().forEach(losses::add);
        return node;
    }

    String text() {
        StringBuilder text = new StringBuilder(
                "wrote " + export.path() + " (" + export.target().id() + ", " + Figures.bytes(export.bytes()) + ")");
        export.check().ifPresent(parity -> text.append(text(parity)));
        export.losses().forEach(loss -> text.append("\n  loses: ").append(loss));
        return text.toString();
    }

    private static String text(Parity parity) {
        return "; run in ONNX Runtime on " + parity.samples()
                + (parity.calibration() ? " calibration samples" : " of the evaluation samples")
                + ": largest output difference " + Figures.rounded(parity.maxDifference()) + ", same answer on "
                + Figures.percent(parity.agreement());
    }
}
