package org.bitwright.runtime.session;

import java.io.IOException;

/** How the ingredients of a session are got: when it is made, and again when the process that ran it has died. */
@FunctionalInterface
public interface Recipe {
    /**
     * The same ingredients each time.
     *
     * @throws IOException if a file that they come from cannot be read any more
     */
    Ingredients ingredients() throws IOException, InferenceException;
}
