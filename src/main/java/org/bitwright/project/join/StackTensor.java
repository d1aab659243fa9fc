package org.bitwright.project.join;

import java.util.Optional;

/**
 * A tensor that could be the weight of a dense layer.
 *
 * @param name in the file of weights
 * @param rows extent of its first axis
 * @param columns extent of its second axis
 * @param bias name of its bias, where the file has one
 * @param transposed whether the file's conventions store it as inputs × outputs
 */
public record StackTensor(String name, long rows, long columns, Optional<String> bias, boolean transposed) {

    public long inputs(boolean asTransposed) {
        return asTransposed ? rows : columns;
    }

    public long outputs(boolean asTransposed) {
        return asTransposed ? columns : rows;
    }
}
