package org.bitwright.io.numpy;

import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bitwright.model.ElementType;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;
import org.bitwright.model.Shape;
import org.jspecify.annotations.Nullable;

/**
 * The header of an NPY file (NumPy's format description, NEP 1), parsed by the grammar
 * {@code '{' (key ':' value ','?)* '}'} with the keys descr, fortran_order and shape, each once. Nothing is evaluated.
 */
record NpyHeader(ElementType type, ByteOrder order, boolean columnMajor, Shape shape) {
    private static final int MAX_RANK = 32;
    private static final Map<String, ElementType> TYPES = Map.ofEntries(
            Map.entry("b1", ElementType.BOOL),
            Map.entry("u1", ElementType.UINT8),
            Map.entry("i1", ElementType.INT8),
            Map.entry("u2", ElementType.UINT16),
            Map.entry("i2", ElementType.INT16),
            Map.entry("u4", ElementType.UINT32),
            Map.entry("i4", ElementType.INT32),
            Map.entry("u8", ElementType.UINT64),
            Map.entry("i8", ElementType.INT64),
            Map.entry("f2", ElementType.FLOAT16),
            Map.entry("f4", ElementType.FLOAT32),
            Map.entry("f8", ElementType.FLOAT64));

    /** Parses the text of a header. {@code file} and {@code place} only name it in messages. */
    static NpyHeader parse(Path file, Phrase place, String text) throws InvalidFileException {
        return new Parser(file, place, text).header();
    }

    private static final class Parser {
        private final Path file;
        private final Phrase place;
        private final String text;
        private int at;
        private @Nullable String descr;
        private @Nullable Boolean columnMajor;
        private @Nullable Shape shape;

        Parser(Path file, Phrase place, String text) {
            this.file = file;
            this.place = place;
            this.text = text;
        }

        NpyHeader header() throws InvalidFileException {
            expect('{');
            Set<String> seen = new HashSet<>();
            while (!accept('}')) {
                String key = string();
                if (!seen.add(key)) {
                    throw broken(Phrase.of("'%s' is given twice", key));
                }
                expect(':');
                value(key);
                if (!accept(',')) {
                    expect('}');
                    break;
                }
            }
            skipSpace();
            if (at < text.length()) {
                throw broken(Phrase.of("text follows its closing brace"));
            }
            if (descr == null || columnMajor == null || shape == null) {
                throw broken(Phrase.of("one of 'descr', 'fortran_order' and 'shape' is missing"));
            }
            return new NpyHeader(type(descr), order(descr), columnMajor, shape);
        }

        private void value(String key) throws InvalidFileException {
            switch (key) {
                case "descr" -> descr = descr();
                case "fortran_order" -> columnMajor = truth();
                case "shape" -> shape = shape();
                default -> throw broken(Phrase.of("it has the unknown key '%s'", key));
            }
        }

        private String descr() throws InvalidFileException {
            skipSpace();
            if (at < text.length() && text.charAt(at) == '[') {
                throw broken(Phrase.of("it holds records of several fields; save one plain array of numbers instead"));
            }
            return string();
        }

        private ElementType type(String code) throws InvalidFileException {
            if (code.indexOf('O') >= 0) {
                throw broken(
                        Phrase.of("it holds Python objects, which are never loaded; save it as an array of numbers"));
            }
            ElementType type = code.isEmpty() ? null : TYPES.get(code.substring(1));
            if (type == null || "<>|=".indexOf(code.charAt(0)) < 0) {
                throw broken(
                        Phrase.of("its element type '%s' is no integer, float or truth value that is supported", code));
            }
            return type;
        }

        private ByteOrder order(String code) {
            return code.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        }

        private boolean truth() throws InvalidFileException {
            skipSpace();
            for (boolean value : new boolean[] {true, false}) {
                String word = value ? "True" : "False";
                if (text.startsWith(word, at)) {
                    at += word.length();
                    return value;
                }
            }
            throw broken(Phrase.of("'fortran_order' is neither True nor False"));
        }

        private Shape shape() throws InvalidFileException {
            expect('(');
            List<Long> extents = new ArrayList<>();
            while (!accept(')')) {
                extents.add(number());
                if (extents.size() > MAX_RANK) {
                    throw broken(Phrase.of("its shape has more than %s axes", MAX_RANK));
                }
                if (!accept(',')) {
                    expect(')');
                    break;
                }
            }
            try {
                return Shape.of(extents.stream().mapToLong(Long::longValue).toArray());
            } catch (IllegalArgumentException e) {
                throw new InvalidFileException(
                        file, place, Phrase.of("its shape asks for more numbers than there can be"), e);
            }
        }

        private long number() throws InvalidFileException {
            skipSpace();
            int start = at;
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                at++;
            }
            if (at == start || at - start > 18) {
                throw broken(Phrase.of("its shape holds something that is no extent"));
            }
            long value = Long.parseLong(text, start, at, 10);
            if (at < text.length() && text.charAt(at) == 'L') {
                at++;
            }
            return value;
        }

        private String string() throws InvalidFileException {
            skipSpace();
            Optional<Character> quote = at < text.length() ? Optional.of(text.charAt(at)) : Optional.empty();
            if (quote.isEmpty() || quote.get() != '\'' && quote.get() != '"') {
                throw broken(Phrase.of("a quoted word is missing at character %s", at));
            }
            int end = text.indexOf(quote.get(), at + 1);
            if (end < 0 || text.substring(at, end).indexOf('\\') >= 0) {
                throw broken(Phrase.of("the quoted word at character %s does not end", at));
            }
            String value = text.substring(at + 1, end);
            at = end + 1;
            return value;
        }

        private boolean accept(char wanted) {
            skipSpace();
            if (at < text.length() && text.charAt(at) == wanted) {
                at++;
                return true;
            }
            return false;
        }

        private void expect(char wanted) throws InvalidFileException {
            if (!accept(wanted)) {
                throw broken(Phrase.of("'%s' is missing at character %s", wanted, at));
            }
        }

        private void skipSpace() {
            while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\n')) {
                at++;
            }
        }

        private InvalidFileException broken(Phrase reason) {
            return new InvalidFileException(file, place, Phrase.of("the NPY header cannot be read: %s", reason));
        }
    }
}
