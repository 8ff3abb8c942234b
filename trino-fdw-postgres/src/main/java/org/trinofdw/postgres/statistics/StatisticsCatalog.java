package org.trinofdw.postgres.statistics;

import com.google.common.collect.ImmutableList;
import org.trinofdw.postgres.connection.RemoteTransaction;
import org.trinofdw.postgres.handle.RemoteTableName;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

/**
 * Reads figures from the catalogs of a server, those of any number of tables with one query.
 */
final class StatisticsCatalog
{
    /**
     * The tables with their partitions and heirs, and the rows of each: the density that ANALYZE or VACUUM found, times the pages that there are now, as
     * PostgreSQL's planner reckons. Of one that was never analysed ({@code reltuples} is -1, and 0 before
     * PostgreSQL 14) nothing is known, unless it has no page.
     */
    private static final String MEMBERS =
            """
            WITH RECURSIVE members (root, oid) AS (
                SELECT oid, oid FROM unnest(?::text::oid[]) oid
                UNION
                SELECT members.root, inherits.inhrelid FROM pg_inherits inherits JOIN members ON inherits.inhparent = members.oid)
            SELECT
                members.root::bigint,
                relation.oid = members.root,
                schema.nspname,
                relation.relname,
                EXISTS (SELECT 1 FROM pg_inherits children WHERE children.inhparent = relation.oid),
                (SELECT key.attname FROM pg_partitioned_table partitioned JOIN pg_attribute key ON key.attrelid = partitioned.partrelid AND key.attnum = partitioned.partattrs[0]
                    WHERE partitioned.partrelid = relation.oid AND partitioned.partnatts = 1),
                CASE
                    WHEN relation.relkind = 'p' THEN 0
                    WHEN relation.reltuples < 0 OR (relation.reltuples = 0 AND relation.relpages = 0) THEN
                        CASE WHEN relation.relkind IN ('r', 'm') AND pg_relation_size(relation.oid) = 0 THEN 0 END
                    WHEN relation.relkind <> 'f' AND relation.relpages > 0 THEN
                        relation.reltuples / relation.relpages * (pg_relation_size(relation.oid) / current_setting('block_size')::bigint)
                    ELSE relation.reltuples
                END
            FROM members
            JOIN pg_class relation ON relation.oid = members.oid
            JOIN pg_namespace schema ON schema.oid = relation.relnamespace
            """;

    // the names are compared with constants, or the view would be read as a whole
    private static final String COLUMNS =
            """
            SELECT
                statistics.schemaname,
                statistics.tablename,
                statistics.inherited,
                statistics.attname,
                statistics.null_frac,
                statistics.n_distinct,
                statistics.avg_width,
                CASE WHEN statistics.attname = ANY (?::text[]) THEN array_send(statistics.most_common_vals) END,
                statistics.most_common_freqs,
                CASE WHEN statistics.attname = ANY (?::text[]) THEN array_send(statistics.histogram_bounds) END
            FROM pg_stats statistics
            WHERE statistics.schemaname = ANY (?::text[]::name[])
                AND statistics.tablename = ANY (?::text[]::name[])
                AND statistics.attname = ANY (?::text[]::name[])
            """;

    /**
     * A table of a tree of partitions or heirs.
     *
     * @param root {@code pg_class.oid} of the table that was asked for
     * @param isRoot whether this is it
     * @param isParent whether there are partitions or heirs below it
     * @param key the key of its partitions, if that is one column
     * @param rows rows of this table alone; empty if unknown
     */
    record Member(long root, boolean isRoot, RemoteTableName name, boolean isParent, Optional<String> key, OptionalDouble rows)
    {
        Member
        {
            requireNonNull(name, "name is null");
            requireNonNull(key, "key is null");
            requireNonNull(rows, "rows is null");
        }

        private static Member read(ResultSet row)
                throws SQLException
        {
            double count = row.getDouble(7);
            OptionalDouble rows = row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(count);
            return new Member(
                    row.getLong(1),
                    row.getBoolean(2),
                    new RemoteTableName(row.getString(3), row.getString(4)),
                    row.getBoolean(5),
                    Optional.ofNullable(row.getString(6)),
                    rows);
        }
    }

    /**
     * Which rows figures are of.
     *
     * @param withHeirs whether the rows of partitions and heirs are among them
     */
    record Scope(RemoteTableName table, boolean withHeirs)
    {
        Scope
        {
            requireNonNull(table, "table is null");
        }
    }

    /**
     * A row of {@code pg_stats}.
     *
     * @param distinct number of distinct values, or if negative their share of the rows, or zero if unknown
     * @param width average bytes of a value
     * @param commonValues array in binary format
     * @param bounds array in binary format
     */
    record ColumnRow(
            Scope scope,
            String column,
            double nullFraction,
            double distinct,
            double width,
            Optional<byte[]> commonValues,
            List<Float> commonFrequencies,
            Optional<byte[]> bounds)
    {
        ColumnRow
        {
            requireNonNull(scope, "scope is null");
            requireNonNull(column, "column is null");
            requireNonNull(commonValues, "commonValues is null");
            commonFrequencies = ImmutableList.copyOf(commonFrequencies);
            requireNonNull(bounds, "bounds is null");
        }

        private static ColumnRow read(ResultSet row)
                throws SQLException
        {
            Array frequencies = row.getArray(9);
            return new ColumnRow(
                    new Scope(new RemoteTableName(row.getString(1), row.getString(2)), row.getBoolean(3)),
                    row.getString(4),
                    row.getDouble(5),
                    row.getDouble(6),
                    row.getDouble(7),
                    Optional.ofNullable(row.getBytes(8)),
                    frequencies == null ? List.of() : List.of((Float[]) frequencies.getArray()),
                    Optional.ofNullable(row.getBytes(10)));
        }
    }

    private StatisticsCatalog() {}

    /** The tables with all partitions and heirs below them, by the oids of the tables. */
    static Map<Long, List<Member>> members(RemoteTransaction transaction, Collection<Long> tables)
    {
        return transaction.query(MEMBERS, List.of(tables.stream().map(String::valueOf).collect(joining(",", "{", "}"))), Member::read).stream()
                .collect(groupingBy(Member::root));
    }

    /**
     * Figures of columns, as far as ANALYZE found some and the user may read the column.
     *
     * @param columns remote names of the columns
     * @param withValues remote names of those whose values are wanted
     */
    static Map<Scope, List<ColumnRow>> columns(RemoteTransaction transaction, Collection<RemoteTableName> tables, Collection<String> columns, Collection<String> withValues)
    {
        String[] valueColumns = withValues.toArray(String[]::new);
        return transaction.query(
                        COLUMNS,
                        List.of(
                                valueColumns,
                                valueColumns,
                                tables.stream().map(RemoteTableName::schema).distinct().toArray(String[]::new),
                                tables.stream().map(RemoteTableName::table).distinct().toArray(String[]::new),
                                columns.toArray(String[]::new)),
                        ColumnRow::read).stream()
                .collect(groupingBy(ColumnRow::scope));
    }
}
