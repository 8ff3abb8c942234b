package org.trinofdw.example;

import io.trino.spi.TrinoException;
import org.trinofdw.wrapper.ForeignRelation;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.stream.Stream;

import static org.trinofdw.error.FdwErrorCode.INVALID_OPTION;
import static org.trinofdw.error.FdwErrorCode.REMOTE_ERROR;

/**
 * The files of a table: one file, or those of a folder whose names match a pattern.
 */
record TableFiles(Path pattern)
{
    static TableFiles of(ForeignRelation relation)
    {
        Path directory = Path.of(relation.options().require(FileOptions.DIRECTORY)).toAbsolutePath().normalize();
        String filename = relation.options().get(FileOptions.FILENAME).orElseGet(() -> relation.name().getTableName() + ".csv");
        Path file = directory.resolve(filename).normalize();
        if (!file.startsWith(directory) || file.equals(directory)) {
            throw new TrinoException(INVALID_OPTION, "invalid value \"%s\" for option \"filename\": must be a file below the folder that option \"directory\" of server \"%s\" names".formatted(filename, relation.server()));
        }
        return new TableFiles(file);
    }

    /** In the order of their names; empty if there are none. */
    List<Path> list()
    {
        if (!Files.isDirectory(pattern.getParent())) {
            return List.of();
        }
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern.getFileName());
        try (Stream<Path> files = Files.list(pattern.getParent())) {
            return files
                    .filter(file -> matcher.matches(file.getFileName()) && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        }
        catch (IOException e) {
            throw new TrinoException(REMOTE_ERROR, "cannot list %s: %s".formatted(pattern, e.getMessage()), e);
        }
    }
}
