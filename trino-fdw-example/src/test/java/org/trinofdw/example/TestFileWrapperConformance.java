package org.trinofdw.example;

import io.trino.testing.MaterializedResult;
import io.trino.testing.MaterializedRow;
import io.trino.testing.QueryRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trinofdw.conformance.BaseWrapperConformanceTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

final class TestFileWrapperConformance
        extends BaseWrapperConformanceTest
{
    @TempDir
    private static Path directory;

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        return FileQueryRunner.create(directory);
    }

    @Override
    protected String remoteTable(String name, String rows)
    {
        MaterializedResult result = computeActual(rows);
        Stream<String> lines = result.getMaterializedRows().stream().map(TestFileWrapperConformance::line);
        try {
            Files.write(directory.resolve(name + ".csv"), Stream.concat(Stream.of(String.join(",", result.getColumnNames())), lines).toList());
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "filename '%s.csv'".formatted(name);
    }

    private static String line(MaterializedRow row)
    {
        return row.getFields().stream()
                .map(value -> value == null ? "" : "\"" + value.toString().replace("\"", "\"\"") + "\"")
                .collect(joining(","));
    }

    @Override
    protected String noRemoteTable()
    {
        return "filename 'nowhere.csv'";
    }

    @Override
    protected String brokenServer(String name)
    {
        return "CREATE SERVER %s FOREIGN DATA WRAPPER file_fdw OPTIONS (directory '%s')".formatted(name, directory.resolve("nowhere"));
    }

    @Test
    void testPartitionsTable()
    {
        partitionedTable("listed");
        assertThat(query("SELECT partition, bounds, server, matched, size > 0 FROM \"listed$partitions\"")).matches("""
                VALUES
                    (VARCHAR 'public.listed_east', VARCHAR 'FOR VALUES IN (''east'')', VARCHAR 'files', true, true),
                    ('public.listed_west', 'FOR VALUES IN (''west'')', 'files', true, true),
                    ('public.listed_north', 'FOR VALUES IN (''north'')', 'files', false, null)
                """);
        assertThat((String) computeScalar("EXPLAIN SELECT * FROM listed WHERE region = 'west'")).contains("partitions 1 of 3");
    }
}
