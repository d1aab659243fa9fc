/**
 * Reader of HDF5 files from strangers, as far as files of weights need it: groups, attributes of text, datasets of
 * numbers. Written for that purpose because nothing here may be mapped, run in circles or be allocated on a file's word
 * alone; links to other files and storage in other files are refused. What the groups mean is the business of the
 * readers that use it.
 */
@NullMarked
package org.bitwright.io.hdf5;

import org.jspecify.annotations.NullMarked;
