/**
 * The heat map of sensitivity: what each layer alone loses at each width, filling in as it is measured.
 */
@NullMarked
package org.bitwright.ui.sensitivity;

import org.jspecify.annotations.NullMarked;
