package org.bitwright.project.join;

import java.util.Arrays;
import java.util.List;

/**
 * Why weights and a network cannot come together as they are.
 *
 * @param sentence for people, whole
 * @param details names, shapes and numbers that the sentence tells, in its order
 */
public record JoinFault(Kind kind, String sentence, List<String> details) {
    public JoinFault {
        details = List.copyOf(details);
    }

    /** What is at fault. */
    public enum Kind {
        /** A constant has two tensors. */
        CONSTANT_TWICE("'%s' is paired twice."),
        TENSOR_TWICE("'%s' is paired with '%s' and with '%s'; a tensor goes to one place."),
        NO_CONSTANTS("The graph has no constants that weights could be given to."),
        NO_PAIRS("No tensor is paired with a constant of the graph."),
        /** Constants are left without a tensor. */
        MISSING("No tensor is paired with %s: pair them, or say that they keep the graph's own values."),
        NO_SUCH_CONSTANT("The graph has no constant '%s' that weights could be given to."),
        NO_SUCH_TENSOR("The file of weights has no tensor '%s'."),
        MISFIT("'%s' (%s, %s) does not fit '%s' (%s, %s)."),
        /** Axes in this order give another shape. */
        AXES("The axes of '%s' in the order %s do not give the shape of '%s' (%s)."),
        NO_LAYERS("A stack has at least one layer."),
        /** A layer takes another number of values than the one before it gives. */
        WIDTHS("'%s' gives %s numbers, but '%s', which follows it, takes %s."),
        NO_BIAS("'%s' is no bias of '%s', which has %s outputs."),
        NO_SUCH_BIAS("'%s' is no bias of '%s', which has %s outputs: the file has no tensor of this name."),
        NO_SUCH_LAYER("The file has no tensor '%s'."),
        NOT_DENSE("'%s' is %s %s; a dense layer has two axes of float numbers.");

        private final String sentence;

        Kind(String sentence) {
            this.sentence = sentence;
        }

        JoinFault of(Object... details) {
            List<String> texts = Arrays.stream(details).map(String::valueOf).toList();
            return new JoinFault(this, String.format(sentence, texts.toArray()), texts);
        }
    }
}
