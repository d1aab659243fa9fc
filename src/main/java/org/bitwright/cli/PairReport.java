package org.bitwright.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.bitwright.model.JoinedPair;
import org.bitwright.project.join.JoinProposal;
import org.bitwright.project.join.JoinRow;

/** Which tensors become which constants of a graph. */
final class PairReport {
    private final JoinProposal proposal;
    private final List<JoinedPair> pairs;
    private final Map<String, JoinedPair> chosen = new HashMap<>();

    PairReport(JoinProposal proposal, List<JoinedPair> pairs) {
        this.proposal = proposal;
        this.pairs = pairs;
        pairs.forEach(pair -> chosen.put(pair.initializer(), pair));
    }

    void put(ObjectNode node) {
        node.put("graph", proposal.graph().toString());
        ArrayNode list = node.putArray("pairs");
        for (JoinRow row : proposal.rows()) {
            ObjectNode entry = list.addObject().put("initializer", row.initializer());
            entry.put("type", row.type().name().toLowerCase(Locale.ROOT));
            ArrayNode shape = entry.putArray("shape");
            Arrays.stream(row.shape().toArray()).forEach(shape::add);
            entry.put("use", row.use());
            JoinedPair pair = chosen.get(row.initializer());
            if (pair != null) {
                entry.put("tensor", pair.tensor());
                ArrayNode axes = entry.putArray("axes");
                pair.axes().forEach(axes::add);
            }
            entry.put("match", reason(row));
            JoinCommand.put(entry, "candidates", row.candidates());
        }
        JoinCommand.put(node, "missing", proposal.missing(pairs));
        JoinCommand.put(node, "left_over", proposal.leftOver(pairs));
        JoinCommand.put(node, "notes", proposal.notes(pairs));
    }

    String text() {
        TextTable table = new TextTable("lllll", "constant", "shape", "used by", "tensor", "by");
        for (JoinRow row : proposal.rows()) {
            JoinedPair pair = chosen.get(row.initializer());
            table.row(row.initializer(), row.shape(), row.use(), pair == null ? "-" : tensor(pair), reason(row));
        }
        StringBuilder text = new StringBuilder(table.toString());
        List<String> left = proposal.leftOver(pairs);
        if (!left.isEmpty()) {
            text.append("\nnot used: ").append(String.join(", ", left));
        }
        proposal.notes(pairs).forEach(note -> text.append("\n").append(note));
        return text.toString();
    }

    private static String tensor(JoinedPair pair) {
        return pair.axes().isEmpty()
                ? pair.tensor()
                : pair.tensor() + (pair.axes().equals(List.of(1, 0)) ? " transposed" : " axes " + pair.axes());
    }

    private String reason(JoinRow row) {
        Optional<JoinedPair> pair = Optional.ofNullable(chosen.get(row.initializer()));
        if (pair.isPresent() && !pair.equals(row.proposed())) {
            return "your choice";
        }
        if (pair.isEmpty()) {
            return row.proposed().isPresent() ? "keeps the graph's" : "none found";
        }
        return switch (row.match()) {
            case SAME_NAME -> "same name";
            case WITHOUT_PREFIX -> "same name without prefix";
            case BESIDE_WEIGHT -> "beside its weight";
            case ONLY_SHAPE -> "only one of this shape";
            case IN_ORDER -> "a guess: order of the file";
            case NONE -> "none found";
        };
    }
}
