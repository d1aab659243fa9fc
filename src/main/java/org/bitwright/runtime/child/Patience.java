package org.bitwright.runtime.child;

import java.time.Duration;

/**
 * How long a child process is waited for.
 *
 * @param start until it answers the first time
 * @param idle while it is busy with a request without computing
 * @param stop after it was told to stop
 */
record Patience(Duration start, Duration idle, Duration stop) {
    static final Patience USUAL = new Patience(Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(1));
}
