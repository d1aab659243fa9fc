package org.bitwright.runtime.child;

/** The process died while a call was under way. */
final class ChildGone extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Death death;

    ChildGone(Death death) {
        super("the process has died: " + death, null, false, false);
        this.death = death;
    }

    Death death() {
        return death;
    }
}
