package org.bitwright.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.bitwright.project.VariantComparison;
import org.bitwright.project.VariantLatency;

/** How fast two configurations are. */
record VariantLatencyReport(VariantLatency latency, VariantComparison compared) {

    ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("runtime", latency.runtime());
        node.put("threads", latency.threads());
        ArrayNode batches = node.putArray("batches");
        for (VariantLatency.Batch batch : latency.batches()) {
            ObjectNode entry = batches.addObject().put("batch", batch.samples());
            entry.set("first", LatencyReport.json(batch.first(), batch.samples()));
            entry.set("second", LatencyReport.json(batch.second(), batch.samples()));
        }
        return node;
    }

    String text() {
        TextTable table = new TextTable(
                "rrrr",
                "batch",
                compared.first().name() + " ms (p10–p90)",
                compared.second().name() + " ms (p10–p90)",
                "times as fast");
        for (VariantLatency.Batch batch : latency.batches()) {
            table.row(
                    batch.samples(),
                    LatencyReport.text(batch.first()),
                    LatencyReport.text(batch.second()),
                    String.format(
                            Locale.ROOT,
                            "%.2f",
                            batch.first().median() / batch.second().median()));
        }
        return table + "\n  " + latency.runtime() + ", threads within an operator: " + latency.threads();
    }
}
