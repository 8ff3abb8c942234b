package org.trinofdw.postgres.handle;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.predicate.TupleDomain;
import org.trinofdw.handle.FdwTableHandle;
import org.trinofdw.postgres.type.TextEncoding;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import static io.trino.spi.StandardErrorCode.NOT_SUPPORTED;
import static java.util.Objects.requireNonNull;

/**
 * A scan on a PostgreSQL server: a table, or what aggregation and join pushdown have made of one or several.
 *
 * @param query what PostgreSQL evaluates
 * @param columns all visible columns
 * @param constraint what is known of the rows of the query, as far as its conditions came from domains of columns
 * @param filterObstacles why conditions on the rows of the query stay with Trino, for people to read
 */
public record PostgresTableHandle(
        SchemaTableName name,
        String server,
        boolean foreignTable,
        RemoteQuery query,
        List<PostgresColumnHandle> columns,
        Optional<String> comment,
        ScanOptions options,
        TupleDomain<ColumnHandle> constraint,
        Set<String> filterObstacles)
        implements FdwTableHandle
{
    /** Conditions may hold thousands of values; what EXPLAIN and logs show of them must end somewhere. */
    private static final int MAX_TEXT_LENGTH = 4000;

    public PostgresTableHandle
    {
        requireNonNull(name, "name is null");
        requireNonNull(server, "server is null");
        requireNonNull(query, "query is null");
        columns = ImmutableList.copyOf(columns);
        requireNonNull(comment, "comment is null");
        requireNonNull(options, "options is null");
        requireNonNull(constraint, "constraint is null");
        filterObstacles = ImmutableSet.copyOf(filterObstacles);
    }

    /** A scan that nothing is known of yet. */
    public PostgresTableHandle(
            SchemaTableName name,
            String server,
            boolean foreignTable,
            RemoteQuery query,
            List<PostgresColumnHandle> columns,
            Optional<String> comment,
            ScanOptions options)
    {
        this(name, server, foreignTable, query, columns, comment, options, TupleDomain.all(), ImmutableSet.of());
    }

    /** Encoding of the database that is read; UTF8 stands for those of several partitions, which are asked later. */
    public TextEncoding encoding()
    {
        return TextEncoding.of(columns.stream().map(PostgresColumnHandle::remoteType));
    }

    /** The table that is read, if it is read as it is or filtered, sorted or limited, but neither grouped nor joined. */
    public Optional<TableSource> table()
    {
        return query.source() instanceof TableSource table ? Optional.of(table) : Optional.empty();
    }

    /**
     * The relation that is read.
     *
     * @throws IllegalStateException if this is not a scan of one table
     */
    public RemoteTableName remoteName()
    {
        return requireTable().name();
    }

    /** {@code pg_class.oid} of the relation that is read; see {@link #remoteName()}. */
    public long relationId()
    {
        return requireTable().relationId();
    }

    /** Kind of the relation that is read; see {@link #remoteName()}. */
    public RelationKind kind()
    {
        return requireTable().kind();
    }

    public PostgresTableHandle withQuery(RemoteQuery newQuery)
    {
        return withQuery(newQuery, constraint);
    }

    public PostgresTableHandle withQuery(RemoteQuery newQuery, TupleDomain<ColumnHandle> newConstraint)
    {
        return new PostgresTableHandle(name, server, foreignTable, newQuery, columns, comment, options, newConstraint, filterObstacles);
    }

    public PostgresTableHandle withFilterObstacles(Set<String> newFilterObstacles)
    {
        return new PostgresTableHandle(name, server, foreignTable, query, columns, comment, options, constraint, newFilterObstacles);
    }

    /** The same scan, known to be of one server. */
    public PostgresTableHandle onServer(String newServer)
    {
        return new PostgresTableHandle(name, newServer, foreignTable, query, columns, comment, options, constraint, filterObstacles);
    }

    public PostgresTableHandle withColumns(List<PostgresColumnHandle> newColumns)
    {
        return new PostgresTableHandle(name, server, foreignTable, query, newColumns, comment, options, constraint, filterObstacles);
    }

    /** The rows of a derived table with columns of its own. */
    public PostgresTableHandle derived(SchemaTableName newName, RemoteSource source, List<PostgresColumnHandle> newColumns)
    {
        return new PostgresTableHandle(newName, server, false, RemoteQuery.of(source), newColumns, Optional.empty(), options);
    }

    /** Present if the rows are in other foreign tables. */
    public Optional<PartitionedSource> partitioned()
    {
        return query.source() instanceof PartitionedSource partitioned ? Optional.of(partitioned) : Optional.empty();
    }

    @Override
    public Set<String> servers()
    {
        return partitioned()
                .map(PartitionedSource::servers)
                .orElseGet(() -> ImmutableSet.of(server));
    }

    private TableSource requireTable()
    {
        if (partitioned().isPresent()) {
            throw new TrinoException(NOT_SUPPORTED, "foreign table \"%s\" is partitioned and has no remote table; do this to its partitions, which are foreign tables too".formatted(name));
        }
        return table().orElseThrow(() -> new IllegalStateException("not a scan of one table: " + this));
    }

    /** What EXPLAIN shows: the remote query but for the columns, which EXPLAIN lists, and for ctid ranges and dynamic filters, which differ by split. */
    @Override
    public String toString()
    {
        String text = "%s on %s: %s".formatted(name, server, query.toSql(List.of("…")));
        String known = constraint.isAll() ? "" : ", constraint on " + constraint.getDomains().map(domains -> domains.keySet().toString()).orElse("none");
        String local = filterObstacles.isEmpty() ? "" : ", filtered by Trino since " + String.join("; ", filterObstacles);
        return shortened(text) + known + shortened(local);
    }

    private static String shortened(String text)
    {
        return text.length() > MAX_TEXT_LENGTH ? text.substring(0, MAX_TEXT_LENGTH) + "…" : text;
    }
}
