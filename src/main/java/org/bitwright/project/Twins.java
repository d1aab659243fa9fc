package org.bitwright.project;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.bitwright.quant.QuantConfig;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Pause;
import org.bitwright.task.Progress;
import org.bitwright.training.GradientRounding;
import org.bitwright.training.TrainingListener;
import org.bitwright.training.TrainingPlan;

/** Runs that differ in nothing but how their gradients are rounded. */
final class Twins {
    private static final int FULL_PRECISION = 32;

    private final KeptRuns runs;
    private final RunFiles files;
    private final RunStart starting;
    private final RunMeasuring measuring;

    Twins(KeptRuns runs, RunFiles files, RunStart starting, RunMeasuring measuring) {
        this.runs = runs;
        this.files = files;
        this.starting = starting;
        this.measuring = measuring;
    }

    List<TrainingRun> run(
            String name,
            TrainingPlan plan,
            QuantConfig start,
            List<Integer> gradientBits,
            Pause pause,
            Function<String, TrainingListener> listeners,
            Progress progress,
            CancelToken cancel)
            throws IOException, InferenceException {
        String comparison = name.strip();
        Map<String, TrainingPlan> plans = plans(comparison, plan, gradientBits);
        for (Map.Entry<String, TrainingPlan> twin : plans.entrySet()) {
            if (known(twin.getKey(), comparison, twin.getValue(), start).isEmpty()) {
                runs.free(twin.getKey());
            }
        }
        List<TrainingRun> done = new ArrayList<>();
        for (Map.Entry<String, TrainingPlan> twin : plans.entrySet()) {
            Progress part = progress.part((double) done.size() / plans.size(), (done.size() + 1.0) / plans.size());
            TrainingListener listener = listeners.apply(twin.getKey());
            TrainingRun run = known(twin.getKey(), comparison, twin.getValue(), start)
                    .flatMap(this::usable)
                    .orElse(null);
            if (run == null) {
                run = starting.run(
                        twin.getKey(), Optional.of(comparison), twin.getValue(), start, pause, listener, part, cancel);
            } else if (!run.state().isFinal()) {
                run = starting.resume(twin.getKey(), pause, listener, part, cancel);
            }
            done.add(run);
            if (!run.state().isFinal()) {
                break;
            }
        }
        return done;
    }

    /** A run at its end, or one that can go on; another makes room for one that begins again. */
    private Optional<TrainingRun> usable(KeptRun known) {
        TrainingRun run = measuring.view(known);
        if (run.state().isFinal() || run.resumable() || run.state() == TrainingRun.State.RUNNING) {
            return Optional.of(run);
        }
        files.remove(runs.remove(known.name()).id());
        return Optional.empty();
    }

    /** A run of this comparison that is there already. */
    private Optional<KeptRun> known(String name, String comparison, TrainingPlan plan, QuantConfig start) {
        return runs.find(name)
                .filter(run -> run.comparison().equals(Optional.of(comparison)))
                .filter(run -> run.plan().equals(plan) && run.start().equals(start))
                .filter(run ->
                        run.data().fingerprint().equals(starting.material().fingerprint()));
    }

    private static Map<String, TrainingPlan> plans(String name, TrainingPlan plan, List<Integer> gradientBits) {
        GradientRounding rounding = plan.gradients().orElse(new GradientRounding(FULL_PRECISION / 4, true, false));
        Map<String, TrainingPlan> plans = new LinkedHashMap<>();
        plans.put(name(name, FULL_PRECISION), plan.withGradients(Optional.empty()));
        for (int bits : gradientBits) {
            GradientRounding twin = new GradientRounding(bits, rounding.stochastic(), rounding.errorFeedback());
            plans.put(name(name, bits), plan.withGradients(Optional.of(twin)));
        }
        return plans;
    }

    private static String name(String name, int bits) {
        return name + " (" + bits + " bits)";
    }
}
