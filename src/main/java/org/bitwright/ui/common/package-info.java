/**
 * What all panels share: dialogs behind an interface, the bridge from background jobs to the window's
 * thread, themes, texts in two languages, and the observable state of the open project.
 */
@NullMarked
package org.bitwright.ui.common;

import org.jspecify.annotations.NullMarked;
