package org.trinofdw.postgres.connector;

import com.google.inject.Inject;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ConnectorResolvedIndex;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.predicate.TupleDomain;
import org.trinofdw.handle.FdwTableCredentials;
import org.trinofdw.handle.ForeignServers;
import org.trinofdw.option.MppExecute;
import org.trinofdw.postgres.connection.ConnectionPools;
import org.trinofdw.postgres.connection.RemoteTransaction;
import org.trinofdw.postgres.connection.RemoteTransactions;
import org.trinofdw.postgres.definition.StorageCatalog;
import org.trinofdw.postgres.handle.PostgresColumnHandle;
import org.trinofdw.postgres.handle.PostgresIndexHandle;
import org.trinofdw.postgres.handle.PostgresTableHandle;
import org.trinofdw.postgres.handle.TableSource;
import org.trinofdw.postgres.pushdown.KeyMembership;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;

/**
 * Decides whether the rows of a table are looked up by the keys of the other side of a join, instead of being scanned (DESIGN.md section 6, "Index join").
 * Trino does not say how many keys there will be, so this is done where the user asks for it.
 */
final class IndexJoins
{
    // a partial index serves only queries that imply its condition, and one with another collation no comparison with a plain key
    private static final String HAS_INDEX_SQL =
            """
            SELECT EXISTS (
                SELECT
                FROM pg_index
                JOIN pg_class ON pg_class.oid = pg_index.indexrelid
                JOIN pg_am ON pg_am.oid = pg_class.relam
                JOIN pg_attribute ON pg_attribute.attrelid = pg_index.indrelid AND pg_attribute.attnum = pg_index.indkey[0]
                WHERE pg_index.indrelid = ?::bigint::oid
                AND pg_index.indisvalid
                AND pg_index.indpred IS NULL
                AND pg_index.indcollation[0] = pg_attribute.attcollation
                AND pg_am.amname IN ('btree', 'hash')
                AND pg_attribute.attname = ANY (?::name[]))
            """;

    private final ForeignServers foreignServers;
    private final ConnectionPools pools;
    private final KeyMembership keyMembership;

    @Inject
    IndexJoins(ForeignServers foreignServers, ConnectionPools pools, KeyMembership keyMembership)
    {
        this.foreignServers = requireNonNull(foreignServers, "foreignServers is null");
        this.pools = requireNonNull(pools, "pools is null");
        this.keyMembership = requireNonNull(keyMembership, "keyMembership is null");
    }

    /**
     * @param keys the columns that are compared with the other side
     * @param tupleDomain what the rows that are wanted have in common
     * @return empty if the table is scanned
     */
    Optional<ConnectorResolvedIndex> resolve(
            ConnectorSession session,
            RemoteTransactions transactions,
            PostgresTableHandle table,
            Set<ColumnHandle> keys,
            Set<ColumnHandle> outputs,
            TupleDomain<ColumnHandle> tupleDomain)
    {
        if (!table.options().pushdown().indexJoin() || !isPlainTable(table) || !isReadAnywhere(table)) {
            return Optional.empty();
        }
        if (!dataColumns(outputs).containsAll(outputs) || !dataColumns(keys).containsAll(keys) || !dataColumns(keys).stream().allMatch(keyMembership::isSupported)) {
            return Optional.empty();
        }
        // lookups are made on workers, to which Trino sends credentials with scans alone
        if (!foreignServers.areKnownOnEveryNode(session, table.server())) {
            return Optional.empty();
        }
        FdwTableCredentials credentials = foreignServers.credentials(session, table.server());
        if (!pools.lendsForLookUps(credentials)) {
            return Optional.empty();
        }
        RemoteTransaction transaction = transactions.get(credentials);
        if (!hasIndex(transaction, table, dataColumns(keys))) {
            return Optional.empty();
        }
        // where a snapshot cannot be shared, each lookup would read under its own
        return transaction.snapshot().map(snapshot -> new ConnectorResolvedIndex(
                new PostgresIndexHandle(table, snapshot, StorageCatalog.storage(transaction, table.relationId())),
                unresolved(table, tupleDomain)));
    }

    /** Whether a condition on the keys leaves the rows of the query that have them, and no others: not so if the rows are limited or sampled. */
    private static boolean isPlainTable(PostgresTableHandle table)
    {
        return table.query().source() instanceof TableSource source && source.sample().isEmpty() && table.query().limit().isEmpty() && !table.constraint().isNone();
    }

    /** Whether any node may read the table: not so if mpp_execute says where it is read. */
    private static boolean isReadAnywhere(PostgresTableHandle table)
    {
        return table.options().mppExecute().filter(mppExecute -> mppExecute != MppExecute.ALL_SEGMENTS).isEmpty();
    }

    private static List<PostgresColumnHandle> dataColumns(Collection<ColumnHandle> columns)
    {
        return columns.stream()
                .filter(column -> column instanceof PostgresColumnHandle postgresColumn && !postgresColumn.isRowId())
                .map(PostgresColumnHandle.class::cast)
                .collect(toImmutableList());
    }

    private static boolean hasIndex(RemoteTransaction transaction, PostgresTableHandle table, List<PostgresColumnHandle> keys)
    {
        String[] names = keys.stream()
                .map(PostgresColumnHandle::remoteName)
                .toArray(String[]::new);
        return transaction.query(HAS_INDEX_SQL, List.of(table.relationId(), names), row -> row.getBoolean(1)).getFirst();
    }

    /** What the query does not say already. */
    private static TupleDomain<ColumnHandle> unresolved(PostgresTableHandle table, TupleDomain<ColumnHandle> tupleDomain)
    {
        return tupleDomain.filter((column, domain) -> !domain.contains(table.constraint().getDomain(column, domain.getType())));
    }
}
