package org.bitwright.ui.app;

import org.bitwright.ui.common.WindowLayout;

/** The same pictures on a large screen. */
class LargeSafetyScreenshots extends SafetyScreenshots {
    @Override
    protected WindowLayout size() {
        return new WindowLayout(1920, 1080, false, WindowLayout.INITIAL.dividers());
    }
}
