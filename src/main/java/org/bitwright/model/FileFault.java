package org.bitwright.model;

/** What is wrong with files of any format. */
public final class FileFault {
    public static final Phrase MISSING = Phrase.of("there is no such file");
    public static final Phrase FOLDER = Phrase.of("it is a folder; choose a file in it");
    public static final Phrase EMPTY = Phrase.of("the file is empty");

    /** Text that stands for a file which was never fetched. */
    public static final Phrase LFS_POINTER =
            Phrase.of("it is a Git LFS pointer, not the file itself; fetch it with 'git lfs pull'");

    private FileFault() {}
}
