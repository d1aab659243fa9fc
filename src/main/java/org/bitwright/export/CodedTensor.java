package org.bitwright.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Layer;
import org.bitwright.model.Phrase;
import org.bitwright.model.Shape;
import org.bitwright.quant.ChannelLayout;
import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.FormatRules;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.GranuleLayout;
import org.bitwright.quant.GridBytes;
import org.bitwright.quant.GroupLayout;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;

/**
 * What the header of a {@link CodedFile} says of one weight.
 *
 * @param layer name of the layer
 * @param weight name of the weight's tensor
 * @param axis along which channels or groups lie; empty per tensor
 * @param zeroPoints whether zero points are stored
 * @param gridBytes of scales, zero points and codebooks
 * @param codeBytes of the entropy-coded codes, their tables included
 * @param specials number of values that are no value of their grid: NaN and infinities, which stay as they are
 */
public record CodedTensor(
        String layer,
        String weight,
        Shape shape,
        NumberFormat format,
        Granularity granularity,
        OptionalInt axis,
        boolean zeroPoints,
        long gridBytes,
        long codeBytes,
        int specials) {
    static final int SPECIAL_BYTES = Integer.BYTES + Float.BYTES;
    static final int CHECKSUM_BYTES = Integer.BYTES;

    private static final int MAX_VALUES = Integer.MAX_VALUE - 8;

    static CodedTensor of(Layer layer, TensorConfig config, long gridBytes, long codeBytes, int specials) {
        return new CodedTensor(
                layer.name(),
                layer.weight().name(),
                layer.weight().shape(),
                config.format(),
                config.granularity(),
                axis(layer, config.granularity()),
                GridBytes.of(config).zeroPoints(),
                gridBytes,
                codeBytes,
                specials);
    }

    private static OptionalInt axis(Layer layer, Granularity granularity) {
        int rank = layer.weight().shape().rank();
        if (granularity.isGroup() && rank > 0) {
            return OptionalInt.of(layer.inputAxis().orElse(rank - 1));
        }
        return granularity.isChannel() ? layer.channelAxis() : OptionalInt.empty();
    }

    /** Size of the weight: what the window shows as its entropy-coded size. */
    public long bytes() {
        return gridBytes + codeBytes;
    }

    /** Bytes in the file: with special values and checksum. */
    long storedBytes() {
        return bytes() + (long) SPECIAL_BYTES * specials + CHECKSUM_BYTES;
    }

    /** Where the weight's granules lie. */
    GranuleLayout layout() {
        if (axis.isEmpty()) {
            return ChannelLayout.tensor(shape);
        }
        return granularity.isGroup()
                ? GroupLayout.of(shape, axis.getAsInt(), granularity.size())
                : ChannelLayout.channels(shape, axis.getAsInt());
    }

    GridBytes grids() {
        return new GridBytes(format, zeroPoints);
    }

    void put(ObjectNode into) {
        into.put("layer", layer);
        into.put("weight", weight);
        ArrayNode extents = into.putArray("shape");
        Arrays.stream(shape.toArray()).forEach(extents::add);
        into.put("format", ConfigNames.of(format));
        into.put("bits", format.bits());
        if (format instanceof NumberFormat.Uniform uniform) {
            into.put("scheme", ConfigNames.of(uniform.scheme()));
            into.put("zero_points", zeroPoints);
        }
        into.put("granularity", ConfigNames.of(granularity));
        axis.ifPresent(a -> into.put("axis", a));
        into.put("grid_bytes", gridBytes);
        into.put("code_bytes", codeBytes);
        into.put("special_values", specials);
    }

    /**
     * Reads what {@link #put} wrote.
     *
     * @param room bytes that the tensor may have
     */
    static CodedTensor read(JsonField from, long room) throws InvalidFileException {
        Shape shape = shape(from.get("shape"));
        try {
            NumberFormat format = format(from);
            Granularity granularity =
                    ConfigNames.granularity(from.get("granularity").text());
            boolean zeroPoints = format instanceof NumberFormat.Uniform
                    && from.get("zero_points").truth();
            CodedTensor tensor = new CodedTensor(
                    from.get("layer").text(),
                    from.get("weight").text(),
                    shape,
                    format,
                    granularity,
                    axis(from, granularity, shape),
                    zeroPoints,
                    from.get("grid_bytes").integer(0, room),
                    from.get("code_bytes").integer(1, room),
                    (int) from.get("special_values").integer(0, Math.min(room / SPECIAL_BYTES, shape.elements())));
            return tensor.checked(from);
        } catch (IllegalArgumentException | ArithmeticException e) {
            return from.fail(Phrase.toldBy(e));
        }
    }

    /** Before room is made for a grid, the bytes that grids take must be those that are there. */
    private CodedTensor checked(JsonField from) throws InvalidFileException {
        if (FormatRules.obstacle(format, granularity).isPresent()) {
            return from.fail(Phrase.of(
                    "the format %s has no granularity %s", ConfigNames.of(format), ConfigNames.of(granularity)));
        }
        long granules = layout().granules();
        if (grids().size(granules) != gridBytes) {
            return from.fail(Phrase.of(
                    "%s grids take %s bytes, but the file says %s", granules, grids().size(granules), gridBytes));
        }
        return this;
    }

    private static Shape shape(JsonField field) throws InvalidFileException {
        List<JsonField> elements = field.elements();
        long[] extents = new long[elements.size()];
        for (int axis = 0; axis < extents.length; axis++) {
            extents[axis] = elements.get(axis).integer(0, MAX_VALUES);
        }
        try {
            Shape shape = Shape.of(extents);
            return shape.elements() <= MAX_VALUES
                    ? shape
                    : field.fail(Phrase.of("a tensor of %s values is too large", shape));
        } catch (IllegalArgumentException e) {
            return field.fail(Phrase.toldBy(e));
        }
    }

    private static NumberFormat format(JsonField from) throws InvalidFileException {
        FormatFamily family = ConfigNames.family(from.get("format").text());
        int bits = (int) from.get("bits").integer(family.minBits(), family.maxBits());
        Scheme scheme = family == FormatFamily.INT
                ? ConfigNames.scheme(from.get("scheme").text())
                : Scheme.SYMMETRIC;
        NumberFormat format = family.at(bits, scheme);
        return format.isQuantized() ? format : from.fail(Phrase.of("weights that stay float are not in such files"));
    }

    private static OptionalInt axis(JsonField from, Granularity granularity, Shape shape) throws InvalidFileException {
        if (granularity.isTensor() || from.find("axis").isEmpty()) {
            return OptionalInt.empty();
        }
        return OptionalInt.of((int) from.get("axis").integer(0, shape.rank() - 1L));
    }
}
