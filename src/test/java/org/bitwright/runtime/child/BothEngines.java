package org.bitwright.runtime.child;

import java.nio.file.Path;
import java.util.List;
import org.bitwright.runtime.session.Engine;
import org.bitwright.runtime.session.LocalEngine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Tests of what means the same in this process and in another. */
abstract class BothEngines {
    static ChildEngine there;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        there = new ChildEngine(LocalEngine::new, incident -> {});
    }

    @AfterAll
    static void end() {
        there.close();
    }

    static List<Engine> engines() {
        return List.of(new LocalEngine(), there);
    }
}
