package org.bitwright.onnx;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What an inference session is made of.
 *
 * @param model the serialized model
 * @param externalFolder the folder that its external data lie in; empty where it has none
 */
public record SessionSource(byte[] model, Optional<Path> externalFolder) {}
