package org.trinofdw.product.bench;

import io.trino.jdbc.TrinoStatement;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs one statement to its end and tells the CPU time that Trino spent on all nodes.
 */
final class TrinoQuery
{
    private TrinoQuery() {}

    static Duration run(Connection connection, String sql)
            throws SQLException
    {
        AtomicLong cpuMillis = new AtomicLong();
        try (Statement statement = connection.createStatement()) {
            statement.unwrap(TrinoStatement.class).setProgressMonitor(stats -> cpuMillis.set(stats.getCpuTimeMillis()));
            if (statement.execute(sql)) {
                try (ResultSet results = statement.getResultSet()) {
                    while (results.next()) {
                        // drained only
                    }
                }
            }
        }
        return Duration.ofMillis(cpuMillis.get());
    }
}
