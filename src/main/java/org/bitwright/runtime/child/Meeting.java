package org.bitwright.runtime.child;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a child process connects to the program: a socket in a folder that is the user's alone; where the system has
 * none of those, one that this machine alone can reach. Who connects must know the secret.
 */
final class Meeting implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Meeting.class);
    private static final String DOOR = "door";

    private final ServerSocketChannel server;
    private final Selector selector;
    private final long secret;

    private Meeting(ServerSocketChannel server) throws IOException {
        this.server = server;
        this.secret = new SecureRandom().nextLong();
        server.configureBlocking(false);
        this.selector = Selector.open();
        server.register(selector, SelectionKey.OP_ACCEPT);
    }

    static Meeting in(Path folder) throws IOException {
        try {
            return new Meeting(ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                    .bind(UnixDomainSocketAddress.of(folder.resolve(DOOR))));
        } catch (IOException | UnsupportedOperationException e) {
            // The system has none, or the folder's name is too long for one.
            LOG.debug("no socket in {}", folder, e);
            return new Meeting(
                    ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
        }
    }

    long secret() {
        return secret;
    }

    /** Where to connect to, in words that {@link #connect} understands. */
    String address() throws IOException {
        SocketAddress bound = server.getLocalAddress();
        return bound instanceof InetSocketAddress socket ? Integer.toString(socket.getPort()) : bound.toString();
    }

    static SocketChannel connect(String address, long secret) throws IOException {
        SocketChannel channel;
        if (address.chars().allMatch(Character::isDigit)) {
            channel = SocketChannel.open(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(address)));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        } else {
            channel = SocketChannel.open(UnixDomainSocketAddress.of(address));
        }
        new Outgoing().begin(Word.CONNECT).put(secret).send(channel);
        return channel;
    }

    /**
     * Waits for somebody who knows the secret.
     *
     * @throws IOException if nobody comes in time, or this is closed
     */
    SocketChannel accept(long milliseconds) throws IOException {
        long end = System.nanoTime() + milliseconds * 1_000_000;
        for (long left = milliseconds; left > 0; left = (end - System.nanoTime()) / 1_000_000) {
            selector.select(left);
            if (!selector.isOpen()) {
                break;
            }
            selector.selectedKeys().clear();
            SocketChannel channel = server.accept();
            if (channel != null && knows(channel)) {
                return channel;
            }
        }
        throw new IOException("nobody answers");
    }

    private boolean knows(SocketChannel channel) throws IOException {
        try {
            Incoming hello = new Incoming();
            if (hello.receive(channel) == Word.CONNECT && hello.getLong() == secret) {
                if (channel.getLocalAddress() instanceof InetSocketAddress) {
                    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                }
                return true;
            }
        } catch (IOException e) {
            LOG.debug("a stranger connected", e);
        }
        channel.close();
        return false;
    }

    /** Ends waiting, now and from now on. */
    @Override
    public void close() {
        try {
            server.close();
            selector.close();
        } catch (IOException e) {
            LOG.debug("a socket could not be closed", e);
        }
    }
}
