package org.bitwright.io.hdf5;

import org.bitwright.model.Phrase;

/**
 * An entry of a group.
 *
 * @param name as it is stored
 * @param header address of the object's header where the kind is HARD
 */
record Hdf5Link(String name, Kind kind, long header) {

    /** Where an entry leads. */
    enum Kind {
        HARD,
        SOFT,
        EXTERNAL
    }

    /** Why a link of this kind is not followed. */
    Phrase refusal() {
        return kind == Kind.EXTERNAL
                ? Phrase.of("it is a link into another file, which is never followed; save the weights in one file")
                : Phrase.of("it is a soft link, which is not followed; save the weights themselves");
    }
}
