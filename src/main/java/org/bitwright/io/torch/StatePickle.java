package org.bitwright.io.torch;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.Unpickler;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;
import org.bitwright.model.RefusedException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a pickle as inert values: texts, numbers, tuples ({@code Object[]}), lists, tables that keep their order,
 * {@link StorageReference} and {@link TensorView}. The library runs the instructions that only move such values;
 * whatever names, makes or changes an object is answered here, and by {@link AllowedFunction} alone. Every other
 * instruction refuses the file (CVE-2025-32434 and the ways around scanners: nothing is looked up by a name from the
 * file). Counts and lengths are capped before anything is allocated.
 */
final class StatePickle extends Unpickler {
    static final int MAX_BYTES = 32 << 20;
    private static final int MAX_INSTRUCTIONS = 2_000_000;
    private static final int MAX_STACK = 500_000;
    private static final int MAX_MEMO = 1_000_000;
    static final int MAX_TEXT = 1 << 16;
    private static final Phrase PLACE = Phrase.verbatim("data.pkl");

    private final Path file;
    private int instructions;

    private StatePickle(Path file) {
        this.file = file;
    }

    /** @throws InvalidFileException if the pickle is damaged, holds what is not allowed, or is beyond the caps */
    static @Nullable Object read(Path file, byte[] pickle) throws IOException {
        StatePickle reading = new StatePickle(file);
        try {
            return reading.load(new ByteArrayInputStream(pickle));
        } catch (InvalidFileException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new InvalidFileException(file, PLACE, Phrase.of("it holds %s", Phrase.toldBy(e)), e);
        } catch (RuntimeException | IOException e) {
            // the library tells of damage by whatever it stumbles over
            throw new InvalidFileException(
                    file, PLACE, Phrase.of("its pickle is damaged at instruction %s", reading.instructions), e);
        } finally {
            reading.close();
        }
    }

    @Override
    protected @Nullable Object dispatch(short key) throws IOException {
        instructions++;
        if (instructions > MAX_INSTRUCTIONS || stack.size() > MAX_STACK || memo.size() > MAX_MEMO) {
            throw refuse(Phrase.of("it has more instructions or values than any state dict needs"));
        }
        switch (key) {
            case Opcodes.MARK,
                    Opcodes.STOP,
                    Opcodes.NONE,
                    Opcodes.NEWTRUE,
                    Opcodes.NEWFALSE,
                    Opcodes.BININT,
                    Opcodes.BININT1,
                    Opcodes.BININT2,
                    Opcodes.LONG1,
                    Opcodes.BINFLOAT,
                    Opcodes.SHORT_BINUNICODE,
                    Opcodes.SHORT_BINBYTES,
                    Opcodes.EMPTY_TUPLE,
                    Opcodes.TUPLE,
                    Opcodes.TUPLE1,
                    Opcodes.TUPLE2,
                    Opcodes.TUPLE3,
                    Opcodes.EMPTY_LIST,
                    Opcodes.APPEND,
                    Opcodes.BINGET,
                    Opcodes.LONG_BINGET,
                    Opcodes.BINPUT,
                    Opcodes.LONG_BINPUT,
                    Opcodes.MEMOIZE,
                    Opcodes.PROTO,
                    Opcodes.FRAME,
                    Opcodes.BINPERSID -> {
                return super.dispatch(key);
            }
            case Opcodes.BINUNICODE -> stack.add(text(length(Integer.BYTES)));
            case Opcodes.BINUNICODE8 -> stack.add(text(length(Long.BYTES)));
            case Opcodes.EMPTY_DICT -> stack.add(new LinkedHashMap<>());
            case Opcodes.SETITEM -> setItem();
            case Opcodes.SETITEMS -> setItems();
            case Opcodes.APPENDS -> appendAll();
            case Opcodes.GLOBAL -> name(line(), line());
            case Opcodes.STACK_GLOBAL -> nameFromStack();
            case Opcodes.REDUCE -> call();
            case Opcodes.BUILD -> setAttributes();
            default ->
                throw refuse(Phrase.of(
                        "instruction %s of its pickle (0x%s) is none that a state dict needs",
                        instructions, Integer.toHexString(key)));
        }
        return NO_RETURN_VALUE;
    }

    private void setItem() throws InvalidFileException {
        Object value = stack.pop();
        Object key = stack.pop();
        put(table(stack.peek()), key, value);
    }

    private void setItems() throws InvalidFileException {
        List<Object> items = stack.pop_all_since_marker();
        Map<Object, Object> table = table(stack.peek());
        if (items.size() % 2 != 0) {
            throw refuse(Phrase.of("a table has a key without a value"));
        }
        for (int i = 0; i < items.size(); i += 2) {
            put(table, items.get(i), items.get(i + 1));
        }
    }

    /** Only plain keys: those of tables in tables could be made to compare themselves for ever. */
    private void put(Map<Object, Object> table, @Nullable Object key, @Nullable Object value)
            throws InvalidFileException {
        if (!(key instanceof String || key instanceof Number || key instanceof Boolean)) {
            throw refuse(Phrase.of("a table has a key that is neither a text nor a number"));
        }
        table.put(key, value);
    }

    @SuppressWarnings("unchecked")
    private Map<Object, Object> table(@Nullable Object value) throws InvalidFileException {
        if (value instanceof LinkedHashMap<?, ?> table) {
            return (Map<Object, Object>) table;
        }
        throw refuse(Phrase.of("an item is put into something that is no table"));
    }

    @SuppressWarnings("unchecked")
    private void appendAll() throws InvalidFileException {
        List<Object> values = stack.pop_all_since_marker();
        if (stack.peek() instanceof ArrayList<?> list) {
            ((List<Object>) list).addAll(values);
        } else {
            throw refuse(Phrase.of("values are appended to something that is no list"));
        }
    }

    private void nameFromStack() throws InvalidFileException {
        if (stack.pop() instanceof String name && stack.pop() instanceof String module) {
            name(module, name);
        } else {
            throw refuse(Phrase.of("a class is named by something that is no text"));
        }
    }

    private void name(String module, String name) throws InvalidFileException {
        Optional<StorageType> storage = StorageType.of(module, name);
        Optional<AllowedFunction> function = AllowedFunction.of(module, name);
        if (storage.isEmpty() && function.isEmpty()) {
            throw refuse(Phrase.of(
                    "it names '%s.%s', which is no part of a state dict and would have to be run in Python. Only tables of tensors are read: save the model's state_dict() alone, with torch.save(model.state_dict(), FILE)",
                    module, name));
        }
        stack.add(storage.isPresent() ? storage.get() : function.orElseThrow());
    }

    private void call() throws InvalidFileException {
        if (stack.pop() instanceof Object[] arguments && stack.pop() instanceof AllowedFunction function) {
            stack.add(function.call(arguments));
        } else {
            throw refuse(Phrase.of("something is called that is no function"));
        }
    }

    /** PyTorch hangs versions of its modules on a state dict; they are no content. */
    private void setAttributes() throws InvalidFileException {
        if (!(stack.pop() instanceof Map) || !(stack.peek() instanceof LinkedHashMap)) {
            throw refuse(Phrase.of("attributes are set on something that is no table"));
        }
    }

    @Override
    protected Object persistentLoad(@Nullable Object id) {
        if (id instanceof Object[] parts
                && parts.length == 5
                && "storage".equals(parts[0])
                && parts[1] instanceof StorageType type
                && parts[2] instanceof String key) {
            return new StorageReference(type, key, AllowedFunction.whole(parts[4]));
        }
        throw new RefusedException(Phrase.of("a reference to something that is no storage"));
    }

    private int length(int bytes) throws IOException {
        long length = 0;
        byte[] read = exactly(bytes);
        for (int i = bytes - 1; i >= 0; i--) {
            length = length << Byte.SIZE | read[i] & 0xFF;
        }
        if (length < 0 || length > MAX_TEXT) {
            throw refuse(Phrase.of("a text in it has %s bytes, more than %s", length, MAX_TEXT));
        }
        return (int) length;
    }

    private String text(int bytes) throws IOException {
        return new String(exactly(bytes), StandardCharsets.UTF_8);
    }

    private byte[] exactly(int count) throws IOException {
        InputStream from = input;
        byte[] read = from.readNBytes(count);
        if (read.length < count) {
            throw refuse(Phrase.of("its pickle ends too early; the file may be cut off"));
        }
        return read;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = input.read(); c != '\n'; c = input.read()) {
            if (c < 0 || line.length() == MAX_TEXT) {
                throw refuse(Phrase.of("a name in its pickle does not end"));
            }
            line.append((char) c);
        }
        return line.toString();
    }

    private InvalidFileException refuse(Phrase reason) {
        return new InvalidFileException(file, PLACE, reason);
    }
}
