package org.bitwright.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.bitwright.analysis.search.Budget;
import org.bitwright.analysis.search.SearchAdvice;
import org.bitwright.export.ConfigJson;

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
        if (advice instanceof SearchAdvice.TooFewSamples few) {
            return String.format(
                    Locale.ROOT,
                    "%,d samples are too few to tell a loss of %s from chance; %,d would do",
                    few.samples(),
                    Figures.percent(few.loss()),
                    few.needed());
        }
        if (advice instanceof SearchAdvice.BudgetTooSmall small) {
            return "the budget of " + BudgetOption.text(budget) + " cannot be kept; the least possible is "
                    + least(small.least());
        }
        return "'" + ((SearchAdvice.KeptByHand) advice).layer() + "' stays as it is: its range was set by hand";
    }

    private String least(double least) {
        if (budget instanceof Budget.Bytes) {
            return Figures.bytes((long) Math.ceil(least)) + String.format(Locale.ROOT, " (%,.0f bytes)", least);
        }
        return budget instanceof Budget.AccuracyLoss
                ? Figures.percent(least)
                : Figures.rounded(least) + (budget instanceof Budget.AverageBits ? " bits" : " bit-operations");
    }
}
