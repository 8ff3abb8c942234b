package org.trinofdw.postgres.definition;

import io.trino.spi.TrinoException;
import org.trinofdw.postgres.connection.RemoteConnection;
import org.trinofdw.postgres.connection.RemoteTransaction;
import org.trinofdw.postgres.handle.TableStorage;

import java.sql.SQLException;
import java.util.List;

import static org.trinofdw.error.FdwErrorCode.SERIALIZATION_FAILURE;

/**
 * Finds out where the rows of a table are that several statements read. The snapshot that they share says which rows there are, but not where, and each statement
 * has a lock of its own. Where rows go to other pages between two of them (VACUUM FULL, CLUSTER, ALTER TABLE), are gone (TRUNCATE) or new to every snapshot (REFRESH
 * MATERIALIZED VIEW), or come or go with a partition, some would be read twice or not at all.
 */
public final class StorageCatalog
{
    private static final String MEMBERS =
            """
            WITH RECURSIVE members (oid) AS (
                SELECT %s::oid
                UNION
                SELECT inherits.inhrelid FROM pg_inherits inherits JOIN members ON inherits.inhparent = members.oid)
            """;

    private static final String DIGEST = MEMBERS +
            """
            SELECT encode(sha256(string_agg(oid || ':' || coalesce(pg_relation_filenode(oid), 0), ',' ORDER BY oid)::bytea), 'hex')
            FROM members
            WHERE oid <> ALL ('%s'::oid[])
            """;

    private static final String MEMBER_LIST = MEMBERS + "SELECT array_agg(oid)::text FROM members";

    /** Members that a snapshot does not know. */
    private static final String UNKNOWN = "SELECT coalesce(array_agg(member), '{}')::text FROM unnest('%s'::oid[]) member WHERE NOT EXISTS (SELECT 1 FROM pg_class WHERE oid = member)";

    private static final String NONE = "{}";

    private StorageCatalog() {}

    /** Where the rows are now, with the partitions and heirs that the snapshot of the transaction knows. */
    public static TableStorage storage(RemoteTransaction transaction, long relationId)
    {
        return new TableStorage(relationId, transaction.query(DIGEST.formatted(relationId, NONE), List.of(), row -> row.getString(1)).getFirst());
    }

    /**
     * To be called when a statement has read and its transaction has ended: a newer snapshot is needed to see partitions that came.
     *
     * @param storage where the rows were before the first of the statements
     * @param snapshot the exported snapshot that the statement read under
     * @throws TrinoException SERIALIZATION_FAILURE if the rows are not where they were
     */
    public static void checkUnchanged(TableStorage storage, RemoteConnection connection, String snapshot)
            throws SQLException
    {
        if (connection.queryText(DIGEST.formatted(storage.relationId(), NONE)).equals(storage.digest())) {
            return;
        }
        // a partition that was created since has no row that the snapshot sees
        String created = unknownTo(snapshot, connection, connection.queryText(MEMBER_LIST.formatted(storage.relationId())));
        if (!connection.queryText(DIGEST.formatted(storage.relationId(), created)).equals(storage.digest())) {
            throw new TrinoException(
                    SERIALIZATION_FAILURE,
                    "it was rewritten or truncated, or a partition was attached or detached, between two statements that read it; run the query again (SQLSTATE 40001)");
        }
    }

    private static String unknownTo(String snapshot, RemoteConnection connection, String members)
            throws SQLException
    {
        connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
        connection.importSnapshot(snapshot);
        String unknown = connection.queryText(UNKNOWN.formatted(members));
        connection.execute("ROLLBACK");
        return unknown;
    }
}
