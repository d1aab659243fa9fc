/**
 * The network drawn as a graph: its layered layout, the picture on a canvas or in a file, and the hand on it. What the
 * nodes and edges are coloured by is measured elsewhere. Only this package knows ELK.
 */
@NullMarked
package org.bitwright.ui.graph;

import org.jspecify.annotations.NullMarked;
