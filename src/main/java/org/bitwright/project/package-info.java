/**
 * The work in hand: model, data, configuration with its history, results; saved to and restored from
 * a project file. Window and command line change the work only through it.
 */
@NullMarked
package org.bitwright.project;

import org.jspecify.annotations.NullMarked;
