package org.trinofdw.postgres;

import io.trino.sql.planner.plan.TopNNode;
import io.trino.testing.BaseConnectorTest;
import io.trino.testing.QueryRunner;
import io.trino.testing.TestingConnectorBehavior;
import io.trino.testing.sql.JdbcSqlExecutor;
import io.trino.testing.sql.TestTable;
import org.junit.jupiter.api.Test;
import org.trinofdw.testing.postgres.TestingPostgresServer;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Trino's own suite.
 */
final class TestPostgresFdwConnectorTest
        extends BaseConnectorTest
{
    // NAMEDATALEN - 1
    private static final int MAX_NAME_LENGTH = 63;

    private TestingPostgresServer server;

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        server = closeAfterClass(TestingPostgresServer.start());
        return PostgresQueryRunner.create(server, Map.of(), REQUIRED_TPCH_TABLES);
    }

    @Override
    protected boolean hasBehavior(TestingConnectorBehavior connectorBehavior)
    {
        return switch (connectorBehavior) {
            // a composite type has a name, which a type of Trino has not; hstore is an extension, and maps text to text only
            case SUPPORTS_ROW_TYPE, SUPPORTS_MAP_TYPE,
                    // PostgreSQL adds columns at the end only
                    SUPPORTS_ADD_COLUMN_WITH_POSITION,
                    SUPPORTS_DEFAULT_COLUMN_VALUE,
                    SUPPORTS_CREATE_VIEW, SUPPORTS_CREATE_MATERIALIZED_VIEW -> false;
            default -> super.hasBehavior(connectorBehavior);
        };
    }

    /** The remote query shows the order, in PostgreSQL's words. */
    @Test
    @Override
    public void testSortItemsReflectedInExplain()
    {
        assertExplain(
                "EXPLAIN SELECT name FROM nation ORDER BY nationkey DESC NULLS LAST LIMIT 5",
                "FROM \"tpch\"\\.\"nation\" ORDER BY \"nationkey\" DESC NULLS LAST LIMIT 5]");
    }

    /** The inherited test takes sums of floating-point numbers for pushed down, whose result depends on the order of the rows, and a sort of a limited sort. */
    @Test
    @Override
    public void testTopNPushdown()
    {
        assertThat(query("SELECT orderkey FROM orders ORDER BY orderkey DESC LIMIT 10")).ordered().isFullyPushedDown();
        assertThat(query("SELECT * FROM orders ORDER BY shippriority DESC, totalprice, orderkey LIMIT 10")).ordered().isFullyPushedDown();
        assertThat(query("SELECT sum(orderkey) AS total FROM orders GROUP BY custkey ORDER BY total DESC LIMIT 10")).ordered().isFullyPushedDown();
        assertThat(query("SELECT * FROM (SELECT sum(orderkey) AS total, custkey FROM orders GROUP BY custkey HAVING count(*) > 3) ORDER BY total DESC LIMIT 10")).ordered().isFullyPushedDown();
        assertThat(query("SELECT orderkey FROM (SELECT orderkey, totalprice FROM orders ORDER BY 1, 2 LIMIT 10) ORDER BY totalprice, 1 LIMIT 5")).ordered().isNotFullyPushedDown(TopNNode.class);
    }

    @Override
    protected String errorMessageForInsertIntoNotNullColumn(String columnName)
    {
        return "(?s).*null value in column \"%s\" of relation .* violates not-null constraint.*".formatted(columnName);
    }

    @Override
    protected TestTable createTableWithDefaultColumns()
    {
        return new TestTable(
                remote(),
                "tpch.table_with_defaults",
                "(col_required bigint NOT NULL, col_nullable bigint, col_default bigint DEFAULT 43, col_nonnull_default bigint NOT NULL DEFAULT 42, col_required2 bigint NOT NULL)");
    }

    @Override
    protected OptionalInt maxSchemaNameLength()
    {
        return OptionalInt.of(MAX_NAME_LENGTH);
    }

    @Override
    protected void verifySchemaNameLengthFailurePermissible(Throwable e)
    {
        verifyNameTooLong(e);
    }

    @Override
    protected OptionalInt maxTableNameLength()
    {
        return OptionalInt.of(MAX_NAME_LENGTH);
    }

    @Override
    protected void verifyTableNameLengthFailurePermissible(Throwable e)
    {
        verifyNameTooLong(e);
    }

    @Override
    protected OptionalInt maxColumnNameLength()
    {
        return OptionalInt.of(MAX_NAME_LENGTH);
    }

    @Override
    protected void verifyColumnNameLengthFailurePermissible(Throwable e)
    {
        verifyNameTooLong(e);
    }

    @Override
    protected void verifySetColumnTypeFailurePermissible(Throwable e)
    {
        assertThat(e).hasMessageMatching("(?s).*cannot change the type of a column of .*(invalid input syntax for type integer|integer out of range).*");
    }

    @Override
    protected void verifyAddNotNullColumnToNonEmptyTableFailurePermissible(Throwable e)
    {
        assertThat(e).hasMessageMatching("(?s).*column \".*\" of relation \".*\" contains null values.*");
    }

    @Override
    protected void verifyConcurrentAddColumnFailurePermissible(Exception e)
    {
        // two changes of one row of the catalog
        assertThat(e).hasMessageContaining("tuple concurrently updated");
    }

    @Override
    protected void verifyConcurrentUpdateFailurePermissible(Exception e)
    {
        assertThat(e).hasMessageContaining("(SQLSTATE 40001)");
    }

    @Override
    protected Optional<SetColumnTypeSetup> filterSetColumnTypesDataProvider(SetColumnTypeSetup setup)
    {
        return switch (setup.newColumnType()) {
            // PostgreSQL has no one-byte integers
            case "tinyint" -> Optional.empty();
            // the dimensions of an array are of the value, not of the column
            case "array(array(bigint))" -> Optional.empty();
            // PostgreSQL keeps the moment, not the zone
            case "timestamp(6) with time zone" -> Optional.of(setup.withNewValueLiteral("TIMESTAMP '2020-02-12 14:03:00.123000 UTC'"));
            default -> Optional.of(setup);
        };
    }

    @Test
    @Override
    public void testAddColumnWithComment()
    {
        try (TestTable table = newTrinoTable("test_add_col_desc_", "(a_varchar varchar)")) {
            assertUpdate("ALTER TABLE " + table.getName() + " ADD COLUMN b_varchar varchar COMMENT 'it''s a comment'");
            assertThat(getColumnComment(table.getName(), "b_varchar")).isEqualTo("it's a comment");
            // to PostgreSQL an empty comment is none
            assertUpdate("ALTER TABLE " + table.getName() + " ADD COLUMN empty_comment varchar COMMENT ''");
            assertThat(getColumnComment(table.getName(), "empty_comment")).isNull();
        }
    }

    @Test
    @Override
    public void testInsertMap()
    {
        assertQueryFails("CREATE TABLE test_insert_map (a map(integer, integer))", "Column \"a\" has the unsupported type map\\(integer, integer\\); PostgreSQL has no counterpart");
    }

    private static void verifyNameTooLong(Throwable e)
    {
        assertThat(e).hasMessageMatching("The name \".*\" is longer than 63 bytes, the most that PostgreSQL keeps; choose a shorter one");
    }

    private JdbcSqlExecutor remote()
    {
        Properties properties = new Properties();
        properties.setProperty("user", server.user());
        properties.setProperty("password", server.password());
        return new JdbcSqlExecutor(server.jdbcUrl(), properties);
    }
}
