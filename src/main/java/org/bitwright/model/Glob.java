package org.bitwright.model;

import java.util.List;
import java.util.regex.Pattern;

/** Names of layers or activations with {@code *} for any characters and {@code ?} for one. */
public record Glob(String text) {

    public boolean matches(String name) {
        StringBuilder regex = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(Character.toString(c)));
            }
        });
        return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(name).matches();
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
