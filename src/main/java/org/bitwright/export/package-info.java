/**
 * Writers of the files that other tools read, one class a target, with what each target loses and the
 * parity check that runs the written file. Of what is written only our own configuration is read back here; projects are not known.
 */
@NullMarked
package org.bitwright.export;

import org.jspecify.annotations.NullMarked;
