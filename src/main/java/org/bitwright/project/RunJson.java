package org.bitwright.project;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bitwright.export.JsonField;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;
import org.bitwright.project.KeptRun.Material;
import org.bitwright.project.TrainingRun.State;
import org.bitwright.quant.QuantConfig;
import org.bitwright.training.EpochRecord;

/** Runs of training, as files hold them. */
final class RunJson {
    /** Files are called by it. */
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private RunJson() {}

    static ObjectNode json(KeptRun run, ConfigTable configs) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("id", run.id());
        node.put("name", run.name());
        run.comparison().ifPresent(name -> node.put("comparison", name));
        node.set("plan", PlanJson.json(run.plan()));
        node.put("start", configs.place(run.start()));
        node.putObject("data")
                .put("name", run.data().name())
                .put("fingerprint", run.data().fingerprint())
                .put("samples", run.data().samples())
                .put("small", run.data().small());
        node.set("epochs", EpochJson.json(run.epochs(), run.best()));
        node.put("best", run.best());
        node.put("state", PlanJson.text(run.state()));
        run.result().ifPresent(config -> node.put("result", configs.place(config)));
        return node;
    }

    /** A run that was under way when the file was written is interrupted. */
    static KeptRun read(JsonField node, ConfigTable configs) throws InvalidFileException {
        String name = node.get("name").text();
        Optional<Phrase> fault = KeptRuns.nameFault(name);
        if (fault.isPresent()) {
            return node.get("name").fail(fault.get());
        }
        Optional<JsonField> comparison = node.find("comparison");
        Optional<JsonField> result = node.find("result");
        Optional<QuantConfig> config =
                result.isPresent() ? Optional.of(configs.config(result.get())) : Optional.empty();
        List<EpochRecord> epochs = EpochJson.read(node.get("epochs"));
        State state = PlanJson.choice(node.get("state"), State.values());
        return new KeptRun(
                id(node.get("id")),
                name,
                comparison.isPresent() ? Optional.of(comparison.get().text()) : Optional.empty(),
                PlanJson.read(node.get("plan")),
                configs.config(node.get("start")),
                material(node.get("data")),
                epochs,
                (int) node.get("best").integer(0, epochs.size()),
                state == State.RUNNING ? State.INTERRUPTED : state,
                config);
    }

    private static String id(JsonField field) throws InvalidFileException {
        return isId(field.text()) ? field.text() : field.fail(Phrase.of("it is no name of a run's files"));
    }

    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    private static Material material(JsonField node) throws InvalidFileException {
        return new Material(
                node.get("name").text(),
                node.get("fingerprint").text(),
                (int) node.get("samples").integer(0, Integer.MAX_VALUE),
                node.get("small").truth());
    }
}
