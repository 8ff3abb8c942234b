package org.trinofdw.example;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.trino.spi.TrinoException;
import org.trinofdw.option.OptionTable;
import org.trinofdw.wrapper.ForeignDataWrapper;
import org.trinofdw.wrapper.ForeignRelation;
import org.trinofdw.wrapper.ForeignScan;
import org.trinofdw.wrapper.RelationColumn;
import org.trinofdw.wrapper.RelationSize;
import org.trinofdw.wrapper.TextValues;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import static io.trino.spi.StandardErrorCode.TABLE_NOT_FOUND;
import static java.lang.Math.ceilDiv;
import static org.trinofdw.error.FdwErrorCode.SERIALIZATION_FAILURE;

/**
 * The CSV files of a folder as foreign tables.
 */
final class FileWrapper
        implements ForeignDataWrapper
{
    private static final String FILE = "file";
    private static final String VERSION = "version";
    private static final String SEGMENT = "segment";
    private static final String SEGMENTS = "segments";

    @Override
    public OptionTable options()
    {
        return FileOptions.TABLE_OF_OPTIONS;
    }

    @Override
    public String remoteName(ForeignRelation relation)
    {
        return "file " + TableFiles.of(relation).pattern();
    }

    @Override
    public boolean exists(ForeignRelation relation)
    {
        return !TableFiles.of(relation).list().isEmpty();
    }

    @Override
    public void check(ForeignRelation relation)
            throws IOException
    {
        relation.columns().forEach(column -> TextValues.check(relation, column));
        for (Path file : files(relation)) {
            try (CsvScan scan = new CsvScan(relation, file, relation.columns(), 0, 1)) {
                scan.checkColumns();
            }
        }
    }

    @Override
    public RelationSize estimateSize(ForeignRelation relation)
    {
        return new RelationSize(OptionalLong.empty(), OptionalLong.of(files(relation).stream().mapToLong(file -> file.toFile().length()).sum()));
    }

    /** Lines have no fixed length, and a quoted field may hold many: each segment reads the whole file and keeps every n-th row. */
    @Override
    public List<Map<String, String>> plan(ForeignRelation relation, int segments)
    {
        List<Path> files = files(relation);
        int segmentsOfFile = ceilDiv(segments, files.size());
        ImmutableList.Builder<Map<String, String>> parts = ImmutableList.builder();
        for (Path file : files) {
            for (int segment = 0; segment < segmentsOfFile; segment++) {
                parts.add(ImmutableMap.of(FILE, file.toString(), VERSION, version(file), SEGMENT, String.valueOf(segment), SEGMENTS, String.valueOf(segmentsOfFile)));
            }
        }
        return parts.build();
    }

    @Override
    public ForeignScan begin(ForeignRelation relation, Map<String, String> part, List<RelationColumn> columns)
            throws IOException
    {
        Path file = Path.of(part.get(FILE));
        if (!version(file).equals(part.get(VERSION))) {
            throw new TrinoException(SERIALIZATION_FAILURE, "foreign table %s: file %s changed while the query ran; run it again".formatted(relation.name(), file));
        }
        return new CsvScan(relation, file, columns, Integer.parseInt(part.get(SEGMENT)), Integer.parseInt(part.get(SEGMENTS)));
    }

    private List<Path> files(ForeignRelation relation)
    {
        List<Path> files = TableFiles.of(relation).list();
        if (files.isEmpty()) {
            throw new TrinoException(TABLE_NOT_FOUND, "foreign table %s: there is no %s; correct its option \"filename\"".formatted(relation.name(), remoteName(relation)));
        }
        return files;
    }

    private static String version(Path file)
    {
        return file.toFile().length() + "@" + file.toFile().lastModified();
    }
}
