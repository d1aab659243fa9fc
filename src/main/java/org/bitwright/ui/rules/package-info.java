/**
 * What the rules of the target did to the choices, and which choices break them; a click leads to the place.
 */
@NullMarked
package org.bitwright.ui.rules;

import org.jspecify.annotations.NullMarked;
