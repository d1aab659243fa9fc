/**
 * Writers of the files that other tools read, one class a target, with what each target loses and the
 * parity check that runs the written file. Reading such files back as a project is not done here.
 */
@NullMarked
package org.bitwright.export;

import org.jspecify.annotations.NullMarked;
