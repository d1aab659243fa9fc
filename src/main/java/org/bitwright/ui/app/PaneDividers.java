package org.bitwright.ui.app;

import java.util.List;
import java.util.stream.Stream;
import javafx.scene.control.SplitPane;

/** Where the panes of the window are divided: in the upper half, between the halves, in the lower half. */
record PaneDividers(SplitPane upper, SplitPane work, SplitPane lower) {

    /** Shares 0…1, in the order of {@link org.bitwright.ui.common.WindowLayout#dividers}. */
    List<Double> positions() {
        return Stream.of(upper, work, lower)
                .flatMap(pane -> pane.getDividers().stream())
                .map(SplitPane.Divider::getPosition)
                .toList();
    }

    void divide(List<Double> positions) {
        upper.setDividerPositions(positions.get(0), positions.get(1));
        work.setDividerPositions(positions.get(2));
        lower.setDividerPositions(positions.get(3));
    }
}
