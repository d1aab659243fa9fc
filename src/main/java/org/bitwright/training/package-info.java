/**
 * Training on of an opened network: quantization-aware training, gradient quantization, pruning. Here are the plan of a
 * run, the run itself and what it reports; {@code training.graph} turns a network into a differentiable one on ND4J's
 * SameDiff, {@code training.quantizer} rounds weights and activations in it, {@code training.gradient} rounds gradients.
 * Files, data selection and variants are the project's.
 */
@NullMarked
package org.bitwright.training;

import org.jspecify.annotations.NullMarked;
