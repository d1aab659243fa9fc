package org.bitwright.ui.inspector;

import java.util.Optional;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Range;
import org.bitwright.ui.common.LayerRow;
import org.bitwright.ui.common.RequestedRange;

/** The range of the layer under the hand, or of its channel that is shown alone. */
record LayerRangeHand(InspectorViewModel model) implements RangeHand {
    @Override
    public Optional<Range> range() {
        Figures figures = model.figures();
        boolean known = model.editor().row().flatMap(LayerRow::quantized).isPresent();
        return figures.min().value().filter(min -> known).flatMap(min -> figures.max()
                .value()
                .map(max -> new Range(min, max)));
    }

    @Override
    public Range withMin(Range range, float min) {
        return RequestedRange.withMin(format(), range, min);
    }

    @Override
    public Range withMax(Range range, float max) {
        return RequestedRange.withMax(format(), range, max);
    }

    private NumberFormat format() {
        return model.editor().row().orElseThrow().config().format();
    }

    @Override
    public void preview(Range range) {
        model.editor().preview(range);
    }

    @Override
    public void commit(Range range) {
        model.editor().commit(range);
    }
}
