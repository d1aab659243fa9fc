package org.bitwright.fuzz;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Damage to what lies inside a wrapping, which is made anew around it with the right lengths and checksums, so that it
 * reaches who reads the content.
 */
public final class Wrapped {
    private Wrapped() {}

    /** Damage to one of the entries whose names match; now and then one is left out. Stored or packed, by chance. */
    public static Mutation zip(Predicate<String> names, Mutation inner) {
        Map<byte[], Map<String, byte[]>> unpacked = new IdentityHashMap<>();
        return (file, other, random) -> {
            Map<String, byte[]> entries = new LinkedHashMap<>(unpacked.computeIfAbsent(file, Wrapped::entries));
            Map<String, byte[]> others = unpacked.computeIfAbsent(other, Wrapped::entries);
            List<String> chosen =
                    new ArrayList<>(entries.keySet().stream().filter(names).toList());
            String name = chosen.get(random.nextInt(chosen.size()));
            if (random.nextInt(20) == 0) {
                entries.remove(name);
            } else {
                byte[] content = entries.get(name);
                entries.put(name, inner.of(content, others.getOrDefault(name, content), random));
            }
            return zipped(entries, random.nextBoolean());
        };
    }

    public static Mutation gzip(Mutation inner) {
        return (file, other, random) -> gzipped(inner.of(gunzipped(file), gunzipped(other), random));
    }

    /** Damage to a header, or to what follows it, with the eight bytes of the header's length put right. */
    public static Mutation behindLength(Mutation header, Mutation body) {
        return (file, other, random) -> {
            int end = Long.BYTES + (int) little(file).getLong();
            int otherEnd = Long.BYTES + (int) little(other).getLong();
            byte[] head = Arrays.copyOfRange(file, Long.BYTES, end);
            byte[] tail = Arrays.copyOfRange(file, end, file.length);
            if (random.nextInt(4) > 0) {
                head = header.of(head, Arrays.copyOfRange(other, Long.BYTES, otherEnd), random);
            } else {
                tail = body.of(tail, Arrays.copyOfRange(other, otherEnd, other.length), random);
            }
            ByteBuffer out = little(new byte[Long.BYTES + head.length + tail.length]);
            return out.putLong(head.length).put(head).put(tail).array();
        };
    }

    /** Damage within the first {@code bytes} bytes, or in what follows them; the length stays where it can. */
    public static Mutation head(int bytes, Mutation inner) {
        return (file, other, random) -> {
            int end = Math.min(bytes, file.length);
            byte[] head = inner.of(Arrays.copyOf(file, end), Arrays.copyOf(other, Math.min(end, other.length)), random);
            return ByteMutation.spliced(file, 0, head, end);
        };
    }

    /** The entries of a good zip archive by name; by its directory, as stored ones may tell their lengths behind them. */
    public static Map<String, byte[]> entries(byte[] archive) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try {
            Path file = Files.createTempFile("entries", ".zip");
            try (ZipFile zip = new ZipFile(Files.write(file, archive).toFile())) {
                for (ZipEntry entry : Collections.list(zip.entries())) {
                    entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
                }
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return entries;
    }

    /** A zip archive of these entries. */
    public static byte[] zipped(Map<String, byte[]> entries, boolean deflated) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                ZipEntry header = new ZipEntry(entry.getKey());
                CRC32 crc = new CRC32();
                crc.update(entry.getValue());
                header.setMethod(deflated ? ZipEntry.DEFLATED : ZipEntry.STORED);
                header.setSize(entry.getValue().length);
                header.setCrc(crc.getValue());
                if (!deflated) {
                    header.setCompressedSize(entry.getValue().length);
                }
                zip.putNextEntry(header);
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    public static byte[] gzipped(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] gunzipped(byte[] file) {
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(file))) {
            return gzip.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
