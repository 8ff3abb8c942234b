package org.trinofdw.postgres.split;

import io.trino.spi.TrinoException;
import org.trinofdw.postgres.connection.RemoteConnection;
import org.trinofdw.postgres.connection.RemoteTransaction;

import java.sql.SQLException;
import java.util.List;

import static io.airlift.slice.SizeOf.estimatedSizeOf;
import static io.airlift.slice.SizeOf.instanceSize;
import static java.util.Objects.requireNonNull;
import static org.trinofdw.error.FdwErrorCode.SERIALIZATION_FAILURE;

/**
 * What holds the rows of a table that is read in several parts: its file, and those of its partitions and heirs. The snapshot that the parts share says which
 * rows there are, but not where. Each part is a statement with a lock of its own; where rows go to other pages between two of them (VACUUM FULL, CLUSTER, ALTER
 * TABLE, TRUNCATE, REFRESH MATERIALIZED VIEW), or to or from the table with a partition, some would be read twice or not at all.
 *
 * @param relationId {@code pg_class.oid} of the table
 * @param digest of the members and the numbers of their files, which are never given out twice
 */
public record TableStorage(long relationId, String digest)
{
    private static final int INSTANCE_SIZE = instanceSize(TableStorage.class);

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

    public TableStorage
    {
        requireNonNull(digest, "digest is null");
    }

    /** As it is now, with the partitions and heirs that the snapshot of the transaction knows. */
    static TableStorage of(RemoteTransaction transaction, long relationId)
    {
        return new TableStorage(relationId, transaction.query(DIGEST.formatted(relationId, NONE), List.of(), row -> row.getString(1)).getFirst());
    }

    /**
     * To be called when a part was read and its transaction has ended: a newer snapshot is needed to see partitions that came.
     *
     * @param snapshot the exported snapshot that the part was read under
     * @throws TrinoException SERIALIZATION_FAILURE if the rows are not where they were when the table was cut into parts
     */
    public void checkUnchanged(RemoteConnection connection, String snapshot)
            throws SQLException
    {
        if (connection.queryText(DIGEST.formatted(relationId, NONE)).equals(digest)) {
            return;
        }
        // a partition that was created since has no row that the snapshot sees
        String created = unknownTo(snapshot, connection, connection.queryText(MEMBER_LIST.formatted(relationId)));
        if (!connection.queryText(DIGEST.formatted(relationId, created)).equals(digest)) {
            throw new TrinoException(
                    SERIALIZATION_FAILURE,
                    "it was rewritten or truncated, or a partition was attached or detached, while its parts were read; run the query again (SQLSTATE 40001)");
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

    long retainedSizeInBytes()
    {
        return INSTANCE_SIZE + estimatedSizeOf(digest);
    }
}
