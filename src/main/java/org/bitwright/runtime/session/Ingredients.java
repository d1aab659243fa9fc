package org.bitwright.runtime.session;

import java.util.Map;
import org.bitwright.onnx.SessionSource;

/**
 * What a session is made of.
 *
 * @param name what is run, for messages, such as the model's file name
 * @param initializers values of constants that the source leaves out, by name; read while the session is made
 */
public record Ingredients(String name, SessionSource source, SessionOptions options, Map<String, Values> initializers) {
    public Ingredients {
        initializers = Map.copyOf(initializers);
    }
}
