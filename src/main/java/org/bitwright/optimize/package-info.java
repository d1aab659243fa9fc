/**
 * What changes weights after training: equalization, bias correction, learned rounding and error
 * feedback, with matrix algebra by the OpenBLAS that ND4J brings. Takes a configuration and calibration
 * samples and gives the next configuration; knows nothing of evaluation data, files and windows.
 */
@NullMarked
package org.bitwright.optimize;

import org.jspecify.annotations.NullMarked;
