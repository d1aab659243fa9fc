package org.bitwright.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.bitwright.task.Daemon;
import org.junit.jupiter.api.Test;

class ProjectPlaceTest {
    /** A disk that is slow to answer who has a project open must not hold up the window, which asks what is unsaved. */
    @Test
    void whoAsksDoesNotWaitForLocks() throws Exception {
        ProjectPlace place = new ProjectPlace();
        place.differs(List.of());
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Path slow = slow(asked, answered);
        Daemon.start("locking", () -> {
            try {
                place.lock(slow);
                throw new IllegalStateException("there is no such disk");
            } catch (IOException | ProviderMismatchException | UncheckedIOException e) {
                ended.countDown();
            }
        });
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();

        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            assertThat(place.isUnsaved()).isTrue();
            assertThat(place.file()).isEmpty();
            assertThat(place.next().number()).isGreaterThan(1);
            assertThat(place.layout()).isEqualTo(SavedLayout.none());
        });
        answered.countDown();
        assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
    }

    /** A path whose file system is asked, and answers late, that it fails. */
    private static Path slow(CountDownLatch asked, CountDownLatch answered) {
        FileSystem real = FileSystems.getDefault();
        return (Path) Proxy.newProxyInstance(
                ProjectPlaceTest.class.getClassLoader(), new Class<?>[] {Path.class}, (path, method, arguments) -> {
                    if (method.getReturnType() == FileSystem.class) {
                        asked.countDown();
                        answered.await(30, TimeUnit.SECONDS);
                        return real;
                    }
                    throw new UncheckedIOException(new IOException("the disk is gone"));
                });
    }
}
