package org.bitwright.project;

import java.util.List;
import org.bitwright.model.Phrase;
import org.bitwright.project.Problem.Kind;
import org.bitwright.project.Problem.Severity;
import org.bitwright.runtime.Engines;
import org.bitwright.runtime.session.Incident;

/** What befell the process that runs networks, told as problems: each once, whatever project is open. */
public final class IncidentProblems {
    private IncidentProblems() {}

    static List<Problem> all() {
        return Engines.incidents().stream().map(IncidentProblems::of).distinct().toList();
    }

    /** An incident as something that the user should know. */
    public static Problem of(Incident incident) {
        String doing = incident.doing().isEmpty() ? "–" : "'" + incident.doing() + "'";
        Phrase detail = incident.detail().isEmpty() ? Phrase.verbatim("–") : incident.detail();
        if (incident.kind() == Incident.Kind.NOT_STARTED) {
            return Problem.ofProject(Severity.WARNING, Kind.INFERENCE_HERE, detail);
        }
        if (!incident.goesOn()) {
            return Problem.ofProject(Severity.ERROR, Kind.INFERENCE_TWICE, doing, detail);
        }
        return switch (incident.kind()) {
            case HUNG -> Problem.ofProject(Severity.WARNING, Kind.INFERENCE_HUNG, doing, detail);
            case DID_NOT_STOP -> Problem.ofProject(Severity.INFO, Kind.INFERENCE_STOPPED, doing);
            case OUT_OF_MEMORY -> Problem.ofProject(Severity.WARNING, Kind.INFERENCE_MEMORY, doing, detail);
            default -> Problem.ofProject(Severity.WARNING, Kind.INFERENCE_CRASHED, doing, detail);
        };
    }
}
