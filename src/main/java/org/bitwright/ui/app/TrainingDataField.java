package org.bitwright.ui.app;

import java.util.Optional;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.bitwright.model.Dataset;
import org.bitwright.project.Project;
import org.bitwright.project.Training;
import org.bitwright.training.TrainingPlan;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Texts;

/** Which samples are trained on, how many of them, and other ones. */
final class TrainingDataField extends VBox {
    private final Project project;
    private final Label line = new Label();
    private double heldOut;
    private final Label small = new Label(Texts.get("trainingForm.small"));

    TrainingDataField(Project project, TrainingDataFlow opening) {
        this.project = project;
        getStyleClass().add("data-lines");
        line.setId("training-data");
        line.setWrapText(true);
        small.setId("training-small");
        small.getStyleClass().add("search-warning");
        small.setWrapText(true);
        small.setMinHeight(USE_PREF_SIZE);
        MenuButton choose = new MenuButton(Texts.get("trainingForm.choose"));
        choose.setId("training-choose");
        choose.getStyleClass().add("small");
        choose.setMinWidth(USE_PREF_SIZE);
        choose.getItems()
                .setAll(
                        item("file", opening::chooseFile),
                        item("folder", opening::chooseFolder),
                        item("calibration", opening::drop));
        HBox first = new HBox(line, choose);
        first.getStyleClass().add("form-line");
        getChildren().addAll(first, small);
    }

    private static MenuItem item(String name, Runnable action) {
        MenuItem item = new MenuItem(Texts.get("trainingForm." + name));
        item.setId("training-choose-" + name);
        item.setOnAction(event -> action.run());
        return item;
    }

    /** @param plan empty while none can be made: the one before counts */
    void tell(Optional<TrainingPlan> plan) {
        Training training = project.training();
        heldOut = plan.map(TrainingPlan::validationShare).orElse(heldOut);
        line.setText(training.source()
                .flatMap(source -> training.data()
                        .map(data -> line(String.valueOf(source.samples().getFileName()), data)))
                .orElse(Texts.get("trainingForm.noData")));
        small.setVisible(training.isSmall());
        small.setManaged(training.isSmall());
    }

    private String line(String name, Dataset data) {
        long held = Math.round(data.size() * heldOut);
        return Texts.get(
                "trainingForm.dataLine",
                name,
                Numbers.count(data.size()),
                Numbers.count(data.size() - held),
                Numbers.count(held));
    }
}
