package org.bitwright.ui.app;

import java.util.List;
import java.util.OptionalInt;
import org.bitwright.model.Dataset;
import org.bitwright.project.Project;
import org.bitwright.ui.common.Dialogs;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.common.Workbench;

/** Calibration data where there are none: some of the evaluation data may be given up for them. */
final class CalibrationFlow {
    private static final String TAKE = "reserve";
    /** Calibration samples that are taken from the evaluation data at most. */
    private static final int TAKEN = 1000;

    private final Workbench workbench;
    private final Dialogs dialogs;

    CalibrationFlow(Workbench workbench, Dialogs dialogs) {
        this.workbench = workbench;
        this.dialogs = dialogs;
    }

    /**
     * Number of calibration samples, asked for where there are none.
     *
     * @param noDataKey says that there are no data at all
     * @param questionKey asks whether samples shall be taken
     * @return empty if there are none, or the user did not agree
     */
    OptionalInt samples(Project project, String noDataKey, String questionKey) {
        if (project.dataSets().calibration().isPresent()) {
            return OptionalInt.of(project.dataSets().calibration().get().size());
        }
        int taken = Math.min(TAKEN, project.dataSets().evaluation().map(Dataset::size).orElse(0) / 2);
        if (taken == 0) {
            dialogs.inform(Texts.get("improve.noData.title"), Texts.get(noDataKey));
            return OptionalInt.empty();
        }
        boolean agreed = dialogs.ask(
                        Texts.get("improve.noData.title"),
                        Texts.get(questionKey, Numbers.count(taken)),
                        List.of(new Dialogs.Choice(TAKE, Texts.get("improve.reserve.take"))))
                .isPresent();
        if (!agreed) {
            return OptionalInt.empty();
        }
        project.dataSets().reserveForCalibration(taken);
        workbench.refresh();
        return OptionalInt.of(taken);
    }

    /** Makes sure that ranges of activations can be found. */
    void forActivations() {
        workbench.project().ifPresent(open -> samples(open, "statistics.noDataAtAll", "statistics.reserve"));
    }
}
