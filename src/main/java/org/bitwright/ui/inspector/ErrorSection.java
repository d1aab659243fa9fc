package org.bitwright.ui.inspector;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.bitwright.quant.QuantError;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Texts;

/** The errors of what is shown: estimates marked ≈, with the exact number in the tooltip. */
final class ErrorSection extends VBox {
    private final GridPane form = new GridPane();
    private final String prefix;
    private final Figure sqnr;
    private final Figure mse;
    private final Figure cosine;
    private final Figure largest;
    private final Figure clipped;
    private final Figure size;
    private final Figure normalized;
    private final ProgressBar split = new ProgressBar(0);
    private final Label splitText = new Label();

    /** @param prefix of the ids of its figures */
    ErrorSection(String prefix) {
        this.prefix = prefix;
        sqnr = new Figure("inspector.sqnr", "sqnr");
        mse = new Figure("inspector.mse", "mse");
        cosine = new Figure("inspector.cosine", "cosine");
        largest = new Figure("inspector.maxError", "max-error");
        clipped = new Figure("inspector.clipped", "clipped");
        size = new Figure("inspector.size", "layer-size");
        normalized = new Figure("inspector.normalized", "normalized");
        getStyleClass().add("error-section");
        form.getStyleClass().add("form");
        for (int column = 0; column < 4; column++) {
            ColumnConstraints constraints = new ColumnConstraints();
            constraints.setHgrow(column % 2 == 0 ? Priority.NEVER : Priority.ALWAYS);
            form.getColumnConstraints().add(constraints);
        }
        split.getStyleClass().add("split");
        split.setId(prefix + "clip-round");
        split.setMaxWidth(Double.MAX_VALUE);
        split.accessibleTextProperty().bind(splitText.textProperty());
        splitText.getStyleClass().add("muted");
        getChildren().addAll(form, split, splitText);
    }

    /**
     * @param normalizedError RMSE / step, where the grids have one
     * @param bytes of what is stored; none of what only flows
     */
    void show(Optional<QuantError> shown, OptionalDouble normalizedError, OptionalLong bytes) {
        QuantError error = shown.orElse(null);
        size.setShown(bytes.isPresent());
        if (error == null) {
            form.getChildren().stream().filter(FigureValue.class::isInstance).forEach(value -> ((FigureValue) value)
                    .setText("–"));
            split.setVisible(false);
            splitText.setText(" ");
            return;
        }
        String about = error.exact() ? "" : "≈";
        sqnr.show(about, Numbers.decibels(error.sqnrDb()) + " dB", error.sqnrDb());
        mse.show(about, Numbers.shortText(error.mse()), error.mse());
        cosine.show(about, Numbers.cosine(error.cosine()), error.cosine());
        largest.show(about, Numbers.shortText(error.maxError()), error.maxError());
        clipped.show(about, Numbers.percent(error.clippedShare()), error.clippedShare());
        normalized.setShown(normalizedError.isPresent());
        normalizedError.ifPresent(value ->
                normalized.show(about, Texts.get("inspector.floor", Numbers.shortText(value), "0.2887"), value));
        bytes.ifPresent(value -> size.show("", Numbers.bytes(value), value));
        double clip = error.clipErrorShare();
        split.setVisible(error.sumSquaredError() > 0);
        split.setProgress(clip);
        splitText.setText(
                error.sumSquaredError() == 0
                        ? Texts.get("inspector.split.none")
                        : Texts.get("inspector.split", Numbers.wholePercent(clip), Numbers.wholePercent(1 - clip)));
    }

    /** A number with its name. */
    private final class Figure {
        private final FigureValue value = new FigureValue();
        private final Label label = new Label();

        Figure(String key, String id) {
            value.setId(prefix + id);
            label.textProperty().bind(Texts.bind(key));
            label.getStyleClass().add("muted");
            label.setMinWidth(USE_PREF_SIZE);
            label.setLabelFor(value);
            int index = form.getChildren().size() / 2;
            boolean last = index % 2 == 1;
            // What does not fit is in the tooltip.
            value.setMinWidth(last ? 0 : USE_PREF_SIZE);
            form.add(label, index % 2 * 2, index / 2);
            form.add(value, index % 2 * 2 + 1, index / 2, key.equals("inspector.normalized") ? 3 : 1, 1);
        }

        void show(String about, String few, double exact) {
            value.setText(about + few);
            value.exactly.setText(about + Numbers.exact(exact));
        }

        /** Takes no room where it has no meaning. */
        void setShown(boolean shown) {
            for (Label part : List.of(label, value)) {
                part.setVisible(shown);
                part.setManaged(shown);
            }
        }
    }

    private static final class FigureValue extends Label {
        private final Tooltip exactly = new Tooltip("–");

        FigureValue() {
            super("–");
            getStyleClass().add("figure");
            setTooltip(exactly);
        }
    }
}
