package org.bitwright.project.join;

/** Why a tensor is proposed for a constant of a graph; those further down are less sure. */
public enum Match {
    /** Both have the same name. */
    SAME_NAME,
    /** They have the same name but for a prefix that a wrapper adds, such as {@code module.}. */
    WITHOUT_PREFIX,
    /** It stands beside the tensor of the weight that the constant belongs to, as {@code fc.bias} does beside {@code fc.weight}. */
    BESIDE_WEIGHT,
    /** No other constant and no other tensor has this shape. */
    ONLY_SHAPE,
    /** A guess: several have this shape, and they are taken in order. */
    IN_ORDER,
    /** None is proposed. */
    NONE
}
