package org.bitwright.ui.app;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import javafx.beans.Observable;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.util.StringConverter;
import org.bitwright.analysis.search.Budget;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.search.BudgetKind;

/** What may be spent: a kind, a number and its unit. */
final class BudgetField extends HBox {
    private static final MathContext THREE = new MathContext(3, RoundingMode.HALF_UP);

    private final ComboBox<BudgetKind> kind = new ComboBox<>();
    private final TextField number = new TextField();
    private final Label unit = new Label();
    private final long floatBytes;

    BudgetField(long floatBytes) {
        this.floatBytes = floatBytes;
        kind.setId("search-budget-kind");
        kind.getItems().setAll(BudgetKind.values());
        kind.setConverter(new StringConverter<>() {
            @Override
            public String toString(BudgetKind one) {
                return one == null ? "" : Texts.get("budgetKind." + one.name());
            }

            @Override
            public BudgetKind fromString(String text) {
                throw new UnsupportedOperationException(text);
            }
        });
        kind.valueProperty()
                .addListener((property, before, now) -> unit.setText(Texts.get("budgetUnit." + now.name())));
        kind.setValue(BudgetKind.SIZE);
        number.setId("search-budget-number");
        number.setPrefColumnCount(7);
        unit.setLabelFor(number);
        getChildren().addAll(kind, new Label(Texts.get("searchForm.atMost")), number, unit);
    }

    List<Observable> watched() {
        return List.of(kind.valueProperty(), number.textProperty());
    }

    BudgetKind kind() {
        return kind.getValue();
    }

    void onKindChosen(Runnable listener) {
        kind.valueProperty().addListener((property, before, now) -> listener.run());
    }

    /** Puts a cost in the field, rounded to what people would type. */
    void set(double cost) {
        double typed = kind().typed(cost, floatBytes);
        number.setText(new BigDecimal(typed).round(THREE).stripTrailingZeros().toPlainString());
    }

    /** Empty if what is typed is no number above zero, or a share beyond the whole. */
    Optional<Budget> budget() {
        OptionalDouble typed = Numbers.parse(number.getText());
        boolean share = kind() == BudgetKind.ACCURACY_LOSS;
        return typed.isEmpty() || typed.getAsDouble() <= 0 || share && typed.getAsDouble() >= 100
                ? Optional.empty()
                : Optional.of(kind().budget(typed.getAsDouble(), floatBytes));
    }
}
