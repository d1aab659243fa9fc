package org.bitwright.ui.app;

import java.io.IOException;
import java.util.List;
import org.bitwright.project.Project;
import org.bitwright.project.TrainingFault;
import org.bitwright.training.TrainingPlan;
import org.bitwright.ui.common.Texts;

/** Why a plan of training cannot be run as things stand, in the user's language. */
final class TrainingFaultTexts {
    private TrainingFaultTexts() {}

    /** Reads the network: not on the window's thread. */
    static List<String> of(Project project, TrainingPlan plan) throws IOException {
        return project.training().findings(plan).stream()
                .map(TrainingFaultTexts::text)
                .toList();
    }

    private static String text(TrainingFault fault) {
        return Texts.get(
                "trainingFault." + fault.kind().name(),
                fault.details().stream().map(Texts::shown).toArray());
    }
}
