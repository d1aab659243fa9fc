package org.bitwright.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.bitwright.model.Preprocessing;
import org.bitwright.quant.Rounding;
import org.bitwright.quant.TensorConfig;
import org.bitwright.task.CancelToken;

/** The end of a report: what everything came from, and how to do it again. */
final class ReportOrigin {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    /** A configuration that is longer is not shown. */
    private static final int MOST_JSON = 1 << 20;

    private ReportOrigin() {}

    static void put(Markup page, ExportSource source, ReportFacts facts, CancelToken cancel) throws IOException {
        page.element("h2", "How to do it again").line();
        facts.command().ifPresent(command -> page.element("pre", command).line());
        page.raw("<dl>\n");
        entry(page, "Tool", ToolVersion.text() + ", Java " + System.getProperty("java.version"));
        entry(
                page,
                "Model",
                source.model().fileName() + ", SHA-256 " + source.document().digest());
        facts.data()
                .forEach(data -> entry(
                        page,
                        "Data for " + data.use(),
                        data.name() + ", " + data.samples() + " samples, SHA-256 " + data.digest()));
        source.preprocessing().map(ReportOrigin::words).ifPresent(words -> entry(page, "Inputs", words));
        entry(page, "Target", source.config().target().id());
        Set<String> seeds = seeds(source.config().layers());
        entry(page, "Seeds", seeds.isEmpty() ? "none: nothing is random" : String.join(", ", seeds));
        page.raw("</dl>\n");
        byte[] json = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(ConfigExport.document(source, cancel));
        if (json.length <= MOST_JSON) {
            page.raw("<details>")
                    .element("summary", "The configuration: saved as a file, --config opens it")
                    .element("pre", new String(json, StandardCharsets.UTF_8))
                    .raw("</details>\n");
        } else {
            page.element("p", "The configuration is too long to stand here: export it as config.");
        }
    }

    private static void entry(Markup page, String name, String value) {
        page.element("dt", name).element("dd", value).line();
    }

    private static String words(Preprocessing preprocessing) {
        return "(raw × " + preprocessing.scale() + " − " + preprocessing.mean() + ") / " + preprocessing.std();
    }

    private static Set<String> seeds(Map<String, TensorConfig> layers) {
        Set<String> seeds = new LinkedHashSet<>();
        layers.forEach((name, config) -> {
            if (config.rounding() instanceof Rounding.Stochastic stochastic) {
                seeds.add("'" + name + "' is rounded at random with seed " + stochastic.seed());
            } else if (config.rounding() instanceof Rounding.Assigned assigned) {
                seeds.add("the codes of '" + name + "' were found by "
                        + assigned.codes().origin() + " and stand in the configuration");
            }
        });
        return seeds;
    }
}
