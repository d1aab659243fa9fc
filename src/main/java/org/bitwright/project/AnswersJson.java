package org.bitwright.project;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.Optional;
import org.bitwright.analysis.Accuracy;
import org.bitwright.analysis.Fidelity;
import org.bitwright.analysis.Outcomes;
import org.bitwright.export.JsonField;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;

/** What networks answered, as project files hold it. */
final class AnswersJson {
    /** Readers limit the length of a text; of more samples it is not told which were right. */
    private static final int MOST_BYTES = 3 << 18;

    private AnswersJson() {}

    static ObjectNode json(Accuracy accuracy) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("correct", accuracy.correct())
                .put("samples", accuracy.samples());
    }

    static Accuracy accuracy(JsonField node) throws InvalidFileException {
        long samples = node.get("samples").integer(0, Integer.MAX_VALUE);
        return new Accuracy(node.get("correct").integer(0, samples), samples);
    }

    /** One bit a sample, in base64. */
    static void put(ObjectNode into, Outcomes outcomes) {
        byte[] bytes = outcomes.bytes();
        if (bytes.length <= MOST_BYTES) {
            into.put("right", Base64.getEncoder().encodeToString(bytes));
        }
    }

    static Optional<Outcomes> outcomes(JsonField parent, int samples) throws InvalidFileException {
        Optional<JsonField> field = parent.find("right");
        if (field.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    Outcomes.of(Base64.getDecoder().decode(field.get().text()), samples));
        } catch (IllegalArgumentException e) {
            return field.get().fail(Phrase.of("one bit for each of %s samples, in base64, is expected", samples));
        }
    }

    static ObjectNode json(Fidelity fidelity) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("samples", fidelity.samples());
        node.put("agreeing", fidelity.agreeing());
        RealJson.put(node, "divergence", fidelity.divergence());
        RealJson.put(node, "signal", fidelity.signal());
        RealJson.put(node, "noise", fidelity.noise());
        fidelity.outcomes().ifPresent(outcomes -> put(node, outcomes));
        return node;
    }

    static Fidelity fidelity(JsonField node) throws InvalidFileException {
        int samples = (int) node.get("samples").integer(0, Integer.MAX_VALUE);
        return new Fidelity(
                outcomes(node, samples),
                samples,
                node.get("agreeing").integer(0, samples),
                RealJson.read(node.get("divergence")),
                RealJson.read(node.get("signal")),
                RealJson.read(node.get("noise")));
    }
}
