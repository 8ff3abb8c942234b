package org.trinofdw.product.soak;

import org.trinofdw.product.query.Results;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * A row for each client, which it alone increments, by MERGE and by UPDATE: what was acknowledged counts once, and what was not, once at most.
 */
public final class Counters
        implements SoakFeature
{
    private final AtomicIntegerArray acknowledged;
    private final AtomicIntegerArray unknown;

    public Counters(int clients)
    {
        acknowledged = new AtomicIntegerArray(clients);
        unknown = new AtomicIntegerArray(clients);
    }

    @Override
    public void step(SoakClient client)
    {
        String sql = client.random().nextBoolean()
                ? "UPDATE postgres.soak.counter SET value = value + 1 WHERE client = %s"
                : "MERGE INTO postgres.soak.counter c USING (VALUES %s) s (client) ON c.client = s.client WHEN MATCHED THEN UPDATE SET value = c.value + 1";
        // one that was cancelled may still be at work when the next begins
        Outcome outcome = client.update("counter", sql.formatted(client.id()), true, Optional.of(1L));
        (outcome == Outcome.ACKNOWLEDGED ? acknowledged : unknown).incrementAndGet(client.id());
    }

    @Override
    public void verify(SoakEnvironment environment, Findings findings)
            throws SQLException
    {
        try (Connection connection = environment.connect()) {
            List<List<Object>> rows = Results.of(connection, "SELECT client, value FROM postgres.soak.counter").rows();
            if (rows.size() != acknowledged.length()) {
                findings.defect("counter: %s rows, not %s".formatted(rows.size(), acknowledged.length()));
            }
            for (List<Object> row : rows) {
                int client = (Integer) row.get(0);
                long value = (Long) row.get(1);
                int least = acknowledged.get(client);
                int most = least + unknown.get(client);
                if (value < least || value > most) {
                    findings.defect("counter of client %s is %s, not from %s to %s".formatted(client, value, least, most));
                }
            }
        }
    }

    @Override
    public String toString()
    {
        return "counters";
    }
}
