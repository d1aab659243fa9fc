package org.bitwright.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bitwright.analysis.PairedTest;
import org.bitwright.export.SearchWords;
import org.bitwright.project.Measurement;
import org.bitwright.project.TrainingRun;
import org.bitwright.training.EpochRecord;
import org.bitwright.training.GradientRounding;
import org.bitwright.training.Validation;

/** What a run came to. */
record RunReport(TrainingRun run) {

    String text() {
        List<String> lines = new ArrayList<>();
        run.bestEpoch()
                .ifPresent(best -> lines.add("'" + run.name() + "' " + ending() + ": epoch " + best.epoch() + " is kept"
                        + best.validation()
                                .map(score -> ", " + Figures.percent(score.accuracy()) + " of " + score.samples()
                                        + " samples held out")
                                .orElse("")));
        line("float", run.floating()).ifPresent(lines::add);
        line("before", run.before()).ifPresent(lines::add);
        line("after", run.after()).ifPresent(lines::add);
        run.gain().ifPresent(test -> lines.add("after against before: " + text(test)));
        run.againstFloat().ifPresent(test -> lines.add("after against float: " + text(test)));
        return String.join(System.lineSeparator(), lines);
    }

    private String ending() {
        return switch (run.state()) {
            case RUNNING -> "is running";
            case DONE -> "is done";
            case STOPPED_EARLY -> "stopped after " + run.epochs().size() + " epochs without a better one";
            case CANCELLED -> "was cancelled";
            case DIVERGED -> "diverged after " + run.epochs().size() + " epochs";
            case INTERRUPTED -> "was interrupted";
        };
    }

    private static Optional<String> line(String name, Optional<Measurement> measured) {
        return measured.map(one -> String.format("%-7s", name)
                + one.accuracy()
                        .map(accuracy -> "top-1 " + Figures.of(accuracy) + " of " + accuracy.samples() + " samples")
                        .orElseGet(() -> "agreement with float " + Figures.percent(one.agreement()) + " of "
                                + one.samples() + " samples"));
    }

    /** McNemar's test, where the first of both is what stood before. */
    private static String text(PairedTest test) {
        String better = test.onlyFirst() < test.onlySecond() ? "better" : "worse";
        return (test.isDifferent() ? "significantly " + better : "no significant difference")
                + " (" + SearchWords.probability(test) + "; " + test.onlySecond() + " answers won, " + test.onlyFirst()
                + " lost)";
    }

    ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("name", run.name());
        node.put("state", run.state().name().toLowerCase(Locale.ROOT));
        node.put("data", run.data()).put("samples", run.samples()).put("small", run.small());
        node.set("settings", new PlanReport(run.plan()).json());
        ArrayNode epochs = node.putArray("epochs");
        run.epochs().forEach(epoch -> epochs.add(new EpochReport(epoch, true).json()));
        node.put("best", run.best());
        put(node, "float", run.floating());
        put(node, "before", run.before());
        put(node, "after", run.after());
        run.gain().ifPresent(test -> node.put("p_gain", test.p()));
        run.againstFloat().ifPresent(test -> node.put("p_against_float", test.p()));
        run.warning().ifPresent(warning -> node.put("warning", warning));
        return node;
    }

    private static void put(ObjectNode node, String name, Optional<Measurement> measured) {
        measured.ifPresent(one -> {
            ObjectNode entry = one.accuracy().map(Figures::json).orElseGet(JsonNodeFactory.instance::objectNode);
            entry.put("agreement", one.agreement());
            entry.put("samples", one.samples());
            node.set(name, entry);
        });
    }

    /** Runs that differ in nothing but how their gradients are rounded. */
    static String table(List<TrainingRun> twins) {
        TextTable table = new TextTable("lrrrr", "gradients", "best epoch", "loss", "held out", "top-1 (95 %)");
        for (TrainingRun twin : twins) {
            Optional<EpochRecord> best = twin.bestEpoch();
            table.row(
                    twin.plan()
                            .gradients()
                            .map(GradientRounding::bits)
                            .map(bits -> bits + " bits")
                            .orElse("full"),
                    best.map(EpochRecord::epoch).map(String::valueOf).orElse("–"),
                    best.map(epoch -> Figures.rounded(epoch.loss())).orElse("–"),
                    best.flatMap(EpochRecord::validation)
                            .map(Validation.Score::accuracy)
                            .map(Figures::percent)
                            .orElse("–"),
                    twin.after().flatMap(Measurement::accuracy).map(Figures::of).orElse("–"));
        }
        return table.toString();
    }
}
