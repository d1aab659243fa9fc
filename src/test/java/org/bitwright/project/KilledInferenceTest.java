package org.bitwright.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.bitwright.analysis.SweepPlan;
import org.bitwright.analysis.SweepPoint;
import org.bitwright.analysis.SweepResult;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.project.Problem.Kind;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Scheme;
import org.bitwright.runtime.Engines;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.runtime.session.LocalEngine;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import org.junit.jupiter.api.Test;

/** The process that runs networks is killed while a sweep goes on: the sweep does not notice, and the user is told. */
class KilledInferenceTest {
    private static final SweepPlan PLAN = new SweepPlan(
            List.of(new SweepSeries(Granularity.CHANNEL, Calibrator.minMax(), Scheme.SYMMETRIC)),
            List.of(2, 3, 4, 6),
            List.of(),
            QuantConfig.empty());

    @Test
    void theSweepGoesOnWithTheSamePoints() throws IOException, InferenceException {
        assumeThat(Engines.current()).isNotInstanceOf(LocalEngine.class);
        List<SweepPoint> undisturbed = points(point -> {});
        List<Long> killed = new ArrayList<>();

        List<SweepPoint> disturbed = points(point -> kill(killed));

        assertThat(killed).hasSizeGreaterThanOrEqualTo(2);
        assertThat(disturbed).hasSameSizeAs(undisturbed);
        for (int i = 0; i < undisturbed.size(); i++) {
            assertThat(disturbed.get(i).bits()).isEqualTo(undisturbed.get(i).bits());
            assertThat(disturbed.get(i).accuracy()).isEqualTo(undisturbed.get(i).accuracy());
            assertThat(disturbed.get(i).bytes()).isEqualTo(undisturbed.get(i).bytes());
        }
        try (Project project = Project.create(Mnist.LENET)) {
            assertThat(project.problems(new Progress(), CancelToken.none()))
                    .filteredOn(problem -> problem.kind() == Kind.INFERENCE_CRASHED)
                    .isNotEmpty();
        }
    }

    private static List<SweepPoint> points(Consumer<SweepPoint> listener) throws IOException, InferenceException {
        try (Project project = Project.create(Mnist.LENET)) {
            project.dataSets().use(Mnist.first(2000));
            SweepResult result =
                    project.measuring().sweep(PLAN, OptionalInt.empty(), listener, new Progress(), CancelToken.none());
            return result.points();
        }
    }

    /** Kills what has been started by this program, twice in a sweep, while other calls are under way. */
    private static void kill(List<Long> killed) {
        if (killed.size() < 2) {
            ProcessHandle.current().children().filter(ProcessHandle::isAlive).forEach(process -> {
                killed.add(process.pid());
                process.destroyForcibly();
            });
        }
    }
}
