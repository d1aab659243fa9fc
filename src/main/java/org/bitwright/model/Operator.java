package org.bitwright.model;

/**
 * One operator of a network.
 *
 * @param name unique within its graph where the file names it, else made from type and position
 * @param type operator type, with its domain before it where that is not the standard one
 * @param quantizable whether one of its weights can be quantized here
 * @param note why not, in a user's words; empty where it can, or where it holds no weights
 */
public record Operator(String name, String type, boolean quantizable, String note) {}
