package org.trinofdw.postgres;

import com.google.common.collect.HashMultiset;
import io.trino.Session;
import io.trino.spi.ErrorCodeSupplier;
import io.trino.testing.MaterializedResult;
import io.trino.testing.MaterializedRow;
import io.trino.testing.QueryRunner;

import java.util.List;

import static io.trino.spi.StandardErrorCode.NUMERIC_VALUE_OUT_OF_RANGE;
import static io.trino.testing.assertions.TrinoExceptionAssert.assertTrinoExceptionThrownBy;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

/**
 * Compares what a query gives when PostgreSQL evaluates what it can with what Trino's own evaluation gives.
 */
final class PushdownComparison
{
    private final QueryRunner queryRunner;
    private final Session pushed;
    private final Session local;

    PushdownComparison(QueryRunner queryRunner)
    {
        this(queryRunner, queryRunner.getDefaultSession());
    }

    PushdownComparison(QueryRunner queryRunner, Session session)
    {
        this.queryRunner = requireNonNull(queryRunner, "queryRunner is null");
        this.pushed = requireNonNull(session, "session is null");
        this.local = Session.builder(session)
                .setSystemProperty("allow_pushdown_into_connectors", "false")
                .build();
    }

    /** The rows are the same; with ORDER BY, so is their order. */
    MaterializedResult assertSameRows(String sql)
    {
        MaterializedResult expected = queryRunner.execute(local, sql);
        MaterializedResult actual = queryRunner.execute(pushed, sql);
        assertThat(actual.getTypes()).as(sql).isEqualTo(expected.getTypes());
        if (sql.lastIndexOf("ORDER BY") > sql.lastIndexOf(')')) {
            assertThat(rows(actual)).as(sql).isEqualTo(rows(expected));
        }
        else {
            assertThat(HashMultiset.create(rows(actual))).as(sql).isEqualTo(HashMultiset.create(rows(expected)));
        }
        return actual;
    }

    /**
     * The rows are the same, in their order, but for the last digits of floating-point numbers, which depend on the order in which they are added up.
     */
    void assertCloseRows(String sql)
    {
        List<MaterializedRow> expected = rows(queryRunner.execute(local, sql));
        List<MaterializedRow> actual = rows(queryRunner.execute(pushed, sql));
        assertThat(actual).as(sql).hasSameSizeAs(expected);
        for (int row = 0; row < expected.size(); row++) {
            List<Object> expectedFields = expected.get(row).getFields();
            List<Object> actualFields = actual.get(row).getFields();
            for (int field = 0; field < expectedFields.size(); field++) {
                assertClose(sql + ": row " + row, actualFields.get(field), expectedFields.get(field));
            }
        }
    }

    private static void assertClose(String description, Object actual, Object expected)
    {
        if (actual instanceof Double actualNumber && expected instanceof Double expectedNumber && Double.isFinite(expectedNumber)) {
            assertThat(actualNumber).as(description).isCloseTo(expectedNumber, withinPercentage(1e-10));
            // what is zero is not nearly zero, since people ask for it
            assertThat(actualNumber == 0).as(description).isEqualTo(expectedNumber == 0);
            return;
        }
        if (actual instanceof Float actualNumber && expected instanceof Float expectedNumber && Float.isFinite(expectedNumber)) {
            assertThat(actualNumber).as(description).isCloseTo(expectedNumber, withinPercentage(1e-4));
            assertThat(actualNumber == 0).as(description).isEqualTo(expectedNumber == 0);
            return;
        }
        assertThat(actual).as(description).isEqualTo(expected);
    }

    /** Both fail with this error of Trino. */
    void assertSameFailure(String sql, ErrorCodeSupplier error)
    {
        assertFailures(sql, error, error);
    }

    /** Both fail, Trino itself with one error, and with another when PostgreSQL evaluates what it can. */
    void assertFailures(String sql, ErrorCodeSupplier localError, ErrorCodeSupplier pushedError)
    {
        assertTrinoExceptionThrownBy(() -> queryRunner.execute(local, sql)).as(sql).hasErrorCode(localError);
        assertTrinoExceptionThrownBy(() -> queryRunner.execute(pushed, sql)).as(sql).hasErrorCode(pushedError);
    }

    /** What overflows in Trino overflows in PostgreSQL, which the plan gives this piece of remote SQL. */
    void assertSameOverflow(String sql, String remoteSql)
    {
        assertThat(explain(sql)).contains(remoteSql).doesNotContain("filterPredicate").doesNotContain("filtered by Trino since");
        assertTrinoExceptionThrownBy(() -> queryRunner.execute(local, sql)).as(sql).hasErrorCode(NUMERIC_VALUE_OUT_OF_RANGE);
        assertThatThrownBy(() -> queryRunner.execute(pushed, sql)).as(sql).hasMessageContaining("(SQLSTATE 22003)");
    }

    /** The whole filter is in the remote SQL, this piece of it too, and the rows are the same. */
    void assertRemoteFilter(String sql, String remoteSql)
    {
        assertThat(explain(sql)).as(sql).contains(remoteSql).doesNotContain("filterPredicate").doesNotContain("filtered by Trino since");
        assertSameRows(sql);
    }

    /** The plan holds this piece of remote SQL, and the rows are the same. */
    void assertRemoteSql(String sql, String remoteSql)
    {
        assertThat(explain(sql)).contains(remoteSql);
        assertSameRows(sql);
    }

    /** The plan holds no such piece of remote SQL, and the rows are the same. */
    void assertNoRemoteSql(String sql, String remoteSql)
    {
        assertThat(explain(sql)).contains("FROM \"tpch\".").doesNotContain(remoteSql);
        assertSameRows(sql);
    }

    private String explain(String sql)
    {
        return (String) queryRunner.execute(pushed, "EXPLAIN " + sql).getOnlyValue();
    }

    private static List<MaterializedRow> rows(MaterializedResult result)
    {
        return result.getMaterializedRows();
    }
}
