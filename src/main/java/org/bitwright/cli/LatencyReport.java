package org.bitwright.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.bitwright.runtime.BatchLatency;
import org.bitwright.runtime.Latency;
import org.bitwright.runtime.LatencyComparison;

/** How fast a written network is beside the float one. */
record LatencyReport(LatencyComparison latency) {

    ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("runtime", latency.runtime());
        node.put("threads", latency.threads());
        latency.vnni().ifPresentOrElse(vnni -> node.put("vnni", vnni), () -> node.putNull("vnni"));
        ArrayNode batches = node.putArray("batches");
        for (BatchLatency batch : latency.batches()) {
            ObjectNode entry = batches.addObject();
            entry.put("batch", batch.batch());
            entry.set("float", json(batch.floating(), batch.batch()));
            entry.set("written", json(batch.written(), batch.batch()));
            entry.put("speedup", batch.speedup());
        }
        ArrayNode slowing = node.putArray("slowing");
        latency.slowing().forEach(reason -> slowing.add(reason.toString()));
        return node;
    }

    /** @param batch samples a run */
    static ObjectNode json(Latency latency, int batch) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("median_ms", latency.median() * 1e3);
        node.put("p10_ms", latency.low() * 1e3);
        node.put("p90_ms", latency.high() * 1e3);
        node.put("runs", latency.runs());
        node.put("samples_per_second", batch / latency.median());
        return node;
    }

    String text() {
        TextTable table = new TextTable(
                "rrrrrr",
                "batch",
                "float ms (p10–p90)",
                "written ms (p10–p90)",
                "times as fast",
                "float/s",
                "written/s");
        for (BatchLatency batch : latency.batches()) {
            table.row(
                    batch.batch(),
                    text(batch.floating()),
                    text(batch.written()),
                    String.format(Locale.ROOT, "%.2f", batch.speedup()),
                    Figures.rounded(batch.floatThroughput()),
                    Figures.rounded(batch.throughput()));
        }
        StringBuilder text = new StringBuilder(table.toString());
        text.append("\n  ").append(latency.runtime()).append(", default session, threads within an operator: ");
        text.append(latency.threads());
        latency.vnni().ifPresent(vnni -> text.append(vnni ? ", VNNI" : ", no VNNI"));
        latency.slowing().forEach(reason -> text.append("\n  costs time: ").append(reason));
        return text.toString();
    }

    static String text(Latency latency) {
        return Figures.rounded(latency.median() * 1e3) + " (" + Figures.rounded(latency.low() * 1e3) + "–"
                + Figures.rounded(latency.high() * 1e3) + ")";
    }
}
