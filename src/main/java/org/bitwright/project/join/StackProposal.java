package org.bitwright.project.join;

import java.nio.file.Path;
import java.util.List;
import org.bitwright.model.DenseStack;
import org.bitwright.model.ModelSource;

/** Which tensors of a file of weights could be dense layers, and in which order they follow each other. */
public final class StackProposal {
    private final Path weights;
    private final List<StackTensor> tensors;

    StackProposal(Path weights, List<StackTensor> tensors) {
        this.weights = weights;
        this.tensors = List.copyOf(tensors);
    }

    /** The tensors of two axes, in the order of the file. */
    public List<StackTensor> tensors() {
        return tensors;
    }

    /**
     * Those whose widths follow each other in the order of the file, without activations between them; no steps where
     * there are none.
     */
    public DenseStack stack() {
        throw new UnsupportedOperationException();
    }

    /** Tensors that the file holds and a stack leaves out. */
    public List<String> leftOver(DenseStack stack) {
        throw new UnsupportedOperationException();
    }

    /** Why a stack cannot be made, a sentence each; empty where it can. */
    public List<String> faults(DenseStack stack) {
        throw new UnsupportedOperationException();
    }

    public ModelSource.Stacked source(DenseStack stack) {
        return new ModelSource.Stacked(weights, stack);
    }
}
