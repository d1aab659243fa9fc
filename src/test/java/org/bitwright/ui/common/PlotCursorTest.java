package org.bitwright.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlotCursorTest {
    private static final List<String> LINE = List.of("a", "b", "c");

    private final PlotCursor<String> cursor = new PlotCursor<>();

    @Test
    void stepsFromNowhereBeginAtTheNearerEnd() {
        cursor.step(1, LINE);
        assertThat(cursor.point()).contains("a");
        cursor.lookAway();
        cursor.step(-1, LINE);
        assertThat(cursor.point()).contains("c");
    }

    @Test
    void stepsStopAtTheEndsOfALine() {
        cursor.lookAt("b");
        cursor.step(1, LINE);
        assertThat(cursor.point()).contains("c");
        cursor.step(1, LINE);
        assertThat(cursor.point()).contains("c");
        cursor.step(-1, LINE);
        cursor.step(-1, LINE);
        cursor.step(-1, LINE);
        assertThat(cursor.point()).contains("a");
    }

    @Test
    void emptyLineHasNoPointToGoTo() {
        cursor.step(1, List.of());
        cursor.step(-1, List.of());
        assertThat(cursor.point()).isEmpty();
    }

    @Test
    void followsThePointThatTookTheOldOnesPlace() {
        cursor.lookAt("b");
        cursor.follow(point -> Optional.of(point + "'"));
        assertThat(cursor.point()).contains("b'");
        cursor.follow(point -> Optional.empty());
        assertThat(cursor.point()).isEmpty();
    }

    @Test
    void chosenPointIsLookedAtAndTold() {
        List<String> told = new ArrayList<>();
        cursor.setOnChosen(point -> told.add(point + " of " + cursor.point().orElse("nothing")));
        cursor.choose("b");
        assertThat(told).containsExactly("b of b");
    }
}
