package org.bitwright.runtime.child;

import java.io.IOException;
import java.nio.channels.SocketChannel;

/** A connection on which one request at a time is made and answered. One thread uses it at a time. */
final class Line implements AutoCloseable {
    private final SocketChannel channel;
    private final Outgoing out = new Outgoing();
    private final Incoming in = new Incoming();
    private final Scratch scratch;

    Line(SocketChannel channel, SharedMemory memory) {
        this.channel = channel;
        this.scratch = new Scratch(memory);
    }

    /** The next message to send. */
    Outgoing out() {
        return out;
    }

    /** What was answered. */
    Incoming in() {
        return in;
    }

    Scratch scratch() {
        return scratch;
    }

    void send() throws IOException {
        out.send(channel);
    }

    /** Waits for what is answered. */
    Word receive() throws IOException {
        return in.receive(channel);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
