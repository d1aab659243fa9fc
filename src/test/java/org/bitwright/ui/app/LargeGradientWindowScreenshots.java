package org.bitwright.ui.app;

import org.bitwright.ui.common.WindowLayout;

/** The same pictures on a large screen. */
class LargeGradientWindowScreenshots extends GradientWindowScreenshots {
    @Override
    protected WindowLayout size() {
        return new WindowLayout(1920, 1200, false, WindowLayout.INITIAL.dividers());
    }
}
