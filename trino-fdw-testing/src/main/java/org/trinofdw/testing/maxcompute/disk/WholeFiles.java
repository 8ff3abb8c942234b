package org.trinofdw.testing.maxcompute.disk;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

/**
 * Files that are there whole or not at all, whenever the process ends: they are written beside their place and then moved to it.
 */
final class WholeFiles
{
    /** What the name of a file ends with that is being written. */
    static final String UNFINISHED = ".tmp";

    private WholeFiles() {}

    interface Content
    {
        void write(DataOutputStream output)
                throws IOException;
    }

    static void write(Path file, Content content)
    {
        Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
        try {
            try (DataOutputStream output = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(unfinished), 1 << 16))) {
                content.write(output);
            }
            Files.move(unfinished, file, ATOMIC_MOVE, REPLACE_EXISTING);
        }
        catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
    }

    static void delete(Path file)
    {
        try {
            Files.deleteIfExists(file);
        }
        catch (IOException e) {
            throw new UncheckedIOException("Cannot delete " + file, e);
        }
    }
}
