/**
 * The main class, which chooses between window and command line. Nothing else lives here.
 */
@NullMarked
package org.bitwright;

import org.jspecify.annotations.NullMarked;
