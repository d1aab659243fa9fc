package org.bitwright.io.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitwright.model.Binding;
import org.bitwright.model.Shape;
import org.bitwright.model.ValueInfo;

/**
 * What a network wants images to be.
 *
 * @param input name of the input that takes them
 * @param channels 1 or 3
 * @param channelsLast whether the channels are the last axis; else the first
 */
public record ImageTarget(String input, int channels, int height, int width, boolean channelsLast) {

    /**
     * What the first input that can take images wants: four axes with one or three channels on the second or the last,
     * three axes for gray images, or as many flat values as a square image has.
     *
     * @return empty where no input takes images, or {@link #openAxes} must be told first
     */
    public static Optional<ImageTarget> of(List<ValueInfo> inputs, Binding binding) {
        return inputs.stream()
                .filter(input -> !binding.constants().containsKey(input.name()))
                .flatMap(input -> of(input, binding).stream())
                .findFirst();
    }

    /** Names of free axes of the input that takes images. */
    public static List<String> openAxes(List<ValueInfo> inputs, Binding binding) {
        for (ValueInfo input : inputs) {
            List<String> open = new ArrayList<>();
            for (int axis = 1; axis < input.extents().size(); axis++) {
                if (extent(input, axis, binding) == ValueInfo.FREE) {
                    open.add(input.axis(axis));
                }
            }
            int rank = input.extents().size();
            if ((rank == 3 || rank == 4) && !binding.constants().containsKey(input.name())) {
                return open.stream().distinct().toList();
            }
        }
        return List.of();
    }

    /** The shape of a sample. */
    public Shape shape() {
        return channelsLast ? Shape.of(height, width, channels) : Shape.of(channels, height, width);
    }

    private static Optional<ImageTarget> of(ValueInfo input, Binding binding) {
        return switch (input.extents().size()) {
            case 4 -> {
                boolean last = !isChannels(extent(input, 1, binding)) && isChannels(extent(input, 3, binding));
                yield last
                        ? sized(input, 3, 1, 2, binding)
                        : sized(input, 1, 2, 3, binding).filter(target -> isChannels(target.channels));
            }
            case 3 -> sized(input, -1, 1, 2, binding);
            case 2 -> flat(input, extent(input, 1, binding));
            default -> Optional.empty();
        };
    }

    private static Optional<ImageTarget> sized(ValueInfo input, int channel, int row, int column, Binding binding) {
        long channels = channel < 0 ? 1 : extent(input, channel, binding);
        long height = extent(input, row, binding);
        long width = extent(input, column, binding);
        boolean known = channels > 0 && height > 0 && width > 0 && height * width * channels < Integer.MAX_VALUE / 8;
        return known
                ? Optional.of(new ImageTarget(input.name(), (int) channels, (int) height, (int) width, channel == 3))
                : Optional.empty();
    }

    private static Optional<ImageTarget> flat(ValueInfo input, long values) {
        for (int channels : new int[] {1, 3}) {
            int side = (int) Math.round(Math.sqrt((double) values / channels));
            if (values > 0 && values < Integer.MAX_VALUE / 8 && (long) side * side * channels == values) {
                return Optional.of(new ImageTarget(input.name(), channels, side, side, false));
            }
        }
        return Optional.empty();
    }

    private static boolean isChannels(long extent) {
        return extent == 1 || extent == 3;
    }

    private static long extent(ValueInfo input, int axis, Binding binding) {
        Integer told = binding.axes().get(input.axis(axis));
        long extent = input.extents().get(axis);
        return extent == ValueInfo.FREE && told != null ? told : extent;
    }
}
