/**
 * Image files (PNG, JPEG) as samples: what a header says, decoding within a size cap, resizing and cropping to what a
 * network takes. Folders and labels belong to the data sets.
 */
@NullMarked
package org.bitwright.io.image;

import org.jspecify.annotations.NullMarked;
