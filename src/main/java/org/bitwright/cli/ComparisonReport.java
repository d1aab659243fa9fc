package org.bitwright.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.bitwright.analysis.PairedTest;
import org.bitwright.export.ConfigJson;
import org.bitwright.export.ConfigNames;
import org.bitwright.export.SearchWords;
import org.bitwright.project.Measurement;
import org.bitwright.project.Variant;
import org.bitwright.project.VariantComparison;
import org.bitwright.project.VariantComparison.LayerRow;
import org.bitwright.quant.TensorConfig;

/** Two configurations side by side. */
record ComparisonReport(VariantComparison compared) {

    ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.set("first", json(compared.first(), compared.firstBytes(), compared.firstMeasured()));
        node.set("second", json(compared.second(), compared.secondBytes(), compared.secondMeasured()));
        compared.test().ifPresent(test -> put(node, test));
        ArrayNode layers = node.putArray("layers");
        compared.layers().forEach(row -> {
            ObjectNode layer = layers.addObject().put("name", row.layer());
            layer.set("first", json(row.first(), row.firstSqnrDb(), row.firstBytes()));
            layer.set("second", json(row.second(), row.secondSqnrDb(), row.secondBytes()));
            layer.put("differs", row.differs());
        });
        return node;
    }

    /** McNemar's numbers of a first and a second network. */
    static void put(ObjectNode node, PairedTest test) {
        node.put("only_first", test.onlyFirst());
        node.put("only_second", test.onlySecond());
        node.put("p", test.p());
        node.put("different", test.isDifferent());
    }

    private static ObjectNode json(Variant variant, long bytes, Optional<Measurement> measured) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("name", variant.name());
        measured.ifPresent(found -> {
            found.accuracy()
                    .ifPresentOrElse(
                            accuracy -> Figures.put(node, accuracy), () -> node.put("samples", found.samples()));
            ConfigJson.put(node, "agreement", found.agreement());
            ConfigJson.put(node, "output_sqnr_db", found.outputSqnrDb().orElse(Double.NaN));
        });
        node.put("bytes", bytes);
        return node;
    }

    private static ObjectNode json(TensorConfig config, double sqnrDb, long bytes) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("format", ConfigNames.of(config.format()));
        node.put("bits", config.format().bits());
        node.put("granularity", ConfigNames.of(config.granularity()));
        ConfigJson.put(node, "sqnr_db", sqnrDb);
        node.put("bytes", bytes);
        return node;
    }

    String text() {
        String first = compared.first().name();
        String second = compared.second().name();
        TextTable table = new TextTable("llrrllrr", "", first, "SQNR dB", "bytes", "", second, "SQNR dB", "bytes");
        for (LayerRow row : compared.layers()) {
            table.row(
                    row.layer(),
                    text(row.first()),
                    Figures.rounded(row.firstSqnrDb()),
                    row.firstBytes(),
                    row.differs() ? "≠" : "=",
                    text(row.second()),
                    Figures.rounded(row.secondSqnrDb()),
                    row.secondBytes());
        }
        return table + "\n" + summary(first, compared.firstBytes(), compared.firstMeasured()) + "\n"
                + summary(second, compared.secondBytes(), compared.secondMeasured())
                + compared.test()
                        .map(test -> "\n" + verdict(test, first, second))
                        .orElse("");
    }

    private static String text(TensorConfig config) {
        String format = ConfigNames.of(config.format());
        return config.format().isQuantized()
                ? format + " " + config.format().bits() + ", " + ConfigNames.of(config.granularity())
                : format;
    }

    private static String summary(String name, long bytes, Optional<Measurement> measured) {
        return name + ": " + Figures.bytes(bytes)
                + measured.map(found -> ", "
                                + found.accuracy()
                                        .map(accuracy -> "top-1 " + Figures.of(accuracy))
                                        .orElse("agreement with float " + Figures.percent(found.agreement()))
                                + " of " + found.samples() + " samples")
                        .orElse("");
    }

    /** What the paired test says, as people say it. */
    static String verdict(PairedTest test, String first, String second) {
        String counts = " (" + test.onlyFirst() + " samples only " + first + " answers correctly, " + test.onlySecond()
                + " only " + second + "; McNemar " + SearchWords.probability(test) + ")";
        if (!test.isDifferent()) {
            return first + " and " + second + " are not to be called different" + counts;
        }
        boolean firstWins = test.onlyFirst() > test.onlySecond();
        return (firstWins ? first : second) + " is better than " + (firstWins ? second : first) + counts;
    }
}
