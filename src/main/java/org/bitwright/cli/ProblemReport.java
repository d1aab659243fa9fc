package org.bitwright.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.bitwright.project.Problem;

/** What the user should know, a line each. */
record ProblemReport(ArrayNode json, String text) {

    static ProblemReport of(List<Problem> problems) {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        problems.forEach(problem -> json.add(problem.toString()));
        return new ProblemReport(
                json,
                problems.stream()
                        .map(problem -> problem.severity().name().toLowerCase(Locale.ROOT) + ": " + problem)
                        .collect(Collectors.joining(System.lineSeparator())));
    }
}
