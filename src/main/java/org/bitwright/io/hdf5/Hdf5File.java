package org.bitwright.io.hdf5;

import java.io.IOException;
import java.nio.file.Path;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;
import org.bitwright.model.TensorBytes;

/** Opens HDF5 files of superblock versions 0 to 3. */
public final class Hdf5File {
    private Hdf5File() {}

    /** Whether a file that begins with these bytes is an HDF5 file. */
    public static boolean recognizes(byte[] start) {
        return Superblock.recognizes(start);
    }

    /**
     * The root group of a file.
     *
     * @param part names the content in messages where it is a part of the file; else empty
     * @throws InvalidFileException if it is no HDF5 file, cut off, or damaged at its entry
     */
    public static Hdf5Group open(Path file, String part, TensorBytes content) throws IOException {
        Hdf5Space space = new Hdf5Space(file, Phrase.verbatim(part), content);
        return Hdf5Group.root(space, Superblock.read(space).rootHeader());
    }
}
