package org.bitwright.model;

/**
 * One of the arrays that make up a sample, such as its pixels, its token ids or its attention mask.
 *
 * @param name by which it is matched with an input of the network; empty where the data have no names
 * @param type how the file stores it; integers and truth values are exact in {@link Dataset#readLongs}
 * @param shape of one sample, without the batch axis
 */
public record SampleInput(String name, ElementType type, Shape shape) {}
