package org.bitwright.fuzz;

import java.util.List;
import java.util.SplittableRandom;

/** Damages a file: the same bytes and the same random numbers give the same damage. */
@FunctionalInterface
public interface Mutation {

    /**
     * @param file not written to
     * @param other another good file of the format, of which parts may be taken
     */
    byte[] of(byte[] file, byte[] other, SplittableRandom random);

    /** One of these, each as often as it is listed. */
    static Mutation oneOf(Mutation... mutations) {
        List<Mutation> all = List.of(mutations);
        return (file, other, random) -> all.get(random.nextInt(all.size())).of(file, other, random);
    }
}
