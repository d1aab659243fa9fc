/**
 * Reader and writer of the state dicts that PyTorch saves (zip form, {@code .pth} or {@code .pt}). A pickle from a
 * stranger is a program; here it is read as inert values only, and nothing that it names is ever run. The only user of
 * the pickle library.
 */
@NullMarked
package org.bitwright.io.torch;

import org.jspecify.annotations.NullMarked;
