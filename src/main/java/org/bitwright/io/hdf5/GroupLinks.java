package org.bitwright.io.hdf5;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitwright.model.Phrase;

/** The entries of a group: in a symbol table, in its header, or in a heap (specification III.A.1, III.C, IV.A.2.c, .g). */
final class GroupLinks {
    /** More than any network has layers and weights. */
    private static final int MAX_LINKS = 200_000;

    private static final int MAX_LEVEL = 8;
    private static final int NAME_INDEX = 5;

    private final Hdf5Space space;
    private final Phrase place;
    private final List<Hdf5Link> links = new ArrayList<>();

    private GroupLinks(Hdf5Space space, Phrase place) {
        this.space = space;
        this.place = place;
    }

    /** Whether the header is a group's. */
    static boolean areIn(ObjectHeader header) {
        return header.first(HeaderMessage.SYMBOL_TABLE).isPresent()
                || header.first(HeaderMessage.LINK_INFO).isPresent()
                || header.first(HeaderMessage.LINK).isPresent();
    }

    static List<Hdf5Link> read(Hdf5Space space, ObjectHeader header, Phrase place) throws IOException {
        GroupLinks reading = new GroupLinks(space, place);
        Optional<HeaderMessage> table = header.first(HeaderMessage.SYMBOL_TABLE);
        if (table.isPresent()) {
            Cursor body = table.get().own();
            reading.symbolTable(body.address(), body.address());
        }
        for (HeaderMessage message : header.all(HeaderMessage.LINK)) {
            reading.add(LinkMessage.read(message.own()));
        }
        Optional<HeaderMessage> info = header.first(HeaderMessage.LINK_INFO);
        if (info.isPresent()) {
            reading.dense(info.get().own());
        }
        return reading.links;
    }

    private void add(Hdf5Link link) throws IOException {
        if (links.size() == MAX_LINKS) {
            throw space.broken(place, Phrase.of("it has more than %s entries", MAX_LINKS));
        }
        links.add(link);
    }

    private void symbolTable(long tree, long heap) throws IOException {
        Phrase where = Phrase.of("names of %s", place);
        Cursor head = space.read(heap, 8 + 2L * space.lengthBytes() + space.offsetBytes(), where);
        head.signature("HEAP");
        head.version(0);
        head.skip(3);
        long bytes = head.length();
        head.length();
        long names = head.address();
        if (!space.holds(names, bytes)) {
            throw head.broken(Phrase.of("they lie outside the file"));
        }
        node(tree, -1, new Names(names, bytes, where));
    }

    /** Where the names of a symbol table lie. */
    private record Names(long address, long bytes, Phrase place) {}

    /** @param level that the node must have; −1 for the root, which may have any */
    private void node(long address, int level, Names names) throws IOException {
        Phrase where = Phrase.of("tree of %s", place);
        space.visit(address, where);
        Cursor head = space.read(address, 8 + 2L * space.offsetBytes(), where);
        head.signature("TREE");
        int type = head.u8();
        int found = head.u8();
        int entries = head.u16();
        if (type != 0 || level >= 0 && found != level || found > MAX_LEVEL) {
            throw head.broken(Phrase.of("one of its nodes is not of the kind or level that its place asks for"));
        }
        int each = space.lengthBytes() + space.offsetBytes();
        Cursor body = space.read(address + 8 + 2L * space.offsetBytes(), (long) each * entries, where);
        for (int i = 0; i < entries; i++) {
            body.skip(space.lengthBytes());
            long child = body.address();
            if (found == 0) {
                symbols(child, names);
            } else {
                node(child, found - 1, names);
            }
        }
    }

    private void symbols(long address, Names names) throws IOException {
        Phrase where = Phrase.of("symbol table of %s", place);
        space.visit(address, where);
        Cursor head = space.read(address, 8, where);
        head.signature("SNOD");
        head.version(1);
        head.skip(1);
        int count = head.u16();
        int each = 2 * space.offsetBytes() + 24;
        Cursor body = space.read(address + 8, (long) each * count, where);
        for (int i = 0; i < count; i++) {
            long nameAt = body.number(space.offsetBytes());
            long header = body.address();
            long cache = body.u32();
            body.skip(20);
            add(new Hdf5Link(name(names, nameAt), cache == 2 ? Hdf5Link.Kind.SOFT : Hdf5Link.Kind.HARD, header));
        }
    }

    private String name(Names names, long at) throws IOException {
        if (at >= names.bytes) {
            throw space.broken(names.place, Phrase.of("one of them lies outside its heap"));
        }
        return space.read(names.address + at, Math.min(names.bytes - at, LinkMessage.MAX_NAME), names.place)
                .terminated();
    }

    private void dense(Cursor info) throws IOException {
        info.version(0);
        int flags = info.u8();
        if ((flags & 1) != 0) {
            info.skip(8);
        }
        long heapAt = info.address();
        long index = info.address();
        if (heapAt == Hdf5Space.NOWHERE) {
            return;
        }
        FractalHeap heap = FractalHeap.open(space, heapAt, place);
        BTree2.forEach(space, index, NAME_INDEX, place, link -> {
            link.skip(4);
            add(LinkMessage.read(heap.object(link.bytes(link.left()))));
        });
    }
}
