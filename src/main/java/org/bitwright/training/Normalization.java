package org.bitwright.training;

/** What becomes of a batch normalization that the network has kept. */
public enum Normalization {
    /** It stays the affine function that it is in inference; its gain and offset are trained. */
    FROZEN,
    /** It normalizes by the batch, and its mean and variance follow by a moving average. */
    TRAINED
}
