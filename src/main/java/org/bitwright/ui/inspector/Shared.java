package org.bitwright.ui.inspector;

import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A value of several things: the one that they share, none, or mixed.
 *
 * @param value empty where there is none, or where they differ
 */
record Shared<T>(Optional<T> value, boolean mixed) {

    static <T> Shared<T> none() {
        return new Shared<>(Optional.empty(), false);
    }

    static <T> Shared<T> of(Stream<T> values) {
        Iterator<T> iterator = values.iterator();
        if (!iterator.hasNext()) {
            return none();
        }
        T first = iterator.next();
        while (iterator.hasNext()) {
            if (!first.equals(iterator.next())) {
                return new Shared<>(Optional.empty(), true);
            }
        }
        return new Shared<>(Optional.of(first), false);
    }
}
