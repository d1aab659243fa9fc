package org.bitwright.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Where tests of what runs leave behind keep their files. */
abstract class RunsOnDisk {
    @TempDir
    protected Path folder;

    @RegisterExtension
    private final OwnState own = new OwnState();

    /** The user's state folder. */
    protected Path state;
    /** Where project files lie. */
    protected Path work;

    @BeforeEach
    void makeFolders() throws IOException {
        state = own.folder();
        work = Files.createDirectories(folder.resolve("work"));
    }
}
