package org.bitwright.project;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Channels by their numbers, the first few of many. */
final class ChannelNumbers {
    private static final int MOST = 8;

    private ChannelNumbers() {}

    static String of(int[] channels) {
        String first =
                Arrays.stream(channels).limit(MOST).mapToObj(String::valueOf).collect(Collectors.joining(", "));
        return channels.length > MOST ? first + ", …" : first;
    }
}
