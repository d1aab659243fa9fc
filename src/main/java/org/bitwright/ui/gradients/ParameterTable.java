package org.bitwright.ui.gradients;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import org.bitwright.training.GradientStatistics;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.SqnrCell;
import org.bitwright.ui.common.Texts;

/** The gradients of all parameters at a moment; the row that is chosen is the one that is drawn. */
final class ParameterTable extends TableView<GradientStatistics> {
    /** While a run goes on numbers change many times a second: rows change their order less often. */
    private static final long NANOS_BETWEEN_SORTS = 1_000_000_000L;

    private final GradientsViewModel model;
    private final ObservableList<GradientStatistics> gradients = FXCollections.observableArrayList();
    private Consumer<GradientStatistics> chosen = gradient -> {};
    private boolean following;
    private long sorted;

    ParameterTable(GradientsViewModel model) {
        this.model = model;
        setId("gradient-parameters");
        getStyleClass().addAll("dense", "gradient-parameters");
        accessibleTextProperty().bind(Texts.bind("gradients.parameters"));
        setAccessibleRole(AccessibleRole.TABLE_VIEW);
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
        getSelectionModel().selectedItemProperty().addListener((value, before, now) -> choose(now));
        model.momentProperty().addListener((value, before, now) -> show(now));
        model.parameterProperty().addListener(observable -> follow());
        Texts.follow(this, this::refresh);
        show(model.moment());
    }

    /** Called with a gradient that the user chose. */
    void setOnChosen(Consumer<GradientStatistics> listener) {
        chosen = listener;
    }

    /** Sizes follow the font. */
    void setEm(double em) {
        getColumns().forEach(column -> column.setPrefWidth((double) column.getUserData() * em));
    }

    private void show(Optional<GradientMoment> moment) {
        List<GradientStatistics> next = moment.map(GradientMoment::gradients).orElse(List.of());
        following = true;
        if (isSameOrder(next)) {
            replace(next);
        } else {
            gradients.setAll(next);
            sort();
        }
        following = false;
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
        following = true;
        int index = index(model.parameterProperty().get());
        if (index < 0) {
            getSelectionModel().clearSelection();
        } else if (getSelectionModel().getSelectedIndex() != index) {
            getSelectionModel().clearAndSelect(index);
            scrollTo(index);
        }
        following = false;
    }

    private void choose(GradientStatistics gradient) {
        if (!following && gradient != null) {
            chosen.accept(gradient);
        }
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

    private <T> void number(String name, Function<GradientStatistics, T> value, Function<T, String> shown, double em) {
        TableColumn<GradientStatistics, T> column = column(name, value, em);
        column.getStyleClass().add("number");
        column.setCellFactory(ignored -> {
            TableCell<GradientStatistics, T> cell = new TableCell<>() {
                @Override
                protected void updateItem(T number, boolean empty) {
                    super.updateItem(number, empty);
                    setText(empty || number == null ? null : shown.apply(number));
                }
            };
            cell.getStyleClass().add("number");
            return cell;
        });
    }

    private <T> TableColumn<GradientStatistics, T> column(
            String name, Function<GradientStatistics, T> value, double em) {
        TableColumn<GradientStatistics, T> column = new TableColumn<>();
        column.textProperty().bind(Texts.bind("gradients.column." + name));
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(value.apply(row.getValue())));
        column.setUserData(em);
        column.setId("gradient-column-" + name);
        getColumns().add(column);
        return column;
    }
}
