package org.bitwright.runtime.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a child process and the program find each other. */
class MeetingTest {
    @TempDir
    Path folder;

    @Test
    void whoeverWaitsWhereNobodyCanComeAnyMoreIsToldSo() throws IOException {
        Meeting meeting = Meeting.in(folder);

        meeting.close();

        assertThatThrownBy(() -> meeting.accept(1000)).isInstanceOf(IOException.class);
    }

    /** Some programs connect to every port that they find, and say nothing. */
    @Test
    void aStrangerWhoSaysNothingHoldsNobodyUp() throws IOException {
        // No socket has a name of this length: the machine's own network serves.
        Path deep = Files.createDirectories(folder.resolve("x".repeat(120)));
        try (Meeting meeting = Meeting.in(deep);
                SocketChannel stranger = SocketChannel.open(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(meeting.address())));
                SocketChannel expected = Meeting.connect(meeting.address(), meeting.secret())) {
            SocketChannel accepted =
                    Assertions.assertTimeoutPreemptively(Duration.ofSeconds(60), () -> meeting.accept(9000));
            try (accepted) {
                assertThat(accepted.getRemoteAddress()).isEqualTo(expected.getLocalAddress());
            }
            assertThat(stranger.isConnected()).isTrue();
        }
    }
}
