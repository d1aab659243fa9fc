package org.bitwright.runtime.child;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.bitwright.model.Phrase;
import org.bitwright.model.ToldException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a child process connects to the program: a socket in a folder that is the user's alone; where the system has
 * none of those, one that this machine alone can reach. Who connects must know the secret.
 */
final class Meeting implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Meeting.class);
    private static final String DOOR = "door";

    /** The child says what it knows as soon as it has connected. */
    private static final int HELLO_MILLISECONDS = 2000;

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
            return new Meeting(bound(
                    ServerSocketChannel.open(StandardProtocolFamily.UNIX),
                    UnixDomainSocketAddress.of(folder.resolve(DOOR))));
        } catch (IOException | UnsupportedOperationException e) {
            // The system has none, or the folder's name is too long for one.
            LOG.debug("no socket in {}", folder, e);
            return new Meeting(
                    bound(ServerSocketChannel.open(), new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
        }
    }

    private static ServerSocketChannel bound(ServerSocketChannel server, SocketAddress address) throws IOException {
        try {
            return server.bind(address);
        } catch (IOException e) {
            server.close();
            throw e;
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
        try {
            for (long left = milliseconds; left > 0; left = (end - System.nanoTime()) / 1_000_000) {
                selector.select(left);
                selector.selectedKeys().clear();
                SocketChannel channel = server.accept();
                if (channel != null && knows(channel)) {
                    return channel;
                }
            }
        } catch (ClosedSelectorException e) {
            throw new IOException("nobody is waited for any more", e);
        }
        throw new ToldException(Phrase.of("nobody answers"));
    }

    private boolean knows(SocketChannel channel) throws IOException {
        try {
            Incoming hello = new Incoming();
            if (hello.receive(helloOf(channel)) == Word.CONNECT && hello.getLong() == secret) {
                if (isOfNetwork(channel)) {
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

    /** Others reach the door where it is one of the network, and need not say anything: it waits for them a moment. */
    private static ReadableByteChannel helloOf(SocketChannel channel) throws IOException {
        if (!isOfNetwork(channel)) {
            return channel;
        }
        channel.socket().setSoTimeout(HELLO_MILLISECONDS);
        return Channels.newChannel(channel.socket().getInputStream());
    }

    private static boolean isOfNetwork(SocketChannel channel) throws IOException {
        return channel.getLocalAddress() instanceof InetSocketAddress;
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
