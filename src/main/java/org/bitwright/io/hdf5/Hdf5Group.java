package org.bitwright.io.hdf5;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;

/** A group: named groups and datasets. */
public final class Hdf5Group extends Hdf5Object {
    private static final int MAX_DEPTH = 64;

    private final int depth;
    private final Map<String, Hdf5Link> links = new LinkedHashMap<>();
    private final Map<String, Hdf5Object> children = new HashMap<>();

    private Hdf5Group(Hdf5Space space, String path, int depth, ObjectHeader header) throws IOException {
        super(space, path, header);
        this.depth = depth;
        for (Hdf5Link link : GroupLinks.read(space, header, place(path))) {
            if (links.put(link.name(), link) != null) {
                throw space.broken(place(), Phrase.of("it has two entries called '%s'", link.name()));
            }
        }
    }

    static Hdf5Group root(Hdf5Space space, long address) throws IOException {
        space.visit(address, place(""));
        return new Hdf5Group(space, "", 0, ObjectHeader.read(space, address, place("")));
    }

    /** Names of the entries, in the order of the file, which is alphabetical in most. */
    public List<String> names() {
        return List.copyOf(links.keySet());
    }

    public boolean has(String name) {
        return links.containsKey(name);
    }

    /**
     * A group or dataset by its name. A group that is reached by a second way is an error: the file may go in a circle.
     *
     * @return empty if there is none of this name
     * @throws InvalidFileException if it is a link elsewhere, or damaged
     */
    public Optional<Hdf5Object> child(String name) throws IOException {
        Hdf5Object known = children.get(name);
        Hdf5Link link = links.get(name);
        if (known != null || link == null) {
            return Optional.ofNullable(known);
        }
        Hdf5Object opened = open(name, link);
        children.put(name, opened);
        return Optional.of(opened);
    }

    private Hdf5Object open(String name, Hdf5Link link) throws IOException {
        String path = path().isEmpty() ? name : path() + "/" + name;
        if (link.kind() != Hdf5Link.Kind.HARD) {
            throw space().broken(place(path), link.refusal());
        }
        if (depth == MAX_DEPTH) {
            throw space().broken(place(path), Phrase.of("groups are nested more than %s deep", MAX_DEPTH));
        }
        ObjectHeader header = ObjectHeader.read(space(), link.header(), place(path));
        if (GroupLinks.areIn(header)) {
            space().visit(link.header(), place(path));
            return new Hdf5Group(space(), path, depth + 1, header);
        }
        return new Hdf5Dataset(space(), path, header);
    }
}
