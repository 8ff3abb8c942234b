package org.trinofdw.ddl.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * Tells whether a file is another one than before, by what its directory says of it.
 *
 * @param modified empty if there is no such file
 * @param key the file system's own identity of the file, where it has one
 */
public record FileStamp(Path path, Optional<FileTime> modified, long size, Optional<String> key)
{
    public FileStamp
    {
        requireNonNull(path, "path is null");
        requireNonNull(modified, "modified is null");
        requireNonNull(key, "key is null");
    }

    /** The stamp of the file as it is now. */
    public static FileStamp of(Path path)
            throws IOException
    {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return new FileStamp(path, Optional.of(attributes.lastModifiedTime()), attributes.size(), Optional.ofNullable(attributes.fileKey()).map(Object::toString));
        }
        catch (NoSuchFileException e) {
            return new FileStamp(path, Optional.empty(), 0, Optional.empty());
        }
    }
}
