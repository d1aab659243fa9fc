package org.bitwright.ui.common;

import java.util.ArrayList;
import java.util.List;
import org.bitwright.training.StepReport;

/** What was heard of a run's steps: every second one is forgotten whenever there are too many to be told apart. */
final class StepTrace {
    private static final int MOST = 800;

    private final List<StepReport> reports = new ArrayList<>();
    /** How many are skipped after one that is kept. */
    private int stride = 1;

    private int skipped;

    void add(StepReport report) {
        if (isBack(report)) {
            reports.removeIf(before -> place(before) >= place(report));
        }
        if (++skipped < stride) {
            return;
        }
        skipped = 0;
        reports.add(withoutGradients(report));
        if (reports.size() > MOST) {
            thin();
        }
    }

    List<StepReport> reports() {
        return List.copyOf(reports);
    }

    /** A run that goes on after a break takes its steps since the last epoch again. */
    private boolean isBack(StepReport report) {
        return !reports.isEmpty() && place(reports.get(reports.size() - 1)) >= place(report);
    }

    private static double place(StepReport report) {
        return report.epoch() - 1 + (double) report.step() / report.steps();
    }

    private void thin() {
        List<StepReport> kept = new ArrayList<>();
        for (int i = 0; i < reports.size(); i += 2) {
            kept.add(reports.get(i));
        }
        reports.clear();
        reports.addAll(kept);
        stride *= 2;
    }

    private static StepReport withoutGradients(StepReport report) {
        return new StepReport(
                report.epoch(),
                report.step(),
                report.steps(),
                report.loss(),
                report.accuracy(),
                report.rate(),
                report.samplesPerSecond(),
                report.secondsLeft(),
                List.of());
    }
}
