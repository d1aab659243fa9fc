package org.bitwright.runtime.child;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * Commands on their way to a process. Nobody waits for it to take them: what it does not take at once goes with the next
 * ones. Thread-safe.
 */
final class Commands implements AutoCloseable {
    /** A process that listens never leaves so many bytes: it may be told of thousands of segments at a time. */
    private static final int MOST_WAITING = 1 << 20;

    private static final int FIRST = 4096;

    private final SocketChannel channel;
    private final Outgoing next = new Outgoing();
    private ByteBuffer waiting = ByteBuffer.allocateDirect(FIRST).limit(0);

    /** Takes the channel. */
    Commands(SocketChannel channel) throws IOException {
        this.channel = channel;
        channel.configureBlocking(false);
    }

    /** @return whether the process takes commands; not if far too many wait for it */
    synchronized boolean give(Word word, long number) throws IOException {
        ByteBuffer message = next.begin(word).put(number).finished();
        waiting.compact();
        if (waiting.remaining() < message.remaining()) {
            waiting = ByteBuffer.allocateDirect(2 * waiting.capacity()).put(waiting.flip());
        }
        waiting.put(message).flip();
        send();
        return waiting.remaining() < MOST_WAITING;
    }

    /** Sends of what waits as much as the process takes now. */
    synchronized void send() throws IOException {
        if (waiting.hasRemaining()) {
            channel.write(waiting);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
