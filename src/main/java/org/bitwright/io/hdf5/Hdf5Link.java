package org.bitwright.io.hdf5;

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
    String refusal() {
        return kind == Kind.EXTERNAL
                ? "it is a link into another file, which is never followed; save the weights in one file"
                : "it is a soft link, which is not followed; save the weights themselves";
    }
}
