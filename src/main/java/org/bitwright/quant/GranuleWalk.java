package org.bitwright.quant;

/** Walks all values of a tensor in storage order, stretch after stretch, as loops over them want it. */
public final class GranuleWalk {
    private GranuleWalk() {}

    /** Work on a stretch of consecutive values. */
    public interface Visitor {
        /** The values {@code from … to − 1} belong to one granule. */
        void run(int granule, int from, int to);

        /** Value {@code from + j} belongs to granule {@code first + j}, 0 ≤ j &lt; {@code count}. */
        void row(int first, int from, int count);
    }

    /** The most values of a row; 0 where there are none. */
    public static int longestRow(GranuleLayout layout) {
        if (layout instanceof GroupLayout groups) {
            return groups.inner() > 1 ? groups.inner() : 0;
        }
        return layout instanceof ChannelLayout channels && channels.inner() == 1 ? channels.channels() : 0;
    }

    public static void over(GranuleLayout layout, Visitor visitor) {
        if (layout instanceof GroupLayout groups) {
            over(groups, visitor);
        } else if (layout instanceof ChannelLayout channels) {
            over(channels, visitor);
        }
    }

    private static void over(ChannelLayout layout, Visitor visitor) {
        int channels = layout.channels();
        int inner = layout.inner();
        int at = 0;
        for (int o = 0; o < layout.outer(); o++) {
            if (inner == 1 && channels > 1) {
                visitor.row(0, at, channels);
                at += channels;
            } else {
                for (int c = 0; c < channels; c++, at += inner) {
                    visitor.run(c, at, at + inner);
                }
            }
        }
    }

    private static void over(GroupLayout layout, Visitor visitor) {
        int inner = layout.inner();
        int groups = layout.groups();
        int at = 0;
        for (int o = 0; o < layout.outer(); o++) {
            for (int group = 0; group < groups; group++) {
                int granule = (o * groups + group) * inner;
                int places = Math.min(layout.group(), layout.extent() - group * layout.group());
                if (inner == 1) {
                    visitor.run(granule, at, at + places);
                    at += places;
                } else {
                    for (int place = 0; place < places; place++, at += inner) {
                        visitor.row(granule, at, inner);
                    }
                }
            }
        }
    }
}
