package org.bitwright.model;

import java.util.Arrays;
import java.util.List;

/** Names of layers or activations with {@code *} for any characters and {@code ?} for one. */
public record Glob(String text) {

    public boolean matches(String name) {
        int[] pattern = text.codePoints().toArray();
        int[] characters = name.codePoints().toArray();
        int place = 0;
        int star = -1;
        int behindStar = 0;
        // Only the last star need take more: what the ones before took leaves most to it. A regular expression tries
        // all.
        for (int at = 0; at < characters.length; ) {
            if (place < pattern.length && pattern[place] == '*') {
                star = place++;
                behindStar = at;
            } else if (place < pattern.length && (pattern[place] == '?' || pattern[place] == characters[at])) {
                place++;
                at++;
            } else if (star >= 0) {
                place = star + 1;
                at = ++behindStar;
            } else {
                return false;
            }
        }
        return Arrays.stream(pattern, place, pattern.length).allMatch(c -> c == '*');
    }

    /**
     * Names of the layers that match.
     *
     * @throws IllegalArgumentException if none does, with the names that there are
     */
    public List<String> layersOf(Model model) {
        List<String> names =
                model.layers().stream().map(Layer::name).filter(this::matches).toList();
        if (names.isEmpty()) {
            throw new IllegalArgumentException("no layer matches '" + text + "'; there are: "
                    + String.join(", ", model.layers().stream().map(Layer::name).toList()));
        }
        return names;
    }

    /**
     * Names of the activations that match.
     *
     * @throws IllegalArgumentException if none does, with the names that there are
     */
    public List<String> edgesOf(Model model) {
        List<String> names =
                model.edges().stream().map(Edge::name).filter(this::matches).toList();
        if (names.isEmpty()) {
            throw new IllegalArgumentException("no activation matches '" + text + "'; there are: "
                    + String.join(", ", model.edges().stream().map(Edge::name).toList()));
        }
        return names;
    }
}
