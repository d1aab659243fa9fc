package org.bitwright.ui.common;

import java.util.Comparator;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.AccessibleRole;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;

/**
 * A dense table of numbers with columns as wide as the font asks. Where the row that is chosen is shown elsewhere, too,
 * the two follow each other.
 */
public abstract class NumbersTable<R> extends TableView<R> {
    private boolean following;

    /** @param title key of what screen readers call it */
    protected NumbersTable(String id, String styleClass, String title) {
        setId(id);
        getStyleClass().addAll("dense", styleClass);
        accessibleTextProperty().bind(Texts.bind(title));
        setAccessibleRole(AccessibleRole.TABLE_VIEW);
        Texts.follow(this, this::refresh);
    }

    /** Sizes follow the font. */
    public final void setEm(double em) {
        getColumns().forEach(column -> column.setPrefWidth((double) column.getUserData() * em));
    }

    /**
     * A column of numbers.
     *
     * @param value what it is sorted by
     * @param shown its text
     * @param em width in font sizes
     */
    protected final <T extends Comparable<T>> void number(
            String id, String title, Function<R, T> value, Function<T, String> shown, double em) {
        TableColumn<R, T> column = column(id, title, value, em);
        column.getStyleClass().add("number");
        column.setComparator(Comparator.naturalOrder());
        column.setCellFactory(ignored -> {
            TableCell<R, T> cell = new TableCell<>() {
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

    /** A column whose cells the caller makes. */
    protected final <T> TableColumn<R, T> column(String id, String title, Function<R, T> value, double em) {
        TableColumn<R, T> column = new TableColumn<>();
        column.setId(id);
        column.textProperty().bind(Texts.bind(title));
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(value.apply(row.getValue())));
        column.setUserData(em);
        getColumns().add(column);
        return column;
    }

    /** Tells of rows that the user chooses, not of those that are chosen by {@link #follow}. */
    protected final void tellChosen(Consumer<R> chosen) {
        getSelectionModel().selectedItemProperty().addListener((value, before, now) -> {
            if (!following && now != null) {
                chosen.accept(now);
            }
        });
    }

    /** Changes the rows; what that does to the choice is not told. */
    protected final void change(Runnable rows) {
        following = true;
        rows.run();
        following = false;
    }

    /** Chooses the row that is shown elsewhere and lets it be seen; none where there is no such row. */
    protected final void follow(Predicate<R> shown) {
        change(() -> {
            int index = 0;
            while (index < getItems().size() && !shown.test(getItems().get(index))) {
                index++;
            }
            if (index == getItems().size()) {
                getSelectionModel().clearSelection();
            } else if (getSelectionModel().getSelectedIndex() != index) {
                getSelectionModel().clearAndSelect(index);
                scrollTo(index);
            }
        });
    }
}
