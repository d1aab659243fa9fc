package org.bitwright.project;

import java.util.ArrayList;
import java.util.List;
import org.bitwright.project.Problem.Kind;
import org.bitwright.project.Problem.Severity;
import org.bitwright.quant.target.ActivationPlan;
import org.bitwright.quant.target.RuleNote;
import org.bitwright.quant.target.TargetRule;

/** What the user should know of a plan for activations. */
final class RuleProblems {
    private RuleProblems() {}

    /** @param uncalibrated whether ranges are missing because there are no calibration data */
    static List<Problem> of(ActivationPlan plan, boolean uncalibrated) {
        List<Problem> found = new ArrayList<>();
        long unknown =
                plan.violations().stream().filter(RuleProblems::isUnknown).count();
        if (uncalibrated && unknown > 0) {
            found.add(Problem.ofProject(Severity.WARNING, Kind.NO_CALIBRATION, unknown));
        }
        plan.violations().stream()
                .filter(note -> !isUnknown(note))
                .map(note -> Problem.ofRule(Severity.WARNING, note))
                .forEach(found::add);
        plan.notes().stream()
                .filter(note -> note.rule().effect() == TargetRule.Effect.REMARK)
                .map(note -> Problem.ofRule(Severity.INFO, note))
                .forEach(found::add);
        return found;
    }

    private static boolean isUnknown(RuleNote note) {
        return note.rule() == TargetRule.NO_STATISTICS;
    }
}
