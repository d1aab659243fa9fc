/**
 * A network as a differentiable graph on ND4J's SameDiff: conversion from ONNX operator by operator, differentiation, and
 * running passes of a fixed number of samples without planning them anew. The only place that knows SameDiff. What is
 * trained and how is not known here.
 */
@NullMarked
package org.bitwright.training.graph;

import org.jspecify.annotations.NullMarked;
