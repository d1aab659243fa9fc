package org.bitwright.fuzz;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A reader, and what is thrown at it.
 *
 * @param reader its name, which also seeds the random numbers
 * @param file name under which the damaged bytes are written; messages must tell it
 * @param seeds good files, one or more, which are read without fault
 * @param mutation damages them
 * @param reading opens a file and reads all there is in it
 */
public record FuzzTarget(String reader, String file, List<byte[]> seeds, Mutation mutation, Reading reading) {

    public FuzzTarget {
        seeds = List.copyOf(seeds);
        if (seeds.isEmpty()) {
            throw new IllegalArgumentException(reader + " has no good file to damage");
        }
    }

    /** Opens a file and looks at everything in it. */
    @FunctionalInterface
    public interface Reading {
        void read(Path file) throws IOException;
    }
}
