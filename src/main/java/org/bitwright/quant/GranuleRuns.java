package org.bitwright.quant;

/** Walks a stretch of a tensor in storage order, run after run of one granule, without a division a value. */
record GranuleRuns(GranuleLayout layout) {

    /** Work on the values {@code from … to − 1}, all of one granule. */
    interface Visitor {
        void visit(int granule, int from, int to);
    }

    void visit(int from, int to, Visitor visitor) {
        if (layout instanceof GroupLayout groups) {
            visit(groups, from, to, visitor);
        } else if (layout instanceof ChannelLayout channels) {
            visit(channels, from, to, visitor);
        }
    }

    private static void visit(ChannelLayout layout, int from, int to, Visitor visitor) {
        int inner = layout.inner();
        int channel = inner == 0 ? 0 : from / inner % layout.channels();
        for (int at = from; at < to; ) {
            int end = (int) Math.min(to, (at / inner + 1L) * inner);
            visitor.visit(channel, at, end);
            channel = channel + 1 == layout.channels() ? 0 : channel + 1;
            at = end;
        }
    }

    private static void visit(GroupLayout layout, int from, int to, Visitor visitor) {
        int inner = layout.inner();
        for (int at = from; at < to; ) {
            int granule = layout.granule(at);
            if (inner == 1) {
                int place = at % layout.extent();
                int groupEnd = Math.min(layout.extent(), (place / layout.group() + 1) * layout.group());
                int end = (int) Math.min(to, (long) at + groupEnd - place);
                visitor.visit(granule, at, end);
                at = end;
            } else {
                int end = (int) Math.min(to, (at / inner + 1L) * inner);
                for (; at < end; at++) {
                    visitor.visit(granule++, at, at + 1);
                }
            }
        }
    }
}
