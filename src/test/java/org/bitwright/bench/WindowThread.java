package org.bitwright.bench;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import javafx.application.Platform;

/** The window's thread without a screen, for benchmarks that draw: rendered in software. */
final class WindowThread {
    private static boolean started;

    private WindowThread() {}

    static void start() throws InterruptedException {
        if (started) {
            return;
        }
        started = true;
        System.setProperty("glass.platform", "Monocle");
        System.setProperty("monocle.platform", "Headless");
        System.setProperty("prism.order", "sw");
        System.setProperty("java.awt.headless", "true");
        CountDownLatch ready = new CountDownLatch(1);
        Platform.startup(ready::countDown);
        Platform.setImplicitExit(false);
        ready.await();
    }

    /** Lets the program end. */
    static void end() {
        if (started) {
            Platform.exit();
        }
    }

    interface Work<T> {
        T run() throws Exception;
    }

    static <T> T run(Work<T> work) throws Exception {
        CompletableFuture<T> done = new CompletableFuture<>();
        Platform.runLater(() -> {
            try {
                done.complete(work.run());
            } catch (Exception e) {
                done.completeExceptionally(e);
            }
        });
        return done.get();
    }
}
