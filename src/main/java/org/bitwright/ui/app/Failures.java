package org.bitwright.ui.app;

import java.lang.ref.WeakReference;
import org.bitwright.ui.common.Dialogs;
import org.bitwright.ui.common.FailureTexts;
import org.bitwright.ui.common.Texts;

/** Tells the user what went wrong, in a sentence and once. The stack is in the log of failures. */
final class Failures {
    /** Used on the window's thread. */
    private static WeakReference<Throwable> lastTold = new WeakReference<>(null);

    private final Dialogs dialogs;

    Failures(Dialogs dialogs) {
        this.dialogs = dialogs;
    }

    /** @param key key of the sentence that says what could not be done */
    void show(String key, Throwable error) {
        if (lastTold.get() != error) {
            lastTold = new WeakReference<>(error);
            dialogs.error(Texts.get(key), FailureTexts.sentence(error));
        }
    }
}
