package org.bitwright.ui.app;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.beans.property.StringProperty;
import javafx.scene.control.TabPane;
import org.bitwright.project.Project;
import org.bitwright.project.SavedLayout;
import org.bitwright.ui.common.LayerRow;
import org.bitwright.ui.common.WindowLayout;
import org.bitwright.ui.common.Workbench;

/**
 * How the window looks at the project: the tabs in front, the layers chosen, the filter, the dividers. It goes into the
 * project file with everything else that is saved, and is taken up again when that is opened.
 */
final class ProjectLayout {
    private static final String TAB = "tab.";
    private static final String FILTER = "filter";
    private static final String SELECTED = "selected";
    private static final String DIVIDERS = "dividers";
    private static final String BETWEEN = "\n";

    /** Of a selection; one that is longer is not worth keeping. */
    private static final int LONGEST = 10_000;

    private final Workbench workbench;
    private final List<TabPane> tabs;
    private final StringProperty filter;
    private final PaneDividers dividers;

    /** One that has just been opened is not looked at as it was yet. */
    private Optional<Project> restored = Optional.empty();

    /** @param tabs with ids */
    ProjectLayout(Workbench workbench, List<TabPane> tabs, StringProperty filter, PaneDividers dividers) {
        this.workbench = workbench;
        this.tabs = List.copyOf(tabs);
        this.filter = filter;
        this.dividers = dividers;
        workbench.projectProperty().addListener((property, before, now) -> {
            restored = Optional.empty();
            filter.set("");
        });
        // What is kept against a crash is looked at as it was, too.
        workbench.configProperty().addListener(observable -> {
            if (workbench.project().equals(restored)) {
                keep();
            }
        });
    }

    /** Tells the project how it is looked at now, for the next saving. */
    void keep() {
        workbench.project().ifPresent(project -> project.saving().keepLayout(new SavedLayout(values(project))));
    }

    private Map<String, String> values(Project project) {
        Map<String, String> values = new TreeMap<>(project.saving().layout().values());
        tabs.forEach(pane -> values.put(
                TAB + pane.getId(), String.valueOf(pane.getSelectionModel().getSelectedIndex())));
        values.put(FILTER, filter.get());
        String selected = workbench.selected().stream().map(LayerRow::name).collect(Collectors.joining(BETWEEN));
        values.put(SELECTED, selected.length() > LONGEST ? "" : selected);
        values.put(DIVIDERS, dividers.positions().stream().map(String::valueOf).collect(Collectors.joining(BETWEEN)));
        return values;
    }

    /** Looks at the open project as it was looked at; what it does not say stays. */
    void restore() {
        restored = workbench.project();
        workbench
                .project()
                .map(project -> project.saving().layout())
                .map(SavedLayout::values)
                .ifPresent(values -> {
                    tabs.forEach(pane -> select(pane, values));
                    filter.set(values.getOrDefault(FILTER, ""));
                    List<LayerRow> rows = Arrays.stream(
                                    values.getOrDefault(SELECTED, "").split(BETWEEN))
                            .flatMap(name -> workbench.row(name).stream())
                            .toList();
                    if (!rows.isEmpty()) {
                        workbench.select(rows);
                    }
                    positions(values).ifPresent(dividers::divide);
                });
    }

    private static void select(TabPane pane, Map<String, String> values) {
        number(values.getOrDefault(TAB + pane.getId(), ""))
                .map(Double::intValue)
                .filter(index -> index >= 0 && index < pane.getTabs().size())
                .ifPresent(pane.getSelectionModel()::select);
    }

    private static Optional<List<Double>> positions(Map<String, String> values) {
        List<Double> shares = Stream.of(values.getOrDefault(DIVIDERS, "").split(BETWEEN))
                .flatMap(text -> number(text).stream())
                .toList();
        return Optional.of(shares).filter(found -> new WindowLayout(
                        WindowLayout.INITIAL.width(), WindowLayout.INITIAL.height(), false, found)
                .isUsable());
    }

    private static Optional<Double> number(String text) {
        try {
            return Optional.of(Double.valueOf(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
