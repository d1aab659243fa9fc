package org.bitwright.runtime.child;

import java.io.IOException;

/** A message that is none. */
final class ProtocolException extends IOException {
    private static final long serialVersionUID = 1L;

    ProtocolException(String message) {
        super(message);
    }
}
