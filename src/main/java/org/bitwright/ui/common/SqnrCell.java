package org.bitwright.ui.common;

import java.util.Optional;
import java.util.function.Predicate;
import javafx.css.PseudoClass;
import javafx.scene.control.TableCell;
import javafx.scene.paint.Color;

/** SQNR on its colour of the heat scale; … while it is computed. */
public final class SqnrCell<R> extends TableCell<R, Double> {
    private static final PseudoClass HEATED = PseudoClass.getPseudoClass("heated");

    private final Predicate<R> estimated;

    /** @param estimated whether the number of a row is marked as an estimate */
    public SqnrCell(Predicate<R> estimated) {
        this.estimated = estimated;
        getStyleClass().add("heat-cell");
    }

    @Override
    protected void updateItem(Double db, boolean empty) {
        super.updateItem(db, empty);
        if (empty) {
            setText(null);
            setStyle("");
            return;
        }
        Optional<Double> known = Optional.ofNullable(db);
        R row = getTableRow() == null ? null : getTableRow().getItem();
        String about = row != null && estimated.test(row) ? "≈" : "";
        setText(known.map(value -> (value.isNaN() ? "" : about) + Numbers.decibels(value))
                .orElse("…"));
        Color background = known.map(Heat::ofSqnr).orElse(Color.TRANSPARENT);
        boolean plain = background.getOpacity() == 0
                || known.filter(value -> value.isInfinite()).isPresent();
        setStyle(
                plain
                        ? ""
                        : "-bw-heat: " + Heat.css(background) + "; -bw-heat-text: " + Heat.css(Heat.textOn(background))
                                + ";");
        pseudoClassStateChanged(HEATED, !plain);
    }
}
