package org.trinofdw.ddl;

import com.google.common.collect.ImmutableList;
import io.trino.spi.TrinoException;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

import static java.util.Objects.requireNonNull;
import static org.trinofdw.error.FdwErrorCode.INVALID_OPTION;
import static org.trinofdw.option.CommonOptions.FOREIGN_DDL_FILES;

/**
 * The hand-kept scripts that the catalog property "foreign-ddl.files" names, in the order of their paths.
 *
 * @param patterns paths whose last part may have wildcards (*, ?, [ ], { })
 */
record ScriptFiles(List<String> patterns)
{
    ScriptFiles
    {
        requireNonNull(patterns, "patterns is null");
        patterns = ImmutableList.copyOf(patterns);
    }

    /**
     * @throws TrinoException INVALID_OPTION if a directory cannot be read, or a pattern without wildcards names no file
     */
    List<Path> find()
    {
        TreeSet<Path> paths = new TreeSet<>();
        for (String pattern : patterns) {
            Path path = Path.of(pattern).toAbsolutePath();
            if (!pattern.chars().anyMatch(character -> "*?[{".indexOf(character) >= 0)) {
                if (!Files.isRegularFile(path)) {
                    throw new TrinoException(INVALID_OPTION, "the file %s named by \"%s\" does not exist".formatted(path, FOREIGN_DDL_FILES.propertyName()));
                }
                paths.add(path);
                continue;
            }
            PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + path.getFileName());
            try (Stream<Path> files = Files.list(path.getParent())) {
                files.filter(file -> matcher.matches(file.getFileName()) && Files.isRegularFile(file)).forEach(paths::add);
            }
            catch (IOException e) {
                throw new TrinoException(INVALID_OPTION, "cannot list the files %s named by \"%s\": %s".formatted(pattern, FOREIGN_DDL_FILES.propertyName(), e), e);
            }
        }
        return ImmutableList.copyOf(paths);
    }
}
