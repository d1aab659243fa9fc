package org.bitwright.project;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Keeps what the program would leave in the user's state folder in one of each test's own. */
public final class OwnState implements BeforeEachCallback, AfterEachCallback {
    private static final String PROPERTY = "bitwright.state";

    private Path folder = Path.of("");

    /** Empty when a test begins. */
    public Path folder() {
        return folder;
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        folder = Files.createTempDirectory("state");
        System.setProperty(PROPERTY, folder.toString());
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        System.clearProperty(PROPERTY);
        for (int more = 20; more > 0 && Files.exists(folder); more--) {
            remove();
        }
    }

    /** As far as that goes: threads that serve the program to its end may still be at work in it. */
    private void remove() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (DirectoryNotEmptyException | UncheckedIOException e) {
            LockSupport.parkNanos(10_000_000);
        }
    }
}
