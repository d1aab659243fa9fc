/**
 * The inspector: format, bits, scheme, range, step and zero point of the selected layers, always in
 * agreement.
 */
@NullMarked
package org.bitwright.ui.inspector;

import org.jspecify.annotations.NullMarked;
