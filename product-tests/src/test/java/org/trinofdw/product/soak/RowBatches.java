package org.trinofdw.product.soak;

import org.trinofdw.product.query.Results;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;

/**
 * A table that takes batches of rows, each with one INSERT, and whose readers see each batch whole.
 */
public final class RowBatches
        implements SoakFeature
{
    private static final int USUAL_ROWS = 200;
    private static final int MANY_ROWS = 3000;
    private static final int MAX_COMPUTE_PARTITIONS = 8;
    /** Ids of one batch are numbered below it. */
    private static final long IDS = 10_000;

    private final String kind;
    private final String table;
    private final String columns;
    private final Function<Random, String> lastColumn;
    private final boolean wholeForReaders;
    private final boolean deletable;
    private final boolean modificationEndsReads;
    private final Batches batches;

    /**
     * @param lastColumn its value in a row with the number {@code i}, as SQL
     * @param wholeForReaders whether a reader sees all rows of a batch or none
     * @param modificationEndsReads whether a reader fails when a batch is added meanwhile
     */
    private RowBatches(String kind, String table, String columns, Function<Random, String> lastColumn, boolean wholeForReaders, boolean deletable, boolean modificationEndsReads)
    {
        this.kind = kind;
        this.table = table;
        this.columns = columns;
        this.lastColumn = lastColumn;
        this.wholeForReaders = wholeForReaders;
        this.deletable = deletable;
        this.modificationEndsReads = modificationEndsReads;
        this.batches = new Batches(table);
    }

    /** One table of PostgreSQL. */
    public static RowBatches postgres()
    {
        return new RowBatches("ledger", "postgres.soak.ledger", "id, client, batch, size, note", _ -> "'note ' || CAST(i AS varchar)", true, true, false);
    }

    /** One table whose writers prepare their transactions, which are committed one after another: a reader may see the rows of one writer alone for a moment. */
    public static RowBatches prepared()
    {
        return new RowBatches("prepared ledger", "postgres.soak.prepared", "id, client, batch, size, note", _ -> "'note ' || CAST(i AS varchar)", false, false, false);
    }

    /** A table over two servers, which have no snapshot in common: a reader may see a part of a batch that is just being committed. */
    public static RowBatches partitioned()
    {
        return new RowBatches("event", "postgres.soak.event", "id, client, batch, size, key", _ -> "CAST(i %% %s AS integer)".formatted(SoakEnvironment.EVENT_KEYS), false, false, false);
    }

    /** A table of MaxCompute, each batch in one partition of it. */
    public static RowBatches maxCompute()
    {
        return new RowBatches("odps ledger", "odps.\"default\".ledger", "id, client, batch, size, pt", random -> "'p%s'".formatted(random.nextInt(MAX_COMPUTE_PARTITIONS)), true, false, true);
    }

    @Override
    public void step(SoakClient client)
    {
        int choice = client.random().nextInt(10);
        if (choice < 5) {
            insert(client);
        }
        else if (choice < 9 || !deletable) {
            read(client);
        }
        else {
            delete(client);
        }
    }

    private void insert(SoakClient client)
    {
        long batch = client.nextBatch();
        long rows = 1 + client.random().nextInt(client.random().nextInt(20) == 0 ? MANY_ROWS : USUAL_ROWS);
        String sql = "INSERT INTO %s (%s) SELECT BIGINT '%s' + i, %s, BIGINT '%s', %s, %s FROM UNNEST(sequence(0, %s)) AS t (i)"
                .formatted(table, columns, batch * IDS, client.id(), batch, rows, lastColumn.apply(client.random()), rows - 1);
        batches.inserted(batch, rows, client.update(kind + " insert", sql, false, Optional.of(rows)));
    }

    private void read(SoakClient client)
    {
        String sql = "SELECT batch, count(*), count(DISTINCT id), max(size) FROM %s WHERE client = %s GROUP BY batch".formatted(table, client.random().nextInt(64));
        if (wholeForReaders) {
            sql += " HAVING count(*) <> max(size) OR count(DISTINCT id) <> max(size)";
        }
        Optional<List<List<Object>>> parts = client.query(kind + " read", sql, modificationEndsReads);
        if (wholeForReaders && parts.isPresent() && !parts.get().isEmpty()) {
            client.findings().defect("%s: batches that a reader saw in part: %s: %s".formatted(kind, parts.get(), sql));
        }
    }

    private void delete(SoakClient client)
    {
        long batch = client.nextBatch() - 1 - client.random().nextInt(20);
        batches.deleted(batch, client.update(kind + " delete", "DELETE FROM %s WHERE batch = %s".formatted(table, batch), true, Optional.empty()));
    }

    @Override
    public void verify(SoakEnvironment environment, Findings findings)
            throws SQLException
    {
        try (Connection connection = environment.connect()) {
            List<Batches.Found> found = Results.of(connection, "SELECT batch, count(*), count(DISTINCT id) FROM %s GROUP BY batch".formatted(table)).rows().stream()
                    .map(row -> new Batches.Found((Long) row.get(0), (Long) row.get(1), (Long) row.get(2)))
                    .toList();
            batches.verify(found, findings);
        }
    }

    @Override
    public String toString()
    {
        return kind;
    }
}
