package org.trinofdw.postgres.definition;

import io.trino.spi.TrinoException;
import org.trinofdw.postgres.connection.RemoteConnection;
import org.trinofdw.postgres.connection.RemoteTransaction;
import org.trinofdw.postgres.handle.TableStorage;

import java.sql.SQLException;
import java.util.List;

import static org.trinofdw.error.FdwErrorCode.SERIALIZATION_FAILURE;

/**
 * Finds out whether the rows of a table that several statements read are where they were before the first of them. The snapshot that they share says which rows
 * there are, but not where, and each statement has a lock of its own. Where rows go to other pages between two of them (VACUUM FULL, CLUSTER, ALTER TABLE), are
 * gone (TRUNCATE) or new to every snapshot (REFRESH MATERIALIZED VIEW), or come or go with a partition or an heir, some would be read twice or not at all.
 */
public final class StorageCatalog
{
    /** Those that the snapshot in force knows. */
    private static final String MEMBERS =
            """
            WITH RECURSIVE members (oid) AS (
                SELECT %s::oid
                UNION
                SELECT inherits.inhrelid FROM pg_inherits inherits JOIN members ON inherits.inhparent = members.oid)
            """;

    // the files are those of now, whatever the snapshot
    private static final String FILE_DIGEST = "encode(sha256(string_agg(oid || ':' || coalesce(pg_relation_filenode(oid), 0), ',' ORDER BY oid)::bytea), 'hex')";
    private static final String MEMBER_DIGEST = "encode(sha256(string_agg(oid::text, ',' ORDER BY oid)::bytea), 'hex')";

    private static final String STORAGE = MEMBERS + "SELECT " + FILE_DIGEST + ", " + MEMBER_DIGEST + " FROM members";
    private static final String FILES = MEMBERS + "SELECT " + FILE_DIGEST + " FROM members";
    private static final String MEMBERS_BUT = MEMBERS + "SELECT " + MEMBER_DIGEST + " FROM members WHERE oid <> ALL ('%s'::oid[])";
    private static final String MEMBER_LIST = MEMBERS + "SELECT array_agg(oid)::text FROM members";
    private static final String UNKNOWN = "SELECT coalesce(array_agg(member), '{}')::text FROM unnest('%s'::oid[]) member WHERE NOT EXISTS (SELECT 1 FROM pg_class WHERE oid = member)";

    private StorageCatalog() {}

    /** Where the rows are now that the snapshot of the transaction has. */
    public static TableStorage storage(RemoteTransaction transaction, long relationId)
    {
        return transaction.query(STORAGE.formatted(relationId), List.of(), row -> new TableStorage(relationId, row.getString(1), row.getString(2))).getFirst();
    }

    /**
     * Takes the snapshot, in a transaction that has just begun, and the locks of the statement that will read. Rows that have moved before are an error now, since who
     * needs no more of them does not read to the end.
     *
     * @param storage where the rows were before the first of the statements
     * @param select the statement that will read
     * @throws TrinoException SERIALIZATION_FAILURE if the rows are elsewhere
     */
    public static void importSnapshot(TableStorage storage, RemoteConnection connection, String snapshot, String select)
            throws SQLException
    {
        List<String> results = connection.queryTexts(
                RemoteConnection.importOf(snapshot),
                "SELECT count(*) FROM (SELECT FROM (" + select + ") AS part LIMIT 0) AS none",
                FILES.formatted(storage.relationId()));
        checkFiles(storage, results.getLast());
    }

    /**
     * Ends the transaction of a statement that has read to the end. The files are compared while it holds its locks, behind which somebody may wait to change them.
     *
     * @throws TrinoException SERIALIZATION_FAILURE if the rows are not where they were before the first of the statements
     */
    public static void rollBack(TableStorage storage, RemoteConnection connection, String snapshot)
            throws SQLException
    {
        List<String> digests = connection.queryTexts(
                FILES.formatted(storage.relationId()),
                "ROLLBACK",
                // the snapshot does not know what was attached since, and the locks do not keep it out
                MEMBERS_BUT.formatted(storage.relationId(), "{}"));
        checkFiles(storage, digests.getFirst());
        if (!digests.getLast().equals(storage.members()) && !membersBut(createdSince(snapshot, connection, storage), connection, storage).equals(storage.members())) {
            throw moved();
        }
    }

    private static void checkFiles(TableStorage storage, String files)
    {
        if (!files.equals(storage.files())) {
            throw moved();
        }
    }

    private static String membersBut(String members, RemoteConnection connection, TableStorage storage)
            throws SQLException
    {
        return connection.queryTexts(MEMBERS_BUT.formatted(storage.relationId(), members)).getFirst();
    }

    /** Partitions and heirs that were created since the snapshot was taken: it sees no row of them. */
    private static String createdSince(String snapshot, RemoteConnection connection, TableStorage storage)
            throws SQLException
    {
        String members = connection.queryTexts(MEMBER_LIST.formatted(storage.relationId())).getFirst();
        return connection.queryTexts("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", RemoteConnection.importOf(snapshot), UNKNOWN.formatted(members), "ROLLBACK").getFirst();
    }

    private static TrinoException moved()
    {
        return new TrinoException(
                SERIALIZATION_FAILURE,
                "it was rewritten or truncated, or a partition was attached or detached, between two statements that read it; run the query again (SQLSTATE 40001)");
    }
}
