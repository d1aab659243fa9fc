package org.bitwright.ui.app;

import org.bitwright.ui.common.WindowLayout;

/** The same pictures on a larger screen. */
class LargeGraphScreenshots extends GraphScreenshots {
    @Override
    protected WindowLayout size() {
        return new WindowLayout(1600, 1000, false, WindowLayout.INITIAL.dividers());
    }
}
