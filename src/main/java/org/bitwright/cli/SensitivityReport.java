package org.bitwright.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bitwright.analysis.Fidelity;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.analysis.sensitivity.SensitivityCell;
import org.bitwright.analysis.sensitivity.SensitivityColumn;
import org.bitwright.analysis.sensitivity.SensitivityResult;
import org.bitwright.export.ConfigJson;
import org.bitwright.export.SensitivityMeasure;
import org.bitwright.export.SensitivityNumbers;

/** What each layer alone costs. */
record SensitivityReport(SensitivityResult result) {
    private static final String SHADES = " ░▒▓█";

    void put(ObjectNode into) {
        String part = result.plan().part().id();
        into.set("float", json(result.floating(), part));
        result.present().ifPresent(present -> into.set("present", json(present, part)));
        ArrayNode layers = into.putArray("layers");
        layers().forEach(name -> layers.add(layer(name)));
        into.put("part", part);
        into.put("samples", result.samples());
        into.put("measure", measure().id());
        into.put("seconds", result.seconds());
        into.put("evaluations", result.evaluations());
    }

    private static ObjectNode json(Fidelity fidelity, String part) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        put(node, fidelity);
        node.put("part", part);
        return node;
    }

    /** Accuracy, where there is one, and how near the outputs are. */
    static void put(ObjectNode node, Fidelity fidelity) {
        fidelity.accuracy()
                .ifPresentOrElse(
                        accuracy -> Figures.put(node, accuracy), () -> node.put("samples", fidelity.samples()));
        ConfigJson.put(node, "agreement", fidelity.agreement());
        ConfigJson.put(node, "kl", fidelity.kl());
        ConfigJson.put(node, "output_sqnr_db", fidelity.sqnrDb());
    }

    private SensitivityMeasure measure() {
        return SensitivityMeasure.usual(result.floating());
    }

    private Set<String> layers() {
        return result.cells().stream()
                .map(SensitivityCell::layer)
                .collect(Collectors.toCollection(java.util.LinkedHashSet::new));
    }

    private ObjectNode layer(String name) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("name", name);
        ArrayNode points = node.putArray("points");
        for (SensitivityColumn column : result.plan().columns()) {
            result.cell(name, column)
                    .flatMap(cell -> SensitivityNumbers.of(result, cell))
                    .ifPresent(numbers -> points.add(point(numbers, column)));
        }
        result.spared(name).flatMap(cell -> SensitivityNumbers.of(result, cell)).ifPresent(numbers -> {
            ObjectNode spared = node.putObject("spared");
            ConfigJson.put(spared, "gain", -numbers.drop());
            put(spared, numbers);
        });
        return node;
    }

    private static ObjectNode point(SensitivityNumbers numbers, SensitivityColumn column) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("bits", column.bits());
        node.put("series", SeriesOption.text(column.series()));
        ConfigJson.put(node, "drop", numbers.drop());
        put(node, numbers);
        return node;
    }

    private static void put(ObjectNode node, SensitivityNumbers numbers) {
        put(node, numbers.fidelity());
        numbers.paired().ifPresent(test -> {
            node.put("p", test.p());
            node.put("different", test.isDifferent());
        });
        node.put("settled", numbers.cell().settled());
        node.put("complete", numbers.complete());
        node.put("seconds", numbers.cell().seconds());
    }

    /** The heat map in characters. */
    String text() {
        List<SensitivityColumn> columns = result.plan().columns();
        List<SweepSeries> series = result.plan().series();
        boolean spared = result.cells().stream().anyMatch(cell -> cell.column().isEmpty());
        List<String> header = new ArrayList<>(List.of("layer"));
        columns.forEach(column -> header.add(heading(column, series)));
        if (spared) {
            header.add("in float");
        }
        TextTable table = new TextTable("l" + "r".repeat(header.size() - 1), header.toArray(String[]::new));
        for (String name : layers()) {
            List<Object> row = new ArrayList<>(List.of(name));
            columns.forEach(column -> row.add(text(result.cell(name, column))));
            if (spared) {
                row.add(text(result.spared(name)));
            }
            table.row(row.toArray());
        }
        return caption() + "\n" + table + "\n" + legend(series, spared);
    }

    private static String heading(SensitivityColumn column, List<SweepSeries> series) {
        String letter = series.size() == 1 ? "" : letter(series.indexOf(column.series())) + ":";
        return letter + column.bits() + " bits";
    }

    private static char letter(int series) {
        return (char) ('a' + series % 26);
    }

    private String caption() {
        String what =
                switch (measure()) {
                    case DROP -> "Percentage points of top-1 accuracy lost";
                    case KL -> "KL divergence from float, thousandths of a nat,";
                    case SQNR -> "SQNR of the outputs (dB)";
                };
        return what + " with one layer alone quantized, on " + result.samples() + " samples ("
                + result.plan().part().id() + "):";
    }

    private String text(Optional<SensitivityCell> cell) {
        return cell.flatMap(measured -> SensitivityNumbers.of(result, measured))
                .map(this::text)
                .orElse("");
    }

    private String text(SensitivityNumbers numbers) {
        double heat = measure().heat(numbers);
        char shade = Double.isNaN(heat) ? ' ' : SHADES.charAt((int) Math.round(heat * (SHADES.length() - 1)));
        return shade + " " + (numbers.complete() ? "" : "≈") + measure().text(numbers)
                + (numbers.isDifferent() ? "*" : " ");
    }

    private String legend(List<SweepSeries> series, boolean spared) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < series.size(); i++) {
            text.append(series.size() == 1 ? "  " : "  " + letter(i) + " = ")
                    .append(SeriesOption.text(series.get(i)))
                    .append('\n');
        }
        if (spared) {
            text.append("  in float: what comes back when the layer alone is left out of the present choices\n");
        }
        text.append("  * different by the paired test (McNemar, 5 %); ≈ given up early, not on all samples");
        return text.toString();
    }
}
