/**
 * The command line: parses, calls the engine through the project, prints for people or as JSON. The
 * only package that writes to standard output.
 */
@NullMarked
package org.bitwright.cli;

import org.jspecify.annotations.NullMarked;
