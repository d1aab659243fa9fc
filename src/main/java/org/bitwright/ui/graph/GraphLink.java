package org.bitwright.ui.graph;

/**
 * A value that flows from one node to another.
 *
 * @param from index of the node that gives it
 * @param to index of a node that takes it
 * @param value its name
 */
record GraphLink(int from, int to, String value) {}
