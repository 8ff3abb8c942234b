package org.trinofdw.product.bench;

import com.google.common.collect.ImmutableMap;
import org.trinofdw.product.demo.DemoEnvironment;
import org.trinofdw.product.demo.Scripts;
import org.trinofdw.product.query.Results;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;

import static java.util.Objects.requireNonNull;
import static org.trinofdw.product.demo.DemoEnvironment.ODPS;
import static org.trinofdw.product.demo.DemoEnvironment.PROJECT;
import static org.trinofdw.product.demo.DemoEnvironment.TPCH;

/**
 * Scans of TPC-H lineitem through odps_fdw, held against the record reader of the MaxCompute SDK over the same ranges.
 */
final class MaxComputeBench
{
    private static final String TABLE = "lineitem_big";
    /** The rows of a split, unless set otherwise. */
    private static final long RANGE_ROWS = 1_000_000;

    private final DemoEnvironment environment;
    private final String source;
    private final Alternation alternation;
    private final Consumer<String> progress;

    MaxComputeBench(DemoEnvironment environment, String scale, Alternation alternation, Consumer<String> progress)
    {
        this.environment = requireNonNull(environment, "environment is null");
        this.source = "%s.\"sf%s\".lineitem".formatted(TPCH, scale);
        this.alternation = requireNonNull(alternation, "alternation is null");
        this.progress = requireNonNull(progress, "progress is null");
    }

    Comparison run()
            throws SQLException
    {
        try (Connection trino = environment.connect()) {
            trino.setCatalog(ODPS);
            trino.setSchema("default");
            progress.accept("loading lineitem into MaxCompute");
            Scripts.statements(Scripts.read("maxcompute-tables")).forEach(sql -> environment.maxCompute().execute(PROJECT, sql));
            TrinoQuery.run(trino, "INSERT INTO %s SELECT * FROM %s".formatted(TABLE, source));
            long rows = (Long) Results.of(trino, "SELECT count(*) FROM " + TABLE).single();
            SdkDrain drain = new SdkDrain(environment, TABLE, RANGE_ROWS);
            return new Comparison("Full scan of lineitem in MaxCompute, checksum of all 16 columns", rows, 0, alternation.measure(ImmutableMap.of(
                    "MaxCompute SDK, records drained", () -> {
                        long records = drain.run();
                        if (records != rows) {
                            throw new IllegalStateException("The SDK read %s of %s records".formatted(records, rows));
                        }
                        return Duration.ZERO;
                    },
                    "odps_fdw", () -> TrinoQuery.run(trino, PostgresBench.checksums(TABLE)))));
        }
    }
}
