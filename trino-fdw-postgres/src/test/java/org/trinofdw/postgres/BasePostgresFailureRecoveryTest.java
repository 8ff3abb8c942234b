package org.trinofdw.postgres;

import com.google.inject.Module;
import io.trino.operator.RetryPolicy;
import io.trino.testing.BaseFailureRecoveryTest;
import io.trino.testing.QueryRunner;
import io.trino.tpch.TpchTable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.trinofdw.testing.postgres.TestingPostgresServer;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static io.trino.testing.assertions.Assert.assertEventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Trino's own suite for statements that are tried again. What a failed attempt has written must not be in the table, and not be left in staging tables.
 */
// each test waits for time-outs several times
@Tag("long")
abstract class BasePostgresFailureRecoveryTest
        extends BaseFailureRecoveryTest
{
    protected BasePostgresFailureRecoveryTest(RetryPolicy retryPolicy)
    {
        super(retryPolicy);
    }

    @Override
    protected QueryRunner createQueryRunner(
            List<TpchTable<?>> requiredTpchTables,
            Map<String, String> configProperties,
            Map<String, String> coordinatorProperties,
            Module failureInjectionModule)
            throws Exception
    {
        TestingPostgresServer server = closeAfterClass(TestingPostgresServer.start());
        return PostgresQueryRunner.create(
                server,
                builder -> builder
                        .setExtraProperties(configProperties)
                        .setCoordinatorProperties(coordinatorProperties)
                        .setAdditionalModule(failureInjectionModule)
                        .withExchange("filesystem"),
                Map.of(),
                requiredTpchTables);
    }

    @Override
    protected boolean areWriteRetriesSupported()
    {
        return true;
    }

    @Override
    protected void checkTemporaryTables(Set<String> queryIds)
    {
        // they go in the background
        assertEventually(() -> assertThat(query("SHOW TABLES LIKE 'fdw_staging%'")).returnsEmptyResult());
    }

    @Test
    @Override
    protected void testDelete()
    {
        assertCoordinatorOnly("DELETE FROM <table> WHERE orderkey = 1");
    }

    @Test
    @Override
    protected void testUpdate()
    {
        assertCoordinatorOnly("UPDATE <table> SET shippriority = 101 WHERE custkey = 1");
    }

    /** PostgreSQL runs it as a whole, so there are no tasks on workers that could fail. */
    private void assertCoordinatorOnly(String sql)
    {
        assertThatQuery(sql)
                .withSetupQuery(Optional.of("CREATE TABLE <table> AS SELECT * FROM orders"))
                .withCleanupQuery(Optional.of("DROP TABLE <table>"))
                .isCoordinatorOnly();
    }

    @Test
    @Override
    protected void testAnalyzeTable()
    {
        assertThatThrownBy(super::testAnalyzeTable).hasMessageMatching("This connector does not support analyze");
    }

    @Test
    @Override
    protected void testRefreshMaterializedView()
    {
        assertThatThrownBy(super::testRefreshMaterializedView).hasMessageContaining("This connector does not support creating materialized views");
    }
}
