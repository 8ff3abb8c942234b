package org.trinofdw.product.bench;

import com.google.common.collect.ImmutableMap;
import org.trinofdw.product.demo.DemoEnvironment;
import org.trinofdw.product.demo.LineitemFingerprint;
import org.trinofdw.product.query.ResultComparison;
import org.trinofdw.product.query.Results;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

import static java.util.Objects.requireNonNull;
import static org.trinofdw.product.bench.Lineitem.checksums;
import static org.trinofdw.product.demo.DemoEnvironment.POSTGRES;

/**
 * Scans and loads of TPC-H lineitem through postgres_fdw, held against one stream of PostgreSQL's own binary COPY, and small loads against INSERTs by row.
 */
final class PostgresBench
{
    private static final String RAW = "PostgreSQL, one stream of binary COPY";
    private static final List<String> TWO_COLUMNS = List.of("l_orderkey", "l_extendedprice");
    /** Rows of one INSERT that pgjdbc sends. */
    private static final int BATCH_ROWS = 1000;

    private final DemoEnvironment environment;
    private final TrinoQuery trinoQuery;
    private final Path directory;
    private final BigDecimal scale;
    private final Optional<Peer> peer;
    private final Alternation alternation;
    private final Consumer<String> progress;

    /**
     * @param directory where the raw streams are kept meanwhile
     * @param scale the TPC-H scale factor, such as 1
     * @param peer another connector to hold ours against
     */
    PostgresBench(DemoEnvironment environment, Path directory, BigDecimal scale, Optional<Peer> peer, Alternation alternation, Consumer<String> progress)
    {
        this.environment = requireNonNull(environment, "environment is null");
        this.trinoQuery = new TrinoQuery(environment);
        this.directory = requireNonNull(directory, "directory is null");
        this.scale = requireNonNull(scale, "scale is null");
        this.peer = requireNonNull(peer, "peer is null");
        this.alternation = requireNonNull(alternation, "alternation is null");
        this.progress = requireNonNull(progress, "progress is null");
    }

    List<Comparison> run()
            throws SQLException, IOException, InterruptedException
    {
        try (Connection trino = environment.connect(); Connection postgres = environment.postgres().connect()) {
            trino.setCatalog(POSTGRES);
            trino.setSchema("public");
            if (peer.isPresent()) {
                peer.get().createCatalog(trino, environment.postgres());
            }
            load(trino, "lineitem", Lineitem.source(scale));
            load(trino, "lineitem_tenth", Lineitem.source(tenth()));
            return List.of(
                    scan("Full scan of lineitem, checksum of all 16 columns", trino, postgres, Lineitem.COLUMNS),
                    scan("Full scan of lineitem, checksum of 2 columns", trino, postgres, TWO_COLUMNS),
                    loads(trino, postgres),
                    smallLoads(trino, postgres));
        }
    }

    private BigDecimal tenth()
    {
        return scale.movePointLeft(1);
    }

    private void load(Connection trino, String table, String source)
            throws SQLException, IOException, InterruptedException
    {
        progress.accept("loading " + table);
        trinoQuery.run(trino, "CREATE TABLE %s AS SELECT * FROM %s".formatted(table, source));
        environment.postgres().execute("VACUUM (ANALYZE, FREEZE) " + table);
        requireSame(trino, table, source);
    }

    private Comparison scan(String title, Connection trino, Connection postgres, List<String> columns)
            throws SQLException
    {
        String selection = "(SELECT %s FROM lineitem)".formatted(String.join(", ", columns));
        ImmutableMap.Builder<String, Work> works = ImmutableMap.<String, Work>builder()
                .put(RAW, () -> Cost.ofThread(() -> RawCopy.read(postgres, selection)))
                .put("postgres_fdw", () -> trinoQuery.run(trino, checksums(columns, "lineitem")));
        peer.ifPresent(peer -> works.put(peer.name(), () -> trinoQuery.run(trino, checksums(columns, ofPeer("lineitem")))));
        return new Comparison(title, rows(trino, "lineitem"), RawCopy.read(postgres, selection), alternation.measure(works.buildOrThrow()));
    }

    private Comparison loads(Connection trino, Connection postgres)
            throws SQLException, IOException
    {
        String source = Lineitem.source(scale);
        Path file = directory.resolve("lineitem.copy");
        long bytes = RawCopy.readToFile(postgres, "lineitem", file);
        environment.postgres().execute("CREATE TABLE raw_loaded (LIKE lineitem); CREATE TABLE loaded (LIKE lineitem); CREATE TABLE parallel_loaded (LIKE lineitem); CREATE TABLE prepared_loaded (LIKE lineitem)");
        Comparison comparison = new Comparison("Load of lineitem, each atomic", rows(trino, "lineitem"), bytes, alternation.measure(ImmutableMap.of(
                RAW, intoEmpty("raw_loaded", () -> Cost.ofThread(() -> RawCopy.write(postgres, "raw_loaded", file))),
                "postgres_fdw, INSERT … SELECT from tpch", intoEmpty("loaded", () -> trinoQuery.run(trino, "INSERT INTO loaded SELECT * FROM " + source)),
                "the same, mpp_execute 'all segments'", intoEmpty("parallel_loaded", () -> onAllSegments(trino, false, "INSERT INTO parallel_loaded SELECT * FROM " + source)),
                "the same, and prepared_writes", intoEmpty("prepared_loaded", () -> onAllSegments(trino, true, "INSERT INTO prepared_loaded SELECT * FROM " + source)))));
        requireSame(trino, "loaded", source);
        requireSame(trino, "parallel_loaded", source);
        requireSame(trino, "prepared_loaded", source);
        return comparison;
    }

    private Comparison smallLoads(Connection trino, Connection postgres)
            throws SQLException, IOException
    {
        String source = Lineitem.source(tenth());
        Path file = directory.resolve("lineitem_tenth.copy");
        long bytes = RawCopy.readToFile(postgres, "lineitem_tenth", file);
        environment.postgres().execute("CREATE TABLE small_raw (LIKE lineitem); CREATE TABLE small_loaded (LIKE lineitem); CREATE TABLE small_by_row (LIKE lineitem); CREATE TABLE small_by_peer (LIKE lineitem)");
        ImmutableMap.Builder<String, Work> works = ImmutableMap.<String, Work>builder()
                .put(RAW, intoEmpty("small_raw", () -> Cost.ofThread(() -> RawCopy.write(postgres, "small_raw", file))))
                .put("postgres_fdw, INSERT … SELECT from tpch", intoEmpty("small_loaded", () -> trinoQuery.run(trino, "INSERT INTO small_loaded SELECT * FROM " + source)))
                .put("pgjdbc, INSERT by row in batches of %s".formatted(BATCH_ROWS), intoEmpty("small_by_row", () -> Cost.ofThread(() -> RowInserts.copy(postgres, "lineitem_tenth", "small_by_row", BATCH_ROWS))));
        peer.ifPresent(peer -> works.put(peer.name() + ", INSERT … SELECT from tpch", intoEmpty("small_by_peer", () -> trinoQuery.run(trino, "INSERT INTO %s SELECT * FROM %s".formatted(ofPeer("small_by_peer"), source)))));
        Comparison comparison = new Comparison("Load of a tenth of it, each atomic", rows(trino, "lineitem_tenth"), bytes, alternation.measure(works.buildOrThrow()));
        requireSame(trino, "small_loaded", source);
        requireSame(trino, "small_by_row", source);
        if (peer.isPresent()) {
            requireSame(trino, "small_by_peer", source);
        }
        return comparison;
    }

    private static String ofPeer(String table)
    {
        return "%s.public.%s".formatted(Peer.CATALOG, table);
    }

    private Work intoEmpty(String table, Callable<Cost> load)
    {
        return new Work()
        {
            @Override
            public void prepare()
            {
                environment.postgres().execute("TRUNCATE " + table);
                environment.postgres().execute("CHECKPOINT");
            }

            @Override
            public Cost run()
                    throws Exception
            {
                return load.call();
            }
        };
    }

    private Cost onAllSegments(Connection trino, boolean prepared, String sql)
            throws SQLException, IOException, InterruptedException
    {
        setSession(trino, "SET SESSION %s.mpp_execute = 'all segments'".formatted(POSTGRES));
        setSession(trino, "SET SESSION %s.prepared_writes = %s".formatted(POSTGRES, prepared));
        try {
            return trinoQuery.run(trino, sql);
        }
        finally {
            setSession(trino, "RESET SESSION %s.mpp_execute".formatted(POSTGRES));
            setSession(trino, "RESET SESSION %s.prepared_writes".formatted(POSTGRES));
        }
    }

    private static void setSession(Connection trino, String sql)
            throws SQLException
    {
        try (Statement statement = trino.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long rows(Connection trino, String table)
            throws SQLException
    {
        return (Long) Results.of(trino, "SELECT count(*) FROM " + table).single();
    }

    private static void requireSame(Connection trino, String table, String source)
            throws SQLException
    {
        Optional<String> difference = ResultComparison.difference(LineitemFingerprint.of(trino, source), LineitemFingerprint.of(trino, table));
        if (difference.isPresent()) {
            throw new IllegalStateException("%s differs from what was loaded into it: %s".formatted(table, difference.get()));
        }
    }
}
