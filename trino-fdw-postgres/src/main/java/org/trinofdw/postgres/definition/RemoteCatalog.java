package org.trinofdw.postgres.definition;

import com.google.common.collect.ImmutableList;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.SchemaTableName;
import org.trinofdw.postgres.connection.RemoteTransaction;
import org.trinofdw.postgres.handle.RelationKind;
import org.trinofdw.postgres.handle.RemoteTableName;
import org.trinofdw.postgres.type.PostgresTypeQuery;
import org.trinofdw.postgres.type.RemoteColumn;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static io.trino.spi.StandardErrorCode.AMBIGUOUS_NAME;
import static java.util.Locale.ENGLISH;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

/**
 * Reads schemas and relations from the catalogs of the remote server. Trino's names are in lower case; a remote name that is already in lower case
 * goes before one that is not.
 */
public final class RemoteCatalog
{
    private static final String USER_SCHEMAS = "schema.nspname NOT LIKE 'pg\\_%' AND schema.nspname <> 'information_schema'";
    private static final String SELECT_RELATION =
            """
            SELECT relation.oid::bigint, schema.nspname, relation.relname, relation.relkind::text, obj_description(relation.oid, 'pg_class')
            FROM pg_class relation
            JOIN pg_namespace schema ON schema.oid = relation.relnamespace
            WHERE relation.relkind IN ('r', 'p', 'v', 'm', 'f')
            """;

    private RemoteCatalog() {}

    /** Remote schemas by their names in lower case. */
    public static List<String> listSchemas(RemoteTransaction transaction)
    {
        return transaction.lookUp(
                        "SELECT schema.nspname FROM pg_namespace schema WHERE " + USER_SCHEMAS + " ORDER BY 1",
                        List.of(),
                        row -> row.getString(1).toLowerCase(ENGLISH)).stream()
                .distinct()
                .collect(toImmutableList());
    }

    /**
     * Relations of one schema or of all. Partitions are left out: their rows are in the partitioned table (postgres_fdw, section "Importing Options").
     */
    public static List<RemoteRelation> listRelations(RemoteTransaction transaction, Optional<String> schemaName)
    {
        return transaction.lookUp(
                SELECT_RELATION +
                        " AND NOT relation.relispartition AND " + USER_SCHEMAS +
                        (schemaName.isPresent() ? " AND lower(schema.nspname) = ?" : "") +
                        " ORDER BY 2, 3",
                ImmutableList.copyOf(schemaName.stream().iterator()),
                RemoteCatalog::relation);
    }

    /**
     * The relations of the schema of exactly this remote name, partitions too; empty if there is no such schema.
     */
    public static Optional<List<ImportedRelation>> schemaRelations(RemoteTransaction transaction, String remoteSchema)
    {
        if (transaction.lookUp("SELECT 1 FROM pg_namespace WHERE nspname = ?", List.of(remoteSchema), row -> row.getInt(1)).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(transaction.lookUp(
                SELECT_RELATION.replace("obj_description(relation.oid, 'pg_class')", "obj_description(relation.oid, 'pg_class'), relation.relispartition") + " AND schema.nspname = ? ORDER BY 3",
                List.of(remoteSchema),
                row -> new ImportedRelation(relation(row), row.getBoolean(6))));
    }

    /**
     * @param partition whether the relation is a partition of another one
     */
    public record ImportedRelation(RemoteRelation relation, boolean partition)
    {
        public ImportedRelation
        {
            requireNonNull(relation, "relation is null");
        }
    }

    /**
     * The relation that a local name stands for.
     *
     * @throws TrinoException AMBIGUOUS_NAME if several differ in case only and none of them is in lower case
     */
    public static Optional<RemoteRelation> findRelation(RemoteTransaction transaction, SchemaTableName name)
    {
        List<RemoteRelation> candidates = transaction.lookUp(
                SELECT_RELATION + " AND lower(schema.nspname) = ? AND lower(relation.relname) = ? AND " + USER_SCHEMAS,
                List.of(name.getSchemaName(), name.getTableName()),
                RemoteCatalog::relation);
        return choose(candidates, candidate -> candidate.name().schema().equals(name.getSchemaName()) && candidate.name().table().equals(name.getTableName()), name);
    }

    /** The relation of exactly this remote name. */
    public static Optional<RemoteRelation> findRelation(RemoteTransaction transaction, RemoteTableName name)
    {
        return transaction.lookUp(
                        SELECT_RELATION + " AND schema.nspname = ? AND relation.relname = ?",
                        List.of(name.schema(), name.table()),
                        RemoteCatalog::relation).stream()
                .findFirst();
    }

    /** The relations of exactly these remote names, as far as they exist, in one query. */
    public static List<RemoteRelation> findRelations(RemoteTransaction transaction, Collection<RemoteTableName> names)
    {
        return transaction.lookUp(
                SELECT_RELATION + " AND (schema.nspname, relation.relname) IN (SELECT * FROM unnest(?::text[], ?::text[]))",
                List.of(
                        names.stream().map(RemoteTableName::schema).toArray(String[]::new),
                        names.stream().map(RemoteTableName::table).toArray(String[]::new)),
                RemoteCatalog::relation);
    }

    /** The columns of a relation, in their order. */
    public static List<RemoteColumn> columns(RemoteTransaction transaction, long relationId)
    {
        return columns(transaction, List.of(relationId)).getOrDefault(relationId, List.of());
    }

    /** The columns of several relations in one query, by the oids of the relations. */
    public static Map<Long, List<RemoteColumn>> columns(RemoteTransaction transaction, List<Long> relationIds)
    {
        String oids = relationIds.stream().map(String::valueOf).collect(joining(",", "{", "}"));
        return transaction.lookUp(
                        PostgresTypeQuery.sql(transaction.serverVersion(), "= ANY (?::text::oid[])"),
                        List.of(oids),
                        PostgresTypeQuery::read).stream()
                .collect(groupingBy(RemoteColumn::relationOid));
    }

    /** The remote schema that a local schema name stands for. */
    public static Optional<String> findSchema(RemoteTransaction transaction, String schemaName)
    {
        List<String> candidates = transaction.lookUp(
                "SELECT schema.nspname FROM pg_namespace schema WHERE lower(schema.nspname) = ? AND " + USER_SCHEMAS,
                List.of(schemaName),
                row -> row.getString(1));
        return choose(candidates, candidate -> candidate.equals(schemaName), schemaName);
    }

    private static <T> Optional<T> choose(List<T> candidates, Predicate<T> isExact, Object name)
    {
        if (candidates.size() <= 1) {
            return candidates.stream().findFirst();
        }
        Optional<T> exact = candidates.stream().filter(isExact).findFirst();
        if (exact.isEmpty()) {
            throw new TrinoException(AMBIGUOUS_NAME, "\"%s\" stands for several remote names: %s; declare a foreign table with the options schema_name and table_name for the one you mean".formatted(
                    name,
                    candidates.stream().map(Object::toString).collect(joining(", "))));
        }
        return exact;
    }

    private static RemoteRelation relation(ResultSet row)
            throws SQLException
    {
        return new RemoteRelation(
                row.getLong(1),
                new RemoteTableName(row.getString(2), row.getString(3)),
                RelationKind.fromCode(row.getString(4).charAt(0)).orElseThrow(),
                Optional.ofNullable(row.getString(5)));
    }
}
