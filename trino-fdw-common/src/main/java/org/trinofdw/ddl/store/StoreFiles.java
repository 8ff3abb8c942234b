package org.trinofdw.ddl.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

/**
 * The file operations of the store: each leaves the old content or the new one on the disk, whatever happens. Files
 * can be read by their owner only, since definitions of servers and user mappings hold secrets. Tests put failures
 * in here.
 */
class StoreFiles
{
    static final String TEMPORARY_SUFFIX = ".tmp";

    /**
     * Writes a file whole and durable.
     */
    void write(Path file, String content)
            throws IOException
    {
        createDirectories(file.getParent());
        Path temporary = file.resolveSibling(file.getFileName() + TEMPORARY_SUFFIX);
        Files.deleteIfExists(temporary);
        Files.createFile(temporary, ownerOnly(file, "rw-------"));
        try (FileChannel channel = FileChannel.open(temporary, WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        move(temporary, file);
        forceDirectory(file.getParent());
    }

    /**
     * Removes a file, durably. One that is not there is passed over.
     */
    void delete(Path file)
            throws IOException
    {
        if (Files.deleteIfExists(file)) {
            forceDirectory(file.getParent());
        }
    }

    void move(Path from, Path to)
            throws IOException
    {
        Files.move(from, to, ATOMIC_MOVE);
    }

    void createDirectories(Path directory)
            throws IOException
    {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path parent = directory.toAbsolutePath().getParent();
        createDirectories(parent);
        Files.createDirectory(directory, ownerOnly(directory, "rwx------"));
        forceDirectory(parent);
    }

    FileChannel lockFile(Path file)
            throws IOException
    {
        try {
            return FileChannel.open(file, WRITE);
        }
        catch (NoSuchFileException e) {
            return FileChannel.open(file, Set.of(CREATE_NEW, WRITE), ownerOnly(file, "rw-------"));
        }
    }

    private static void forceDirectory(Path directory)
            throws IOException
    {
        // a renamed file survives a crash only when its directory is on the disk
        try (FileChannel channel = FileChannel.open(directory, READ)) {
            channel.force(true);
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path path, String permissions)
    {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[] {};
        }
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))};
    }
}
