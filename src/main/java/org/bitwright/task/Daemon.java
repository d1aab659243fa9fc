package org.bitwright.task;

/** Threads that serve the program until their work returns, and never keep it alive. */
public final class Daemon {
    private Daemon() {}

    public static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Runs {@code work} when the program ends in an orderly way, beside whatever else is run then. */
    public static void atExit(String name, Runnable work) {
        Runtime.getRuntime().addShutdownHook(new Thread(work, name));
    }
}
