package org.bitwright.quant;

import org.slf4j.LoggerFactory;

/**
 * Whether the kernels run on the incubating Vector API. They do if the JVM was started with {@code --add-modules
 * jdk.incubator.vector}, unless {@code -Dbitwright.vector=false} is given. Only this class's users behind the switch
 * touch classes of that module.
 */
final class VectorModule {
    /** System property that turns the Vector API off. */
    static final String PROPERTY = "bitwright.vector";

    private static final boolean WORKS = works();

    private VectorModule() {}

    static boolean isOn() {
        return WORKS && !"false".equals(System.getProperty(PROPERTY));
    }

    /** Whether the JVM has the module at all. */
    static boolean isPresent() {
        return WORKS;
    }

    private static boolean works() {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            return false;
        }
        try {
            if (!VectorApiLoops.isFast()) {
                return false;
            }
            VectorApiOperators.useEach();
            return true;
        } catch (LinkageError e) {
            // The module incubates: a later JDK may have changed it.
            LoggerFactory.getLogger(VectorModule.class)
                    .warn("the Vector API of this Java does not fit: {}", e.toString());
            return false;
        }
    }
}
