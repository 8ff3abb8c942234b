package org.trinofdw.product.bench;

import com.google.common.collect.ImmutableMap;
import org.trinofdw.product.demo.DemoEnvironment;
import org.trinofdw.product.demo.LineitemFingerprint;
import org.trinofdw.product.query.ResultComparison;
import org.trinofdw.product.query.Results;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static org.trinofdw.product.demo.DemoEnvironment.POSTGRES;
import static org.trinofdw.product.demo.DemoEnvironment.TPCH;

/**
 * Scans and loads of TPC-H lineitem through postgres_fdw, held against one stream of PostgreSQL's own binary COPY.
 */
final class PostgresBench
{
    private static final List<String> COLUMNS = List.of(
            "l_orderkey", "l_partkey", "l_suppkey", "l_linenumber", "l_quantity", "l_extendedprice", "l_discount", "l_tax",
            "l_returnflag", "l_linestatus", "l_shipdate", "l_commitdate", "l_receiptdate", "l_shipinstruct", "l_shipmode", "l_comment");

    private final DemoEnvironment environment;
    private final Path directory;
    private final String source;
    private final Alternation alternation;
    private final Consumer<String> progress;

    /**
     * @param directory where the raw stream is kept meanwhile
     * @param scale the TPC-H scale factor, such as 1
     */
    PostgresBench(DemoEnvironment environment, Path directory, String scale, Alternation alternation, Consumer<String> progress)
    {
        this.environment = requireNonNull(environment, "environment is null");
        this.directory = requireNonNull(directory, "directory is null");
        this.source = "%s.\"sf%s\".lineitem".formatted(TPCH, scale);
        this.alternation = requireNonNull(alternation, "alternation is null");
        this.progress = requireNonNull(progress, "progress is null");
    }

    List<Comparison> run()
            throws SQLException, IOException
    {
        try (Connection trino = environment.connect(); Connection postgres = environment.postgres().connect()) {
            trino.setCatalog(POSTGRES);
            trino.setSchema("public");

            progress.accept("loading lineitem");
            TrinoQuery.run(trino, "CREATE TABLE lineitem AS SELECT * FROM " + source);
            environment.postgres().execute("VACUUM (ANALYZE, FREEZE) lineitem");
            long rows = (Long) Results.of(trino, "SELECT count(*) FROM lineitem").single();
            requireSame(trino, "lineitem");
            long bytes = RawCopy.read(postgres, "lineitem");

            Comparison reading = new Comparison("Full scan of lineitem, checksum of all 16 columns", rows, bytes, alternation.measure(ImmutableMap.of(
                    "PostgreSQL, one stream of binary COPY", () -> {
                        RawCopy.read(postgres, "lineitem");
                        return Duration.ZERO;
                    },
                    "postgres_fdw", () -> TrinoQuery.run(trino, checksums("lineitem")))));

            Path file = directory.resolve("lineitem.copy");
            RawCopy.readToFile(postgres, "lineitem", file);
            environment.postgres().execute("CREATE TABLE lineitem_raw (LIKE lineitem); CREATE TABLE lineitem_loaded (LIKE lineitem)");
            Comparison writing = new Comparison("Load of lineitem", rows, bytes, alternation.measure(works(trino, postgres, file)));
            requireSame(trino, "lineitem_loaded");
            return List.of(reading, writing);
        }
    }

    private Map<String, Work> works(Connection trino, Connection postgres, Path file)
    {
        return ImmutableMap.of(
                "PostgreSQL, one stream of binary COPY", new Work()
                {
                    @Override
                    public void prepare()
                    {
                        empty("lineitem_raw");
                    }

                    @Override
                    public Duration run()
                            throws SQLException, IOException
                    {
                        RawCopy.write(postgres, "lineitem_raw", file);
                        return Duration.ZERO;
                    }
                },
                "postgres_fdw, INSERT … SELECT from tpch", new Work()
                {
                    @Override
                    public void prepare()
                    {
                        empty("lineitem_loaded");
                    }

                    @Override
                    public Duration run()
                            throws SQLException
                    {
                        return TrinoQuery.run(trino, "INSERT INTO lineitem_loaded SELECT * FROM " + source);
                    }
                });
    }

    private void empty(String table)
    {
        environment.postgres().execute("TRUNCATE " + table);
        environment.postgres().execute("CHECKPOINT");
    }

    static String checksums(String table)
    {
        return COLUMNS.stream()
                .map("checksum(%s)"::formatted)
                .collect(joining(", ", "SELECT ", " FROM " + table));
    }

    private void requireSame(Connection trino, String table)
            throws SQLException
    {
        Optional<String> difference = ResultComparison.difference(LineitemFingerprint.of(trino, source), LineitemFingerprint.of(trino, table));
        if (difference.isPresent()) {
            throw new IllegalStateException("%s differs from what was loaded into it: %s".formatted(table, difference.get()));
        }
    }
}
