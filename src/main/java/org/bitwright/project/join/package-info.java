/**
 * How tensors of a file without a network become those of one: proposals that a user looks at and confirms. Knows names
 * and shapes; the joined network itself is made by the package of its format.
 */
@NullMarked
package org.bitwright.project.join;

import org.jspecify.annotations.NullMarked;
