/**
 * The window as a whole: stage, menus, actions, shortcuts, and the wiring that lets the panels meet.
 * The panels themselves live beside it.
 */
@NullMarked
package org.bitwright.ui.app;

import org.jspecify.annotations.NullMarked;
