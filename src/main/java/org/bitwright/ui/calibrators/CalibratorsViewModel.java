package org.bitwright.ui.calibrators;

import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import org.bitwright.project.Project;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.CalibratorResult;
import org.bitwright.quant.TensorConfig;
import org.bitwright.ui.common.CalibratorTexts;
import org.bitwright.ui.common.LayerRow;
import org.bitwright.ui.common.TaskItem;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.common.Workbench;

/** The comparison for the layer under the hand: computed in the background, given up when it is no longer looked at. */
public final class CalibratorsViewModel {
    private final Workbench workbench;
    private final LayerRow row;
    private final int channel;
    private final ReadOnlyObjectWrapper<Optional<ComparedCalibrators>> compared =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Throwable>> failure = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ObjectProperty<Optional<CalibratorResult>> chosen = new SimpleObjectProperty<>(Optional.empty());
    private Optional<TaskItem> task = Optional.empty();

    /** @param channel whose weights are compared alone, or −1 for all */
    public CalibratorsViewModel(Workbench workbench, LayerRow row, int channel) {
        this.workbench = workbench;
        this.row = row;
        this.channel = channel;
    }

    /** Starts the comparison. */
    public void start(Tasks tasks) {
        Project project = workbench.project().orElseThrow();
        TensorConfig config = row.config();
        task = Optional.of(tasks.<ComparedCalibrators>task(
                        Texts.supply("task.calibrators", row.name()),
                        (progress, cancel) ->
                                ComparedCalibrators.of(project, row.name(), config, channel, progress, cancel))
                .latest("calibrators")
                .whenSlow()
                .onSuccess(this::arrived)
                .onFailure(error -> failure.set(Optional.of(error)))
                .start());
    }

    private void arrived(ComparedCalibrators found) {
        compared.set(Optional.of(found));
        chosen.set(found.results().stream().filter(found::isPresent).findFirst());
    }

    public String layer() {
        return row.name();
    }

    /** The work under way, for its progress. */
    Optional<TaskItem> task() {
        return task;
    }

    ReadOnlyObjectProperty<Optional<ComparedCalibrators>> comparedProperty() {
        return compared.getReadOnlyProperty();
    }

    /** Why there is no comparison. */
    ReadOnlyObjectProperty<Optional<Throwable>> failureProperty() {
        return failure.getReadOnlyProperty();
    }

    /** What would be applied. */
    public ObjectProperty<Optional<CalibratorResult>> chosenProperty() {
        return chosen;
    }

    /** Whether applying would change something. */
    public boolean isApplicable() {
        return chosen.get()
                .filter(result -> !result.config().equals(row.config()))
                .isPresent();
    }

    /** Makes what is chosen the layer's configuration: one undo step. */
    public void apply() {
        if (isApplicable()) {
            CalibratorResult result = chosen.get().orElseThrow();
            Calibrator used = result.calibrator();
            Supplier<String> calibrator = () -> CalibratorTexts.name(used);
            workbench.edit(
                    Texts.supply("edit.calibrator", row.name(), calibrator),
                    workbench.configProperty().get().with(row.name(), result.config()));
        }
    }

    /** Gives up work that is still under way. */
    public void close() {
        task.filter(TaskItem::isActive).ifPresent(TaskItem::cancel);
    }
}
