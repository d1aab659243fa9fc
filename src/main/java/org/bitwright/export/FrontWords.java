package org.bitwright.export;

/**
 * The words on the chart of size and accuracy, so that the picture speaks the user's language.
 *
 * @param share names the vertical axis
 * @param mixed names points whose layers differ
 * @param uniform names points whose layers are alike; the width stands beside each
 * @param front names the line
 * @param chosen names the point that is spoken of
 * @param same says of a point that the paired test finds no difference from float
 * @param different says that it does
 */
public record FrontWords(
        String size,
        String share,
        String floating,
        String mixed,
        String uniform,
        String front,
        String chosen,
        String same,
        String different) {
    public static final FrontWords ENGLISH = new FrontWords(
            "size of the weights",
            "top-1 accuracy (%)",
            "float",
            "layers of several widths",
            "all layers alike, with their bits",
            "none is smaller and better",
            "found",
            "not different from float",
            "different from float");

    /** The same for unlabelled data. */
    public FrontWords withShare(String other) {
        return new FrontWords(size, other, floating, mixed, uniform, front, chosen, same, different);
    }
}
