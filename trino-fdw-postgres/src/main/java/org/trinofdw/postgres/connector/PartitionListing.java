package org.trinofdw.postgres.connector;

import com.google.common.collect.ImmutableList;
import com.google.inject.Inject;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.SchemaTableName;
import org.trinofdw.connector.system.PartitionsTable.Row;
import org.trinofdw.ddl.ForeignCatalog;
import org.trinofdw.ddl.syntax.ForeignDdlWriter;
import org.trinofdw.definition.ForeignTable;
import org.trinofdw.handle.ForeignServers;
import org.trinofdw.partition.LeafPartition;
import org.trinofdw.partition.LeafPartitions;
import org.trinofdw.postgres.connection.RemoteTransaction;
import org.trinofdw.postgres.connection.RemoteTransactions;
import org.trinofdw.postgres.definition.RemoteCatalog;
import org.trinofdw.postgres.definition.RemoteRelation;
import org.trinofdw.postgres.handle.RelationKind;
import org.trinofdw.postgres.handle.RemoteTableName;
import org.trinofdw.postgres.split.PartitionResolver;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

/**
 * The partitions of foreign tables and of partitioned tables of PostgreSQL, for {@code "t$partitions"}.
 */
final class PartitionListing
{
    /** Sizes without indexes, those of a table that is partitioned itself with its partitions. ANALYZE and VACUUM count the rows. */
    private static final String TABLES =
            """
            SELECT
                schema.nspname,
                relation.relname,
                CASE WHEN relation.reltuples >= 0 AND relation.relkind IN ('r', 'p', 'm') THEN relation.reltuples::bigint END,
                CASE
                    WHEN relation.relkind IN ('r', 'm') THEN pg_table_size(relation.oid)
                    WHEN relation.relkind = 'p' THEN (SELECT sum(pg_table_size(tree.relid))::bigint FROM pg_partition_tree(relation.oid) tree)
                END
            FROM pg_class relation
            JOIN pg_namespace schema ON schema.oid = relation.relnamespace
            WHERE relation.relkind IN ('r', 'p', 'v', 'm', 'f')
                AND (schema.nspname, relation.relname) IN (SELECT * FROM unnest(?::text[], ?::text[]))
            """;

    private static final String LEAVES =
            """
            WITH RECURSIVE partitions (oid, bounds) AS (
                SELECT child.oid, pg_get_expr(child.relpartbound, child.oid)
                FROM pg_inherits inherits JOIN pg_class child ON child.oid = inherits.inhrelid
                WHERE inherits.inhparent = ?::bigint::oid
                UNION ALL
                SELECT child.oid, partitions.bounds || ', ' || pg_get_expr(child.relpartbound, child.oid)
                FROM partitions
                JOIN pg_class parent ON parent.oid = partitions.oid AND parent.relkind = 'p'
                JOIN pg_inherits inherits ON inherits.inhparent = parent.oid
                JOIN pg_class child ON child.oid = inherits.inhrelid)
            SELECT
                schema.nspname,
                relation.relname,
                CASE WHEN relation.reltuples >= 0 AND relation.relkind = 'r' THEN relation.reltuples::bigint END,
                CASE WHEN relation.relkind = 'r' THEN pg_table_size(relation.oid) END,
                partitions.bounds
            FROM partitions
            JOIN pg_class relation ON relation.oid = partitions.oid AND relation.relkind <> 'p'
            JOIN pg_namespace schema ON schema.oid = relation.relnamespace
            ORDER BY 1, 2
            """;

    private final ForeignCatalog foreignCatalog;
    private final ForeignServers foreignServers;
    private final PartitionResolver partitionResolver;

    @Inject
    PartitionListing(ForeignCatalog foreignCatalog, ForeignServers foreignServers, PartitionResolver partitionResolver)
    {
        this.foreignCatalog = requireNonNull(foreignCatalog, "foreignCatalog is null");
        this.foreignServers = requireNonNull(foreignServers, "foreignServers is null");
        this.partitionResolver = requireNonNull(partitionResolver, "partitionResolver is null");
    }

    /**
     * What a server has of a table.
     */
    private record RemoteTable(RemoteTableName name, OptionalLong rows, OptionalLong size)
    {
        static RemoteTable of(ResultSet row)
                throws SQLException
        {
            return new RemoteTable(new RemoteTableName(row.getString(1), row.getString(2)), optionalLong(row, 3), optionalLong(row, 4));
        }

        private static OptionalLong optionalLong(ResultSet row, int column)
                throws SQLException
        {
            long value = row.getLong(column);
            return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
        }
    }

    /**
     * What lists the partitions of a table.
     *
     * @param live finds a table of the server of the catalog
     * @return empty if there is no such table, or it has no partitions that are tables
     */
    Optional<Supplier<List<Row>>> of(ConnectorSession session, RemoteTransactions transactions, SchemaTableName table, Function<SchemaTableName, Optional<RemoteRelation>> live)
    {
        Optional<ForeignTable> definition = foreignCatalog.table(table);
        if (definition.isPresent() && LeafPartitions.isParent(definition.get())) {
            return Optional.of(() -> declared(session, transactions, definition.get()));
        }
        String server = definition.map(ForeignTable::server).orElseGet(foreignCatalog::ownServerName);
        Optional<RemoteRelation> relation = definition.isPresent() ?
                RemoteCatalog.findRelation(transactions.get(foreignServers.credentials(session, server)), partitionResolver.remoteName(session, definition.get())) :
                live.apply(table);
        return relation
                .filter(found -> found.kind() == RelationKind.PARTITIONED_TABLE)
                .map(found -> () -> live(transactions.get(foreignServers.credentials(session, server)), found));
    }

    /** The partitions of a foreign table, with one query for each server. */
    private List<Row> declared(ConnectorSession session, RemoteTransactions transactions, ForeignTable parent)
    {
        Map<String, List<LeafPartition>> byServer = LeafPartitions.of(foreignCatalog, parent).stream()
                .collect(groupingBy(leaf -> leaf.table().server(), LinkedHashMap::new, toList()));
        ImmutableList.Builder<Row> rows = ImmutableList.builder();
        byServer.forEach((server, leaves) -> {
            Map<RemoteTableName, RemoteTable> found = remoteTables(
                    transactions.get(foreignServers.credentials(session, server)),
                    leaves.stream().map(leaf -> partitionResolver.remoteName(session, leaf.table())).collect(toImmutableList()));
            for (LeafPartition leaf : leaves) {
                RemoteTableName name = partitionResolver.remoteName(session, leaf.table());
                Optional<RemoteTable> table = Optional.ofNullable(found.get(name));
                rows.add(new Row(
                        leaf.table().name().toString(),
                        leaf.bounds().stream().map(ForeignDdlWriter::write).collect(joining(", ")),
                        server,
                        Optional.of(name.toSql()),
                        table.isPresent(),
                        table.map(RemoteTable::rows).orElseGet(OptionalLong::empty),
                        table.map(RemoteTable::size).orElseGet(OptionalLong::empty)));
            }
        });
        return rows.build();
    }

    private static Map<RemoteTableName, RemoteTable> remoteTables(RemoteTransaction transaction, List<RemoteTableName> names)
    {
        return transaction.lookUp(
                        TABLES,
                        List.of(
                                names.stream().map(RemoteTableName::schema).toArray(String[]::new),
                                names.stream().map(RemoteTableName::table).toArray(String[]::new)),
                        RemoteTable::of).stream()
                .collect(toImmutableMap(RemoteTable::name, table -> table));
    }

    /** The leaves of a partitioned table of the server. */
    private static List<Row> live(RemoteTransaction transaction, RemoteRelation relation)
    {
        return transaction.lookUp(LEAVES, List.of(relation.oid()), row -> {
            RemoteTable table = RemoteTable.of(row);
            return new Row(
                    table.name().schema() + "." + table.name().table(),
                    row.getString(5),
                    transaction.server(),
                    Optional.of(table.name().toSql()),
                    true,
                    table.rows(),
                    table.size());
        });
    }
}
