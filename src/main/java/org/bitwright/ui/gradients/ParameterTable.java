package org.bitwright.ui.gradients;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.Tooltip;
import org.bitwright.training.GradientStatistics;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.NumbersTable;
import org.bitwright.ui.common.SqnrCell;

/** The gradients of all parameters at a moment; the row that is chosen is the one that is drawn. */
final class ParameterTable extends NumbersTable<GradientStatistics> {
    /** While a run goes on numbers change many times a second: rows change their order less often. */
    private static final long NANOS_BETWEEN_SORTS = 1_000_000_000L;

    private final GradientsViewModel model;
    private final ObservableList<GradientStatistics> gradients = FXCollections.observableArrayList();
    private Consumer<GradientStatistics> chosen = gradient -> {};
    private long sorted;

    ParameterTable(GradientsViewModel model) {
        super("gradient-parameters", "gradient-parameters", "gradients.parameters");
        this.model = model;
        nameColumn();
        sqnrColumn();
        number("greatest", GradientStatistics::maxAbs, Numbers::shortText, 7.2);
        number("lost", GradientStatistics::roundedToZero, Numbers::percent, 5.8);
        number("sent", GradientStatistics::sentBits, bits -> Numbers.bytes(GradientTexts.bytes(bits)), 5.4);
        number("step", GradientStatistics::step, Numbers::shortText, 7.2);
        number("mse", GradientStatistics::mse, Numbers::shortText, 7.2);
        number("zeros", GradientStatistics::zeros, Numbers::percent, 5.8);
        number("values", GradientStatistics::values, count -> Numbers.count(count), 5.4);
        setItems(gradients);
        setPlaceholder(new Label());
        tellChosen(gradient -> chosen.accept(gradient));
        model.momentProperty().addListener((value, before, now) -> show(now));
        model.parameterProperty().addListener(observable -> follow());
        show(model.moment());
    }

    /** Called with a gradient that the user chose. */
    void setOnChosen(Consumer<GradientStatistics> listener) {
        chosen = listener;
    }

    private void show(Optional<GradientMoment> moment) {
        List<GradientStatistics> next = moment.map(GradientMoment::gradients).orElse(List.of());
        change(() -> {
            if (isSameOrder(next)) {
                replace(next);
            } else {
                gradients.setAll(next);
                sort();
            }
        });
        follow();
    }

    private boolean isSameOrder(List<GradientStatistics> next) {
        return next.size() == gradients.size() && next.stream().allMatch(gradient -> index(gradient.parameter()) >= 0);
    }

    private void replace(List<GradientStatistics> next) {
        next.forEach(gradient -> gradients.set(index(gradient.parameter()), gradient));
        if (!getSortOrder().isEmpty() && System.nanoTime() - sorted > NANOS_BETWEEN_SORTS) {
            sorted = System.nanoTime();
            sort();
        }
    }

    private int index(String parameter) {
        for (int i = 0; i < gradients.size(); i++) {
            if (gradients.get(i).parameter().equals(parameter)) {
                return i;
            }
        }
        return -1;
    }

    private void follow() {
        follow(gradient -> gradient.parameter().equals(model.parameterProperty().get()));
    }

    private void nameColumn() {
        TableColumn<GradientStatistics, String> column = column("parameter", GradientStatistics::parameter, 8.5);
        column.setCellFactory(ignored -> new TableCell<>() {
            private final Tooltip whole = new Tooltip();

            @Override
            protected void updateItem(String name, boolean empty) {
                super.updateItem(name, empty);
                setText(empty ? null : name);
                whole.setText(empty || name == null ? "" : name);
                setTooltip(empty ? null : whole);
            }
        });
    }

    private void sqnrColumn() {
        TableColumn<GradientStatistics, Double> column = column("sqnr", GradientStatistics::sqnr, 5);
        column.setCellFactory(ignored -> new SqnrCell<>(gradient -> false));
    }

    private <T extends Comparable<T>> void number(
            String name, Function<GradientStatistics, T> value, Function<T, String> shown, double em) {
        number(id(name), title(name), value, shown, em);
    }

    private <T> TableColumn<GradientStatistics, T> column(
            String name, Function<GradientStatistics, T> value, double em) {
        return column(id(name), title(name), value, em);
    }

    private static String id(String name) {
        return "gradient-column-" + name;
    }

    private static String title(String name) {
        return "gradients.column." + name;
    }
}
