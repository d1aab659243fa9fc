package org.bitwright.ui.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import org.bitwright.project.Project;
import org.bitwright.task.CancelToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClosingsTest {
    @TempDir
    private Path folder;

    private Project project(Path file) throws IOException {
        Project project = Project.create(Path.of("sample-models", "simple-model.onnx"));
        project.save(file);
        return project;
    }

    /** Else nobody could open or save anything before the program ends. */
    @Test
    void aProjectIsClosedThoughWhatComesBeforeFails() throws Exception {
        Path file = folder.resolve("a.bitwright");
        Closings closings = new Closings(Tasks.sameThread());
        Project project = project(file);
        Runnable failing = () -> {
            throw new IllegalStateException("no autosave can be removed");
        };
        assertThatThrownBy(() -> closings.close(project, List.of(failing))).hasMessageContaining("autosave");
        closings.await(CancelToken.none());
        Project.load(file).close();
    }

    /** The disk of one project is no reason why another cannot be saved. */
    @Test
    void nobodyWaitsForEverForADiskThatHangs() throws Exception {
        Closings closings = new Closings(Tasks.sameThread(), Duration.ofMillis(100));
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        Project project = project(folder.resolve("a.bitwright"));
        Thread closing = new Thread(() -> closings.close(project, List.of(() -> {
            hanging.countDown();
            awaitQuietly(answer);
        })));
        closing.start();
        hanging.await();
        CancelToken cancelled = new CancelToken();
        cancelled.cancel();
        assertThatThrownBy(() -> closings.await(cancelled)).isInstanceOf(CancellationException.class);
        closings.await(CancelToken.none());
        closings.awaitAtEnd();
        assertThat(answer.getCount()).as("it hangs still").isOne();
        answer.countDown();
        closing.join();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
