package org.bitwright.project;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.bitwright.project.Problem.Kind;
import org.bitwright.project.Problem.Severity;

/**
 * The data of one project for another of the same weights, read anew: the other network may take them otherwise, or not at
 * all, and files may have gone. What cannot be had is noted and left out.
 */
final class FollowedData {
    private final DataSelection selection;
    private final List<Problem> notes;

    /** @param notes takes what is said of what is left out */
    FollowedData(DataSelection selection, List<Problem> notes) {
        this.selection = selection;
        this.notes = notes;
    }

    void follow(DataSelection other) {
        int reserved = other.reserved();
        Optional<EvaluationSet> calibration = other.calibration();
        boolean evaluated = other.evaluation()
                .filter(set -> holds(set, Kind.DATA_LEFT_OUT, () -> selection.useEvaluation(set.source())))
                .isPresent();
        if (reserved == 0) {
            calibration.ifPresent(
                    set -> holds(set, Kind.CALIBRATION_LEFT_OUT, () -> selection.useCalibration(set.source())));
        } else if (evaluated) {
            reserve(reserved);
        }
        selection.training().follow(other.training());
    }

    private interface Use {
        void use() throws IOException;
    }

    private boolean holds(EvaluationSet set, Kind otherwise, Use use) {
        try {
            use.use();
            return true;
        } catch (IOException e) {
            Path samples = set.source().samples();
            notes.add(Problem.ofProject(Severity.WARNING, otherwise, samples));
            return false;
        }
    }

    private void reserve(int samples) {
        try {
            selection.reserve(samples);
        } catch (IllegalArgumentException e) {
            notes.add(Problem.ofProject(Severity.WARNING, Kind.RESERVED_DROPPED, samples));
        }
    }
}
