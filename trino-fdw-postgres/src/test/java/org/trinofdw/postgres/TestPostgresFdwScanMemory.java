package org.trinofdw.postgres;

import com.google.common.collect.ImmutableList;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.Connector;
import io.trino.spi.connector.ConnectorMetadata;
import io.trino.spi.connector.ConnectorPageSource;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorSplit;
import io.trino.spi.connector.ConnectorSplitSource;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.ConnectorTransactionHandle;
import io.trino.spi.connector.Constraint;
import io.trino.spi.connector.DynamicFilter;
import io.trino.spi.connector.DynamicFilterSnapshot;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.connector.SourcePage;
import io.trino.testing.AbstractTestQueryFramework;
import io.trino.testing.QueryRunner;
import io.trino.testing.TestingConnectorSession;
import org.junit.jupiter.api.Test;
import org.trinofdw.testing.postgres.TestingPostgresServer;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import static io.trino.spi.transaction.IsolationLevel.REPEATABLE_READ;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a scan holds does not grow with the width of the rows times the number of rows of a page.
 */
final class TestPostgresFdwScanMemory
        extends AbstractTestQueryFramework
{
    /** Of the issue: with rows of 1 MB. */
    private static final long MAX_BYTES_OF_SPLIT = 64 * 1024 * 1024;
    private static final int ROWS = 240;
    private static final int SPLITS = 3;

    private TestingPostgresServer server;

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        server = closeAfterClass(TestingPostgresServer.start());
        return PostgresQueryRunner.create(server, 0, Map.of(), List.of());
    }

    @Test
    void testRowsOfOneMegabyte()
            throws Exception
    {
        // the values are elsewhere, uncompressed; the padding parts the rows over enough pages to be divided
        server.execute(
                """
                CREATE TABLE tpch.wide (id int, padding text, value text);
                ALTER TABLE tpch.wide ALTER COLUMN value SET STORAGE EXTERNAL;
                INSERT INTO tpch.wide SELECT i, repeat('p', 1500), repeat('x', 1024 * 1024) FROM generate_series(1, %s) i""".formatted(ROWS));
        Scan scan = scan("wide");
        assertThat(scan.splits()).isEqualTo(SPLITS);
        assertThat(scan.rows()).isEqualTo(ROWS);
        // more than a split may hold came through each
        assertThat(scan.fewestBytesOfSplit()).isGreaterThan(MAX_BYTES_OF_SPLIT);
        assertThat(scan.mostBytesHeld()).isLessThan(MAX_BYTES_OF_SPLIT);
        server.execute("DROP TABLE tpch.wide");
    }

    @Test
    void testArraysOfOneMegabyte()
            throws Exception
    {
        server.execute(
                """
                CREATE TABLE tpch.wide_arrays (id int, padding text, value text[]);
                ALTER TABLE tpch.wide_arrays ALTER COLUMN value SET STORAGE EXTERNAL;
                INSERT INTO tpch.wide_arrays SELECT i, repeat('p', 1500), array_fill(repeat('x', 1024), ARRAY[1024]) FROM generate_series(1, %s) i""".formatted(ROWS));
        Scan scan = scan("wide_arrays");
        assertThat(scan.splits()).isEqualTo(SPLITS);
        assertThat(scan.rows()).isEqualTo(ROWS);
        assertThat(scan.fewestBytesOfSplit()).isGreaterThan(MAX_BYTES_OF_SPLIT);
        assertThat(scan.mostBytesHeld()).isLessThan(MAX_BYTES_OF_SPLIT);
        server.execute("DROP TABLE tpch.wide_arrays");
    }

    /**
     * @param fewestBytesOfSplit that came from the server
     * @param mostBytesHeld by a scan and the page that it has given out last
     */
    private record Scan(int splits, long rows, long fewestBytesOfSplit, long mostBytesHeld) {}

    private Scan scan(String table)
            throws Exception
    {
        Connector connector = getDistributedQueryRunner().getCoordinator().getConnector(PostgresQueryRunner.CATALOG);
        ConnectorSession session = TestingConnectorSession.builder()
                .setPropertyMetadata(connector.getSessionProperties())
                .setPropertyValues(Map.of("mpp_execute", "all segments", "num_segments", SPLITS))
                .build();
        ConnectorTransactionHandle transaction = connector.beginTransaction(REPEATABLE_READ, true, true);
        try {
            ConnectorMetadata metadata = connector.getMetadata(session, transaction);
            ConnectorTableHandle handle = metadata.getTableHandle(session, new SchemaTableName(PostgresQueryRunner.SCHEMA, table), Optional.empty(), Optional.empty());
            Map<String, ColumnHandle> columns = metadata.getColumnHandles(session, handle);
            List<ColumnHandle> read = ImmutableList.of(columns.get("id"), columns.get("value"));
            int splits = 0;
            long rows = 0;
            long fewestBytes = Long.MAX_VALUE;
            long mostHeld = 0;
            try (ConnectorSplitSource source = connector.getSplitManager().getSplits(transaction, session, handle, Set.of(), Constraint.alwaysTrue())) {
                while (!source.isFinished()) {
                    for (ConnectorSplit split : source.getNextBatch(100, DynamicFilterSnapshot.EMPTY).get()) {
                        splits++;
                        AtomicLong held = new AtomicLong();
                        try (ConnectorPageSource pages = connector.getPageSourceProvider().createPageSource(
                                transaction,
                                session,
                                split,
                                handle,
                                metadata.getTableCredentials(session, handle),
                                read,
                                DynamicFilter.EMPTY,
                                held::set)) {
                            while (!pages.isFinished()) {
                                SourcePage page = pages.getNextSourcePage();
                                if (page != null) {
                                    rows += page.getPositionCount();
                                    mostHeld = Math.max(mostHeld, held.get() + page.getRetainedSizeInBytes());
                                }
                            }
                            fewestBytes = Math.min(fewestBytes, pages.getCompletedBytes());
                        }
                        assertThat(held.get()).isZero();
                    }
                }
            }
            return new Scan(splits, rows, fewestBytes, mostHeld);
        }
        finally {
            connector.commit(transaction);
        }
    }
}
