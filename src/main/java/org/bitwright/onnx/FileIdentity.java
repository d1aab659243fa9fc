package org.bitwright.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/** By what a file is known again: a file of other length, time or inode is not the one that was opened. */
record FileIdentity(long size, FileTime modified, @Nullable Object key) {

    static FileIdentity of(Path file, LinkOption... options) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class, options);
        return new FileIdentity(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
    }
}
