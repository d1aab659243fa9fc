package org.bitwright.ui.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.binding.StringBinding;
import javafx.beans.value.ObservableValue;
import javafx.stage.Stage;
import org.bitwright.export.ExportTarget;
import org.bitwright.project.DataSets;
import org.bitwright.project.Project;
import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Preset;
import org.bitwright.quant.TargetProfile;
import org.bitwright.quant.target.NetworkPreset;
import org.bitwright.ui.common.Dialogs;
import org.bitwright.ui.common.EdgeRow;
import org.bitwright.ui.common.LayerRow;
import org.bitwright.ui.common.Settings;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.common.Workbench;

/** What the actions do to the open project and the settings. */
final class Commands {
    private static final double FONT_STEP = 10;

    private final Workbench workbench;
    private final Tasks tasks;
    private final Dialogs dialogs;
    private final Settings settings;
    private final ProjectFlow files;
    private final Stage stage;
    private final BooleanBinding nothingOpen;
    private Consumer<ExportTarget> otherExport = target -> {};
    private final CalibrationFlow calibration;
    private final ObservableValue<TargetProfile> target;

    Commands(Workbench workbench, Tasks tasks, Dialogs dialogs, Settings settings, ProjectFlow files, Stage stage) {
        this.workbench = workbench;
        this.tasks = tasks;
        this.dialogs = dialogs;
        this.settings = settings;
        this.files = files;
        this.stage = stage;
        calibration = new CalibrationFlow(workbench, dialogs);
        target = Bindings.createObjectBinding(
                () -> workbench.configProperty().get().target(), workbench.configProperty());
        nothingOpen = Bindings.createBooleanBinding(() -> workbench.project().isEmpty(), workbench.projectProperty());
    }

    ProjectFlow files() {
        return files;
    }

    BooleanBinding nothingOpen() {
        return nothingOpen;
    }

    /** Whether there is a network that can be run. */
    BooleanBinding withNetwork() {
        return nothingOpen.or(workbench.lacksNetwork()).not();
    }

    /** Defines the actions that need no panel. */
    void define(Actions actions, ExportFlow exports, SweepFlow sweeps) {
        BooleanBinding open = nothingOpen.not();
        BooleanBinding runnable = withNetwork();
        BooleanBinding withData = Bindings.createBooleanBinding(
                () -> workbench.project().map(Project::dataSets).flatMap(DataSets::evaluation).isPresent(),
                workbench.projectProperty(),
                workbench.measurements().dataProperty());
        BooleanBinding chosen = Bindings.isNotEmpty(workbench.selected());
        actions.define(Action.OPEN, files::chooseAndOpen);
        actions.define(Action.OPEN_DATA, runnable, () -> files.chooseData(false));
        actions.define(Action.OPEN_CALIBRATION, runnable, () -> files.chooseData(true));
        actions.define(Action.OPEN_CONFIG, open, () -> files.configs().choose());
        actions.define(Action.OPEN_IMAGES, runnable, () -> files.data().chooseFolder());
        actions.define(Action.DATA_SETTINGS, withData, () -> files.data().settings());
        actions.define(Action.MODEL_INFO, open, () -> workbench.project().ifPresent(project -> new ModelWindow(project)
                .show(stage)));
        actions.define(Action.SAVE, open, () -> files.save(() -> {}));
        actions.define(Action.SAVE_AS, open, () -> files.saveAs(() -> {}));
        actions.define(Action.CLOSE, open, files::close);
        actions.define(Action.QUIT, () -> files.afterUnsaved(stage::close));
        actions.define(
                Action.UNDO,
                Bindings.createBooleanBinding(
                        () -> workbench.undoNameProperty().get().isPresent(), workbench.undoNameProperty()),
                named(Action.UNDO, workbench.undoNameProperty()),
                workbench::undo);
        actions.define(
                Action.REDO,
                Bindings.createBooleanBinding(
                        () -> workbench.redoNameProperty().get().isPresent(), workbench.redoNameProperty()),
                named(Action.REDO, workbench.redoNameProperty()),
                workbench::redo);
        actions.define(Action.PREVIOUS_LAYER, open, () -> step(-1));
        actions.define(Action.NEXT_LAYER, open, () -> step(1));
        actions.define(Action.MORE_BITS, chosen, () -> bits(1));
        actions.define(Action.FEWER_BITS, chosen, () -> bits(-1));
        actions.define(Action.FIT, chosen, this::fit);
        actions.define(Action.RESET, chosen, this::reset);
        actions.define(Action.EVALUATE, withData, () -> workbench.measurements().evaluate());
        actions.define(Action.SWEEP, withData, sweeps::ask);
        actions.define(Action.MEASURE_SPEED, runnable, exports.speed()::measure);
        actions.define(Action.CANCEL, tasks.activeProperty().greaterThan(0), tasks::cancelAll);
        actions.define(Action.EXPORT_QDQ, runnable, () -> exports.export(ExportTarget.QDQ));
        actions.define(Action.EXPORT_SIMULATED, runnable, () -> exports.export(ExportTarget.SIMULATED));
        actions.define(Action.EXPORT_CONFIG, open, () -> exports.export(ExportTarget.CONFIG));
        actions.define(Action.EXPORT_CSV, open, () -> exports.export(ExportTarget.CSV));
        actions.define(Action.EXPORT_HUFFMAN, open, () -> exports.export(ExportTarget.HUFFMAN));
        actions.define(Action.EXPORT_REPORT, open, () -> exports.export(ExportTarget.REPORT));
        otherExport = exports::export;
        defineView(actions);
    }

    private void defineView(Actions actions) {
        actions.define(Action.THEME, () -> settings.themeProperty()
                .set(settings.themeProperty().get().other()));
        actions.define(Action.LANGUAGE, () -> {
            int next = (Texts.LANGUAGES.indexOf(Texts.language()) + 1) % Texts.LANGUAGES.size();
            settings.languageProperty().set(Texts.LANGUAGES.get(next));
        });
        actions.define(Action.FONT_LARGER, () -> zoom(FONT_STEP));
        actions.define(Action.FONT_SMALLER, () -> zoom(-FONT_STEP));
        actions.define(Action.FONT_NORMAL, () -> settings.zoomFont(Settings.NORMAL_FONT_PERCENT));
        actions.define(Action.SHORTCUTS, () -> dialogs.inform(Texts.get("action.SHORTCUTS"), shortcuts()));
        actions.define(Action.ABOUT, () -> dialogs.inform(Texts.get("action.ABOUT"), Texts.get("about.text")));
    }

    /** Exports to one of the targets that have no action of their own. */
    void export(ExportTarget target) {
        otherExport.accept(target);
    }

    /** Puts a preset on the selected layers if there are several, else on all. */
    void preset(Preset preset) {
        List<LayerRow> rows = workbench.selected().size() > 1 ? selected() : List.copyOf(workbench.rows());
        workbench.editing().preset(rows, preset);
    }

    /** Puts a preset on the whole network; where it needs calibration data and there are none, asks for them. */
    void preset(NetworkPreset preset) {
        workbench.editing().preset(preset);
        if (workbench.configProperty().get().needsStatistics()) {
            calibration.forActivations();
        }
    }

    void target(TargetProfile target) {
        if (workbench.configProperty().get().target() != target) {
            workbench.activations().editing().target(target);
        }
    }

    ObservableValue<TargetProfile> targetProperty() {
        return target;
    }

    private void fit() {
        if (activations().isEmpty()) {
            workbench.editing().fit(selected());
        } else {
            workbench.activations().editing().fit(activations());
        }
    }

    private void reset() {
        if (activations().isEmpty()) {
            workbench.editing().reset(selected());
        } else {
            workbench.activations().editing().reset(activations());
        }
    }

    /** The chosen activations while they are looked at in the place of weights. */
    private List<EdgeRow> activations() {
        return workbench.activations().isWatched()
                ? List.copyOf(workbench.activations().selected())
                : List.of();
    }

    private List<LayerRow> selected() {
        return new ArrayList<>(workbench.selected());
    }

    private void step(int by) {
        List<LayerRow> rows = workbench.rows();
        int now = workbench.editor().row().map(rows::indexOf).orElse(-1);
        int next = Math.max(0, Math.min(rows.size() - 1, now + by));
        if (!rows.isEmpty()) {
            workbench.select(List.of(rows.get(next)));
        }
    }

    private void bits(int by) {
        if (!activations().isEmpty()) {
            activationBits(by);
            return;
        }
        List<LayerRow> rows = selected();
        workbench.editor().row().map(row -> row.config().format()).ifPresent(format -> {
            FormatFamily family = FormatFamily.of(format);
            int wanted = format.bits() + by;
            if (wanted >= family.minBits() && wanted <= family.maxBits()) {
                workbench.editing().bits(rows, wanted);
            }
        });
    }

    private void activationBits(int by) {
        workbench
                .activations()
                .editor()
                .row()
                .filter(row -> row.config().format() instanceof NumberFormat.Uniform && !row.isGoverned())
                .map(row -> row.config().format().bits() + by)
                .filter(bits -> bits >= NumberFormat.Uniform.MIN_BITS && bits <= NumberFormat.Uniform.MAX_BITS)
                .ifPresent(bits -> workbench.activations().editing().bits(activations(), bits));
    }

    private void zoom(double by) {
        settings.zoomFont(settings.fontPercentProperty().get() + by);
    }

    private static StringBinding named(Action action, ObservableValue<Optional<String>> step) {
        return Bindings.createStringBinding(
                () -> step.getValue()
                        .map(name -> Texts.get("menu.step", Texts.get(action.key()), name))
                        .orElse(Texts.get(action.key())),
                step,
                Texts.languageProperty());
    }

    private static String shortcuts() {
        StringBuilder text = new StringBuilder();
        for (Action action : Action.values()) {
            text.append(action.shortcut().getDisplayText())
                    .append("   ")
                    .append(Texts.get(action.key()))
                    .append('\n');
        }
        return text.toString().stripTrailing();
    }
}
