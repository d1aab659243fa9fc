package org.bitwright.runtime;

import org.bitwright.runtime.session.OutputBuffers;

/**
 * Memory for what one run is fed and gives, used again for one run after the other: by one thread at a time.
 *
 * @param input for samples that are not kept
 */
record RunRoom(NetworkInputs.Scratch input, OutputBuffers outputs) {
    RunRoom() {
        this(new NetworkInputs.Scratch(), new OutputBuffers(bytes -> Engines.current()
                .room(bytes)));
    }
}
