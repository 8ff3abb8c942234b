package org.trinofdw.product.bench;

import com.aliyun.odps.Odps;
import com.aliyun.odps.account.AliyunAccount;
import com.aliyun.odps.tunnel.TableTunnel;
import com.aliyun.odps.tunnel.TunnelException;
import com.google.common.collect.ImmutableMap;
import org.trinofdw.product.demo.DemoEnvironment;
import org.trinofdw.product.demo.Scripts;
import org.trinofdw.product.query.Results;

import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;

import static java.util.Objects.requireNonNull;
import static org.trinofdw.product.demo.DemoEnvironment.ACCESS_ID;
import static org.trinofdw.product.demo.DemoEnvironment.ACCESS_KEY;
import static org.trinofdw.product.demo.DemoEnvironment.ODPS;
import static org.trinofdw.product.demo.DemoEnvironment.PROJECT;

/**
 * Scans and uploads of TPC-H lineitem through odps_fdw, held against the record readers and writers of the MaxCompute SDK in as many threads as there are
 * processors.
 */
final class MaxComputeBench
{
    private static final String TABLE = "lineitem_big";
    /** The rows of a split, unless set otherwise. */
    private static final long RANGE_ROWS = 1_000_000;
    /** The service keeps all in memory. */
    private static final BigDecimal UPLOADED_PART = new BigDecimal("0.25");

    private final DemoEnvironment environment;
    private final TrinoQuery trinoQuery;
    private final BigDecimal scale;
    private final Alternation alternation;
    private final Consumer<String> progress;

    MaxComputeBench(DemoEnvironment environment, BigDecimal scale, Alternation alternation, Consumer<String> progress)
    {
        this.environment = requireNonNull(environment, "environment is null");
        this.trinoQuery = new TrinoQuery(environment);
        this.scale = requireNonNull(scale, "scale is null");
        this.alternation = requireNonNull(alternation, "alternation is null");
        this.progress = requireNonNull(progress, "progress is null");
    }

    List<Comparison> run()
            throws SQLException, IOException, InterruptedException, TunnelException
    {
        try (Connection trino = environment.connect()) {
            trino.setCatalog(ODPS);
            trino.setSchema("default");
            progress.accept("loading lineitem into MaxCompute");
            Scripts.statements(Scripts.read("maxcompute-tables")).forEach(sql -> environment.maxCompute().execute(PROJECT, sql));
            trinoQuery.run(trino, "INSERT INTO %s SELECT * FROM %s".formatted(TABLE, Lineitem.source(scale)));
            TableTunnel tunnel = tunnel();
            return List.of(scan(trino, tunnel), upload(trino, tunnel));
        }
    }

    private Comparison scan(Connection trino, TableTunnel tunnel)
            throws SQLException
    {
        long rows = rows(trino, TABLE);
        SdkDrain drain = new SdkDrain(tunnel, TABLE, RANGE_ROWS);
        return new Comparison("Full scan of lineitem in MaxCompute, checksum of all 16 columns", rows, 0, alternation.measure(ImmutableMap.of(
                "MaxCompute SDK, records drained", () -> drain.run(rows),
                "odps_fdw", () -> trinoQuery.run(trino, Lineitem.checksums(Lineitem.COLUMNS, TABLE)))));
    }

    private Comparison upload(Connection trino, TableTunnel tunnel)
            throws SQLException, IOException, InterruptedException, TunnelException
    {
        String source = Lineitem.source(scale.multiply(UPLOADED_PART));
        trinoQuery.run(trino, "CREATE TABLE lineitem_uploaded AS SELECT * FROM %s WITH NO DATA".formatted(TABLE));
        long rows = rows(trino, source);
        SdkUpload upload = new SdkUpload(tunnel, TABLE, "lineitem_uploaded");
        Comparison comparison = new Comparison("Upload of a quarter of it into MaxCompute", rows, 0, alternation.measure(ImmutableMap.of(
                "MaxCompute SDK, the same 1,000 records again and again", () -> upload.run(rows),
                "odps_fdw, INSERT … SELECT from tpch", new Work()
                {
                    @Override
                    public void prepare()
                            throws Exception
                    {
                        trinoQuery.run(trino, "DROP TABLE IF EXISTS lineitem_inserted");
                        trinoQuery.run(trino, "CREATE TABLE lineitem_inserted AS SELECT * FROM %s WITH NO DATA".formatted(TABLE));
                    }

                    @Override
                    public Cost run()
                            throws Exception
                    {
                        return trinoQuery.run(trino, "INSERT INTO lineitem_inserted SELECT * FROM " + source);
                    }
                })));
        for (String table : List.of("lineitem_uploaded", "lineitem_inserted")) {
            if (rows(trino, table) != rows) {
                throw new IllegalStateException("%s has %s rows instead of %s".formatted(table, rows(trino, table), rows));
            }
        }
        return comparison;
    }

    private TableTunnel tunnel()
    {
        Odps odps = new Odps(new AliyunAccount(ACCESS_ID, ACCESS_KEY));
        odps.setEndpoint(environment.maxCompute().endpoint());
        odps.setDefaultProject(PROJECT);
        TableTunnel tunnel = new TableTunnel(odps);
        tunnel.setEndpoint(environment.maxCompute().tunnelEndpoint());
        return tunnel;
    }

    private static long rows(Connection trino, String table)
            throws SQLException
    {
        return (Long) Results.of(trino, "SELECT count(*) FROM " + table).single();
    }
}
