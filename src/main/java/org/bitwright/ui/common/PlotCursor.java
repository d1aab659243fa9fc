package org.bitwright.ui.common;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** The point of a chart under the keyboard's or the mouse's eye, and what is done with one that is chosen. */
public final class PlotCursor<P> {
    private final ReadOnlyObjectWrapper<Optional<P>> point = new ReadOnlyObjectWrapper<>(Optional.empty());
    private Consumer<? super P> chosen = any -> {};

    public ReadOnlyObjectProperty<Optional<P>> pointProperty() {
        return point.getReadOnlyProperty();
    }

    public Optional<P> point() {
        return point.get();
    }

    public void look(Optional<P> at) {
        point.set(at);
    }

    public void lookAt(P at) {
        look(Optional.of(at));
    }

    public void lookAway() {
        look(Optional.empty());
    }

    /** Looks at what stands for the point after the chart has changed; away where nothing does. */
    public void follow(Function<P, Optional<P>> successor) {
        look(point.get().flatMap(successor));
    }

    /** Goes to the next point of a line (1) or the one before (−1); from nowhere to its nearer end. */
    public void step(int direction, List<P> line) {
        int now = point.get().map(line::indexOf).orElse(direction > 0 ? -1 : line.size());
        int next = now + direction;
        if (next >= 0 && next < line.size()) {
            lookAt(line.get(next));
        }
    }

    /** Called with a point that the user wants. */
    public void setOnChosen(Consumer<? super P> listener) {
        chosen = listener;
    }

    public void choose(P wanted) {
        lookAt(wanted);
        chosen.accept(wanted);
    }
}
