package org.bitwright.ui.common;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** How much of a spread around 0 is in view: a part of ± its greatest, 1 for the whole. */
public final class ZeroZoom {
    private final double closest;
    private final ReadOnlyObjectWrapper<Double> part = new ReadOnlyObjectWrapper<>(1.0);

    /** @param closest the smallest part that can be in view, 0…1 */
    public ZeroZoom(double closest) {
        this.closest = closest;
    }

    public ReadOnlyObjectProperty<Double> partProperty() {
        return part.getReadOnlyProperty();
    }

    public double part() {
        return part.get();
    }

    public boolean isWhole() {
        return part() >= 1;
    }

    public void by(double factor) {
        to(part() * factor);
    }

    public void to(double wanted) {
        part.set(Math.max(closest, Math.min(1, wanted)));
    }

    public void showWhole() {
        to(1);
    }
}
