package org.bitwright.training.graph;

import org.bitwright.model.Phrase;

/**
 * Why a network cannot be trained: an operator that has no differentiable form here.
 *
 * @param operator its name
 * @param type its type
 * @param reason in a user's words, a whole sentence
 */
public record Obstacle(String operator, String type, Phrase reason) {}
