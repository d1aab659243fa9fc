package org.bitwright.ui.inspector;

import java.util.Optional;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import org.bitwright.quant.MomentHistogram;
import org.bitwright.quant.Range;
import org.bitwright.ui.common.Shortcuts;
import org.bitwright.ui.common.Texts;
import org.controlsfx.control.RangeSlider;

/** The range as a slider with two thumbs: figures follow while one is moved, letting go makes the edit. */
final class RangeBar extends RangeSlider {
    /** How far beyond the values the slider reaches. */
    private static final double MARGIN = 1.25;

    private final RangeHand hand;
    private boolean showing;
    private Optional<Range> pending = Optional.empty();

    RangeBar(String id, RangeHand hand) {
        super(-1, 1, -1, 1);
        this.hand = hand;
        setId(id);
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

    /**
     * @param range empty where it cannot be moved
     * @param histogram of the values, once they are known
     */
    void show(Optional<Range> range, Optional<MomentHistogram> histogram) {
        boolean usable = range.isPresent() && histogram.isPresent();
        setDisable(!usable);
        if (!usable || pending.isPresent()) {
            return;
        }
        float low = range.orElseThrow().min();
        float high = range.orElseThrow().max();
        MomentHistogram values = histogram.orElseThrow();
        double least = Math.min(Math.min(values.min(), -values.max()) * MARGIN, low);
        double most = Math.max(Math.max(values.max(), -values.min()) * MARGIN, high);
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
        Optional<Range> now = showing ? Optional.empty() : hand.range();
        if (now.isEmpty()) {
            return;
        }
        Range before = now.get();
        if (lower ? value > before.max() : value < before.min()) {
            return;
        }
        Range next = lower ? hand.withMin(before, value) : hand.withMax(before, value);
        pending = Optional.of(next);
        hand.preview(next);
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
        asked.ifPresent(hand::commit);
    }
}
