package org.bitwright.runtime.child;

import org.bitwright.model.Phrase;
import org.bitwright.runtime.session.Incident;

/**
 * How a child process ended.
 *
 * @param detail for a user; may be empty
 * @param isHarm whether what ran then may be to blame: not if it was ended for the sake of a call that was cancelled
 * @param isMeant whether it was ended because it is needed no more
 */
record Death(Incident.Kind kind, Phrase detail, boolean isHarm, boolean isMeant) {

    /** Because the program ends. */
    static final Death MEANT = new Death(Incident.Kind.CRASHED, Phrase.NONE, false, true);

    static Death crashed(Phrase detail) {
        return new Death(Incident.Kind.CRASHED, detail, true, false);
    }

    static Death outOfMemory(Phrase detail) {
        return new Death(Incident.Kind.OUT_OF_MEMORY, detail, true, false);
    }

    static Death hung(Phrase detail) {
        return new Death(Incident.Kind.HUNG, detail, true, false);
    }

    static Death didNotStop() {
        return new Death(Incident.Kind.DID_NOT_STOP, Phrase.NONE, false, false);
    }
}
