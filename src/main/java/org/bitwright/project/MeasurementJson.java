package org.bitwright.project;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.bitwright.analysis.Accuracy;
import org.bitwright.analysis.Outcomes;
import org.bitwright.export.JsonField;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;
import org.bitwright.quant.QuantConfig;

/** What was measured for configurations on all samples, as project files hold it. */
final class MeasurementJson {
    private MeasurementJson() {}

    static ArrayNode json(Map<QuantConfig, Measurement> measurements, ConfigTable configs) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        measurements.forEach((config, measurement) -> {
            ObjectNode node = list.addObject();
            node.put("configuration", configs.place(config));
            measurement.accuracy().ifPresent(accuracy -> node.set("accuracy", AnswersJson.json(accuracy)));
            measurement.outcomes().ifPresent(outcomes -> AnswersJson.put(node, outcomes));
            RealJson.put(node, "agreement", measurement.agreement());
            measurement.outputSqnrDb().ifPresent(value -> RealJson.put(node, "output_sqnr_db", value));
            measurement.outputCosine().ifPresent(value -> RealJson.put(node, "output_cosine", value));
            measurement.meanCosine().ifPresent(value -> RealJson.put(node, "mean_cosine", value));
            node.put("samples", measurement.samples());
            node.put("bytes", measurement.bytes());
            RealJson.put(node, "seconds", measurement.seconds());
        });
        return list;
    }

    static Map<QuantConfig, Measurement> read(JsonField list, ConfigTable configs) throws InvalidFileException {
        Map<QuantConfig, Measurement> measurements = new LinkedHashMap<>();
        for (JsonField node : list.elements()) {
            measurements.put(configs.config(node.get("configuration")), measurement(node));
        }
        return measurements;
    }

    private static Measurement measurement(JsonField node) throws InvalidFileException {
        int samples = (int) node.get("samples").integer(0, Integer.MAX_VALUE);
        Optional<JsonField> field = node.find("accuracy");
        Optional<Accuracy> accuracy =
                field.isPresent() ? Optional.of(AnswersJson.accuracy(field.get())) : Optional.empty();
        Optional<Outcomes> outcomes = AnswersJson.outcomes(node, samples);
        if (outcomes.isPresent() && !outcomes.map(Outcomes::accuracy).equals(accuracy)) {
            return node.get("right")
                    .fail(Phrase.of("it tells of another number of right answers than the accuracy beside it"));
        }
        return new Measurement(
                accuracy,
                RealJson.read(node.get("agreement")),
                RealJson.optional(node, "output_sqnr_db"),
                RealJson.optional(node, "output_cosine"),
                RealJson.optional(node, "mean_cosine"),
                samples,
                node.get("bytes").integer(0, Long.MAX_VALUE),
                RealJson.read(node.get("seconds")),
                outcomes);
    }
}
