package org.bitwright.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.bitwright.export.ConfigJson;
import org.bitwright.task.Progress;
import org.bitwright.training.Checkpoint;
import org.bitwright.training.EpochRecord;
import org.bitwright.training.StepReport;
import org.bitwright.training.TrainingListener;
import org.bitwright.training.TrainingPlan;

/** Tells of a run as it goes: a line an epoch, and to programs a line a second in between. */
final class EpochLines implements TrainingListener {
    private static final long BETWEEN_NANOS = 1_000_000_000L;

    private final WorkCommand command;
    private final String run;
    private final TrainingPlan plan;
    private final Progress progress;
    private long told = System.nanoTime();

    EpochLines(WorkCommand command, String run, TrainingPlan plan, Progress progress) {
        this.command = command;
        this.run = run;
        this.plan = plan;
        this.progress = progress;
    }

    @Override
    public void step(StepReport step) {
        progress.message(String.format(
                Locale.ROOT,
                "epoch %d/%d, loss %.4f, %.0f samples/s, %s left",
                step.epoch(),
                plan.epochs(),
                step.loss(),
                step.samplesPerSecond(),
                duration(step.secondsLeft())));
        long now = System.nanoTime();
        if (now - told >= BETWEEN_NANOS) {
            told = now;
            tell(json(step));
        }
    }

    @Override
    public void epoch(EpochRecord record, Checkpoint checkpoint) {
        EpochReport report = new EpochReport(record, plan.pruning().isPresent());
        command.say(report.text());
        ObjectNode line = event("epoch");
        line.setAll(report.json());
        tell(line);
    }

    private ObjectNode event(String kind) {
        return JsonNodeFactory.instance.objectNode().put("event", kind).put("run", run);
    }

    private ObjectNode json(StepReport step) {
        ObjectNode line = event("step")
                .put("epoch", step.epoch())
                .put("step", step.step())
                .put("steps", step.steps());
        ConfigJson.put(line, "loss", step.loss());
        ConfigJson.put(line, "accuracy", step.accuracy());
        ConfigJson.put(line, "rate", step.rate());
        ConfigJson.put(line, "samples_per_second", step.samplesPerSecond());
        ConfigJson.put(line, "seconds_left", step.secondsLeft());
        return line;
    }

    private void tell(ObjectNode line) {
        try {
            command.tell(line);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String duration(double seconds) {
        long whole = Double.isFinite(seconds) ? Math.max(0, Math.round(seconds)) : 0;
        return String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
    }
}
