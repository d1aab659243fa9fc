package org.bitwright.ui.inspector;

import java.util.Optional;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.Range;
import org.bitwright.ui.common.LayerRow;
import org.bitwright.ui.common.RequestedRange;
import org.bitwright.ui.common.Shortcuts;
import org.bitwright.ui.common.Texts;
import org.controlsfx.control.RangeSlider;

/** The range as a slider with two thumbs: figures follow while one is moved, letting go makes the edit. */
final class RangeBar extends RangeSlider {
    /** How far beyond the weights the slider reaches. */
    private static final double MARGIN = 1.25;

    private final InspectorViewModel model;
    private boolean showing;
    private Optional<Range> pending = Optional.empty();

    RangeBar(InspectorViewModel model) {
        super(-1, 1, -1, 1);
        this.model = model;
        setId("range-bar");
        accessibleTextProperty().bind(Texts.bind("inspector.range"));
        lowValueProperty().addListener((property, before, after) -> moved(true, after.floatValue()));
        highValueProperty().addListener((property, before, after) -> moved(false, after.floatValue()));
        addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.isShortcutDown()) {
                Shortcuts.leaveToWindow(this, event);
            }
        });
        addEventHandler(MouseEvent.MOUSE_RELEASED, event -> release());
        addEventHandler(KeyEvent.KEY_RELEASED, event -> release());
    }

    void show(Figures figures, Optional<LayerWeights> weights) {
        boolean usable =
                figures.min().value().isPresent() && figures.max().value().isPresent() && weights.isPresent();
        setDisable(!usable);
        if (!usable || pending.isPresent()) {
            return;
        }
        float low = figures.min().value().orElseThrow();
        float high = figures.max().value().orElseThrow();
        LayerWeights values = weights.orElseThrow();
        double least =
                Math.min(Math.min(values.histogram().min(), -values.histogram().max()) * MARGIN, low);
        double most =
                Math.max(Math.max(values.histogram().max(), -values.histogram().min()) * MARGIN, high);
        if (!(most > least)) {
            setDisable(true);
            return;
        }
        showing = true;
        setMin(least);
        setMax(most);
        setBlockIncrement((most - least) / 100);
        setLowValue(least);
        setHighValue(high);
        setLowValue(low);
        showing = false;
    }

    private void moved(boolean lower, float value) {
        LayerRow row = model.editor().row().orElse(null);
        if (showing || row == null || row.quantized().isEmpty()) {
            return;
        }
        Figures figures = model.figures();
        Range before = new Range(
                figures.min().value().orElse(0f), figures.max().value().orElse(0f));
        if (lower ? value > before.max() : value < before.min()) {
            return;
        }
        Range next = lower
                ? RequestedRange.withMin(row.config(), before, value)
                : RequestedRange.withMax(row.config(), before, value);
        pending = Optional.of(next);
        model.editor().preview(next);
        mirror(next, lower);
    }

    private void mirror(Range next, boolean lower) {
        showing = true;
        if (lower) {
            setHighValue(next.max());
        } else {
            setLowValue(next.min());
        }
        showing = false;
    }

    /** One gesture, one edit. */
    private void release() {
        Optional<Range> asked = pending;
        pending = Optional.empty();
        asked.ifPresent(model.editor()::commit);
    }
}
