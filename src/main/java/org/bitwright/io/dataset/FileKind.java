package org.bitwright.io.dataset;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.bitwright.io.numpy.NpyReader;
import org.bitwright.io.numpy.NpzArchive;
import org.bitwright.io.zip.InflationLimit;
import org.bitwright.model.FileFault;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;
import org.bitwright.model.RegularFile;

/**
 * What a file's first bytes say it is.
 *
 * @param gzipped whether it must be unpacked first
 */
record FileKind(Format format, boolean gzipped) {
    private static final int START_BYTES = 64;
    private static final int TEXT_BYTES = 1 << 16;
    private static final Pattern TABLE_NAME = Pattern.compile(".*\\.(csv|tsv)(\\.gz)?");

    enum Format {
        IDX,
        NPY,
        NPZ,
        CSV
    }

    /** @throws InvalidFileException if it is none of the formats; the message says what it seems to be */
    static FileKind of(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new InvalidFileException(file, FileFault.FOLDER);
        }
        byte[] start = start(file, false, START_BYTES);
        if (start.length == 0) {
            throw new InvalidFileException(file, FileFault.EMPTY);
        }
        boolean gzipped = start.length > 1 && (start[0] & 0xFF) == 0x1F && (start[1] & 0xFF) == 0x8B;
        byte[] content = gzipped ? start(file, true, START_BYTES) : start;
        if (IdxReader.recognizes(content)) {
            return new FileKind(Format.IDX, gzipped);
        }
        if (NpyReader.recognizes(content)) {
            return new FileKind(Format.NPY, gzipped);
        }
        if (!gzipped && NpzArchive.recognizes(content)) {
            return new FileKind(Format.NPZ, false);
        }
        if (isTable(file, gzipped)) {
            return new FileKind(Format.CSV, gzipped);
        }
        throw new InvalidFileException(file, unknown(content, gzipped));
    }

    /** By its contents, or by its name where it is text at all: then its mistakes are told by line and column. */
    private static boolean isTable(Path file, boolean gzipped) throws IOException {
        String text = new String(start(file, gzipped, TEXT_BYTES), StandardCharsets.UTF_8);
        boolean isText = !text.isBlank() && text.chars().noneMatch(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t');
        if (!isText
                || text.startsWith("version https://git-lfs")
                || text.stripLeading().startsWith("<")) {
            return false;
        }
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return TABLE_NAME.matcher(name).matches() || CsvFormat.recognizes(CsvReader.firstLines(text));
    }

    /** Opens the content, unpacked. */
    InputStream open(Path file) throws IOException {
        InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        return gzipped ? unpacked(raw) : raw;
    }

    /** Number of bytes that the content can have at most. */
    long most(Path file) throws IOException {
        return gzipped ? InflationLimit.of(file) : Files.size(file);
    }

    private static byte[] start(Path file, boolean unpack, int most) throws IOException {
        RegularFile.check(file);
        try (InputStream raw = Files.newInputStream(file);
                InputStream in = unpack ? unpacked(raw) : raw) {
            return in.readNBytes(most);
        } catch (NoSuchFileException e) {
            throw new InvalidFileException(file, Phrase.of("the file does not exist"), e);
        } catch (EOFException | ZipException e) {
            throw new InvalidFileException(file, Phrase.of("its gzip data are cut off or damaged"), e);
        }
    }

    private static InputStream unpacked(InputStream raw) throws IOException {
        try {
            return new GZIPInputStream(raw, 1 << 16);
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    private static Phrase unknown(byte[] content, boolean gzipped) {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        if (text.startsWith("version https://git-lfs")) {
            return Phrase.of("it is a Git LFS pointer, not the data themselves; run 'git lfs pull' in its folder");
        }
        if (text.stripLeading().startsWith("<")) {
            return Phrase.of("it is a web page or XML, not samples; the download may have failed");
        }
        if (!text.isEmpty() && text.chars().allMatch(c -> c >= ' ' && c < 127 || c == '\n' || c == '\r' || c == '\t')) {
            return Phrase.of(
                    "it is a text file, but no table of numbers; samples are read from IDX, NPY, NPZ and CSV files");
        }
        return gzipped
                ? Phrase.of("it is no IDX, NPY, NPZ or CSV file inside its gzip wrapping")
                : Phrase.of("it is no IDX, NPY, NPZ or CSV file");
    }
}
