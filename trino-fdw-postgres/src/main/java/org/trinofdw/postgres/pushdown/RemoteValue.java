package org.trinofdw.postgres.pushdown;

import org.trinofdw.postgres.type.ColumnMapping;

import static java.util.Objects.requireNonNull;

/**
 * An SQL expression that PostgreSQL evaluates to the value that Trino would have.
 *
 * @param sql an operand as it stands: an identifier, a call, or in parentheses
 * @param mapping type of the value and how it compares
 * @param computed false for a column. Text that is computed has {@code COLLATE "C"}, so that texts of different columns can meet in an expression
 */
record RemoteValue(String sql, ColumnMapping mapping, boolean computed)
{
    RemoteValue
    {
        requireNonNull(sql, "sql is null");
        requireNonNull(mapping, "mapping is null");
    }
}
