package org.bitwright.ui.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitwright.analysis.Accuracy;
import org.bitwright.project.Measurement;
import org.bitwright.project.TrainingRun;
import org.bitwright.training.StepReport;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.PairedTexts;
import org.bitwright.ui.common.Texts;

/** What the training panel says in words. */
final class TrainingTexts {
    private static final long MINUTE = 60;
    private static final long MINUTES_AN_HOUR = 60;
    private static final double FAST = 100;

    private TrainingTexts() {}

    /** Samples a second. */
    static String speed(double samplesPerSecond) {
        return samplesPerSecond >= FAST
                ? Numbers.count(Math.round(samplesPerSecond))
                : Numbers.twoDigits(samplesPerSecond);
    }

    static String state(RunRow row, RunControl control) {
        if (row.isLive()) {
            return Texts.get("training.control." + control.name());
        }
        return Texts.get("training.state." + row.run().state().name());
    }

    /** Where the run under way is, and for how long still. */
    static String place(TrainingViewModel model) {
        Optional<StepReport> report = model.reportProperty().get();
        Optional<RunRow> live = model.live();
        if (report.isEmpty() || live.isEmpty()) {
            return Texts.get("training.preparing");
        }
        StepReport step = report.get();
        return Texts.get(
                "training.place",
                Numbers.count(step.epoch()),
                Numbers.count(live.get().run().plan().epochs()),
                Numbers.count(step.step()),
                Numbers.count(step.steps()),
                duration(step.secondsLeft()));
    }

    /** How it does, and how fast. */
    static String pace(TrainingViewModel model) {
        RunControl control = model.controlProperty().get();
        if (control == RunControl.PAUSED || control == RunControl.ENDING) {
            return Texts.get("training.control." + control.name());
        }
        if (model.live()
                .filter(row -> row.run().state() != TrainingRun.State.RUNNING)
                .isPresent()) {
            return Texts.get("training.measuring");
        }
        return model.reportProperty()
                .get()
                .map(step -> Texts.get(
                        "training.pace",
                        Numbers.shortText(step.loss()),
                        Numbers.percent(step.accuracy()),
                        speed(step.samplesPerSecond())))
                .orElse("");
    }

    /** What is left, as far as an estimate goes: to the second below a minute, else to the minute. */
    static String duration(double seconds) {
        if (!Double.isFinite(seconds)) {
            return "–";
        }
        long whole = Math.round(Math.ceil(seconds));
        if (whole < MINUTE) {
            return Texts.get("training.seconds", String.valueOf(whole));
        }
        long minutes = Math.round(seconds / MINUTE);
        return minutes < MINUTES_AN_HOUR
                ? Texts.get("training.minutes", String.valueOf(Math.max(1, minutes)))
                : Texts.get(
                        "training.hours",
                        String.valueOf(minutes / MINUTES_AN_HOUR),
                        String.valueOf(minutes % MINUTES_AN_HOUR));
    }

    /** The best epoch among those that are done. */
    static String best(TrainingRun run) {
        return run.best() == 0
                ? "–"
                : Texts.get(
                        "training.bestOf",
                        Numbers.count(run.best()),
                        Numbers.count(run.epochs().size()));
    }

    /** Accuracy on the evaluation data before and after. */
    static String gain(RunRow row) {
        return row.before().isEmpty() && row.after().isEmpty()
                ? "–"
                : Texts.get("training.gain", score(row.before()), score(row.after()));
    }

    private static String score(Optional<Accuracy> accuracy) {
        return accuracy.map(value -> Numbers.points(value.top1())).orElse("–");
    }

    /** What is known of a run, a sentence a line. */
    static List<String> details(RunRow row) {
        TrainingRun run = row.run();
        List<String> lines = new ArrayList<>();
        lines.add(PlanTexts.line(run.plan()));
        lines.add(Texts.get(
                run.small() ? "training.smallData" : "training.data", run.data(), Numbers.count(run.samples())));
        run.bestEpoch()
                .flatMap(epoch -> epoch.validation())
                .ifPresent(score -> lines.add(Texts.get(
                        "training.heldOut",
                        Numbers.count(run.best()),
                        Numbers.percent(score.accuracy()),
                        Numbers.count(score.samples()))));
        ending(run).ifPresent(lines::add);
        run.caution().map(Texts::of).ifPresent(lines::add);
        lines.addAll(evaluated(row));
        return lines;
    }

    private static Optional<String> ending(TrainingRun run) {
        String next = Numbers.count(run.epochs().size() + 1);
        return switch (run.state()) {
            case DIVERGED -> Optional.of(Texts.get("training.diverged", next, Numbers.count(run.best())));
            case CANCELLED ->
                Optional.of(Texts.get(
                        run.resumable() ? "training.cancelled" : "training.cancelledForGood",
                        Numbers.count(run.epochs().size())));
            case INTERRUPTED ->
                Optional.of(Texts.get(
                        run.resumable() ? "training.interrupted" : "training.interruptedForGood",
                        Numbers.count(run.epochs().size())));
            case STOPPED_EARLY ->
                Optional.of(Texts.get(
                        "training.stoppedEarly",
                        Numbers.count(run.plan().patience().orElse(0))));
            default -> Optional.empty();
        };
    }

    private static List<String> evaluated(RunRow row) {
        TrainingRun run = row.run();
        List<String> lines = new ArrayList<>();
        row.after()
                .ifPresent(after -> lines.add(Texts.get(
                        "training.evaluated",
                        row.before()
                                .map(before -> Numbers.percent(before.top1()))
                                .orElse("–"),
                        Numbers.percent(after.top1()),
                        run.floating()
                                .flatMap(Measurement::accuracy)
                                .map(floating -> Numbers.percent(floating.top1()))
                                .orElse("–"),
                        Numbers.count(after.samples()))));
        run.againstFloat().ifPresent(test -> lines.add(PairedTexts.againstFloat(test)));
        return lines;
    }
}
