package org.trinofdw.maxcompute;

import io.trino.testing.BaseConnectorTest;
import io.trino.testing.QueryRunner;
import io.trino.testing.TestingConnectorBehavior;
import io.trino.testing.sql.TestTable;
import org.junit.jupiter.api.Test;
import org.trinofdw.testing.maxcompute.LocalMaxCompute;
import org.trinofdw.testing.maxcompute.LocalMaxComputeBuilder;

import java.util.Optional;
import java.util.OptionalInt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

/**
 * Trino's own suite, over a project with schemas.
 */
final class TestMaxComputeFdwConnectorTest
        extends BaseConnectorTest
{
    private static final int MAX_NAME_LENGTH = 128;

    private LocalMaxCompute service;

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        service = closeAfterClass(LocalMaxCompute.start());
        return MaxComputeQueryRunner.builder(service)
                .addCatalogProperty("project", LocalMaxComputeBuilder.DEFAULT_SCHEMA_PROJECT)
                // the suite compares values with time zones as instants in UTC
                .addCatalogProperty("instant-mapping", "timestamp_with_time_zone")
                .addCatalogProperty("time-zone", "UTC")
                .setInitialTables(REQUIRED_TPCH_TABLES)
                .build();
    }

    @Override
    protected boolean hasBehavior(TestingConnectorBehavior connectorBehavior)
    {
        return switch (connectorBehavior) {
            case SUPPORTS_TRUNCATE -> true;
            // the tunnel knows no conditions on rows
            case SUPPORTS_PREDICATE_PUSHDOWN, SUPPORTS_TOPN_PUSHDOWN, SUPPORTS_AGGREGATION_PUSHDOWN, SUPPORTS_DEREFERENCE_PUSHDOWN,
                    // the rows of ordinary MaxCompute tables do not change
                    SUPPORTS_DELETE, SUPPORTS_UPDATE, SUPPORTS_MERGE,
                    SUPPORTS_RENAME_SCHEMA, SUPPORTS_DROP_SCHEMA_CASCADE, SUPPORTS_RENAME_TABLE_ACROSS_SCHEMAS,
                    SUPPORTS_ADD_COLUMN_WITH_POSITION, SUPPORTS_ADD_FIELD, SUPPORTS_DROP_COLUMN, SUPPORTS_DROP_FIELD, SUPPORTS_RENAME_COLUMN, SUPPORTS_RENAME_FIELD,
                    SUPPORTS_SET_COLUMN_TYPE, SUPPORTS_SET_FIELD_TYPE,
                    SUPPORTS_ADD_COLUMN_NOT_NULL_CONSTRAINT, SUPPORTS_DROP_NOT_NULL_CONSTRAINT, SUPPORTS_DEFAULT_COLUMN_VALUE,
                    SUPPORTS_CREATE_VIEW, SUPPORTS_CREATE_MATERIALIZED_VIEW, SUPPORTS_NATIVE_QUERY, SUPPORTS_NEGATIVE_DATE -> false;
            default -> super.hasBehavior(connectorBehavior);
        };
    }

    @Override
    protected String errorMessageForInsertIntoNotNullColumn(String columnName)
    {
        return "NULL value not allowed for NOT NULL column: " + columnName;
    }

    @Override
    protected String errorMessageForCreateTableAsSelectNegativeDate(String date)
    {
        return errorMessageForInsertNegativeDate(date);
    }

    @Override
    protected String errorMessageForInsertNegativeDate(String date)
    {
        return "Value %s cannot be written to column \"dt\" of type date".formatted(date);
    }

    @Override
    protected TestTable createTableWithDefaultColumns()
    {
        return abort("MaxCompute tables are made without default values");
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

    private static void verifyNameTooLong(Throwable e)
    {
        assertThat(e).hasMessageMatching("(Schema|Table|Column) name '.*' is longer than the 128 bytes that MaxCompute allows");
    }

    @Override
    protected boolean isColumnNameRejected(Exception exception, String columnName, boolean delimited)
    {
        return exception.getMessage().equals("Column name '%s' has a comma, or a blank at an end; the tunnel of MaxCompute cannot name such a column".formatted(columnName));
    }

    @Override
    protected Optional<DataMappingTestSetup> filterDataMappingSmokeTestData(DataMappingTestSetup setup)
    {
        // MaxCompute has no times of day
        return setup.getTrinoTypeName().startsWith("time(") || setup.getTrinoTypeName().equals("time") ? Optional.of(setup.asUnsupported()) : Optional.of(setup);
    }

    @Test
    @Override
    public void testAddColumnWithComment()
    {
        try (TestTable table = newTrinoTable("test_add_col_desc_", "(a_varchar varchar)")) {
            assertUpdate("ALTER TABLE " + table.getName() + " ADD COLUMN b_varchar varchar COMMENT 'test new column comment'");
            assertThat(getColumnComment(table.getName(), "b_varchar")).isEqualTo("test new column comment");
            // an empty comment is none
            assertUpdate("ALTER TABLE " + table.getName() + " ADD COLUMN empty_comment varchar COMMENT ''");
            assertThat(getColumnComment(table.getName(), "empty_comment")).isNull();
        }
    }
}
