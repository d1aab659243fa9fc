package org.bitwright.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.bitwright.analysis.search.Budget;
import org.bitwright.analysis.search.SearchAdvice;
import org.bitwright.export.ConfigJson;
import org.bitwright.export.SearchWords;

/** What a user should know of the result of a search. */
record AdviceReport(SearchAdvice advice, Budget budget) {

    ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        if (advice instanceof SearchAdvice.TooFewSamples few) {
            node.put("kind", "too-few-samples").put("loss", few.loss());
            node.put("samples", few.samples()).put("needed", few.needed());
        } else if (advice instanceof SearchAdvice.BudgetTooSmall small) {
            node.put("kind", "budget-too-small");
            ConfigJson.put(node, "least", small.least());
        } else if (advice instanceof SearchAdvice.KeptByHand kept) {
            node.put("kind", "kept-by-hand").put("layer", kept.layer());
        }
        return node.put("text", text());
    }

    String text() {
        return SearchWords.of(advice, budget);
    }
}
