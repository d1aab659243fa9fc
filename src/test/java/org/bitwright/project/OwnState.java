package org.bitwright.project;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Keeps what the program would leave in the user's state folder in one of each test's own. */
public final class OwnState implements BeforeEachCallback, AfterEachCallback {
    private static final String PROPERTY = "bitwright.state";

    /** The one that the build gives each of its processes; else, in a test by itself, none. */
    private static final Optional<String> USUAL = Optional.ofNullable(System.getProperty(PROPERTY));

    private Path folder = Path.of("");

    /** Empty when a test begins. */
    public Path folder() {
        return folder;
    }

    /** For tests that look after a folder themselves. */
    public static void use(Path folder) {
        System.setProperty(PROPERTY, folder.toString());
    }

    /** Back to the folder of the process, lest later tests meet in that of the user with those of another process. */
    public static void forget() {
        USUAL.ifPresentOrElse(usual -> System.setProperty(PROPERTY, usual), () -> System.clearProperty(PROPERTY));
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        folder = Files.createTempDirectory("state");
        use(folder);
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        forget();
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
