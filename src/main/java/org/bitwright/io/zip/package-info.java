/**
 * Zip archives from files that nobody vouches for, read by their central directory and never extracted
 * to names, and the cap on what a compressed file may unpack to. What the entries mean is the business
 * of the readers that use it.
 */
@NullMarked
package org.bitwright.io.zip;

import org.jspecify.annotations.NullMarked;
