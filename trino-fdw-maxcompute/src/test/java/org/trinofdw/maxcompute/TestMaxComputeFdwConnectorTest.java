package org.trinofdw.maxcompute;

import io.trino.testing.BaseConnectorTest;
import io.trino.testing.QueryRunner;
import io.trino.testing.TestingConnectorBehavior;
import org.trinofdw.testing.maxcompute.LocalMaxCompute;
import org.trinofdw.testing.maxcompute.LocalMaxComputeBuilder;

/**
 * Trino's own suite, over a project with schemas.
 */
final class TestMaxComputeFdwConnectorTest
        extends BaseConnectorTest
{
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
}
