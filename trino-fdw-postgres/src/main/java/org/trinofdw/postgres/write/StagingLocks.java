package org.trinofdw.postgres.write;

import org.trinofdw.postgres.handle.PostgresWriteHandle;

import static com.google.common.hash.Hashing.sha256;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Advisory locks by which the writers of a statement and the coordinator agree on its end, so that no staging table is left when it fails.
 * <ul>
 * <li>The coordinator holds the statement's lock from before the first writer begins until the statement has ended.
 * <li>Each writer shares the writers' lock in its transaction, and commits only while the statement's lock is held.
 * <li>The sweep runs after the statement's lock is free and takes the writers' lock alone: then every writer has either committed a table that the
 * sweep sees, or will not commit.
 * </ul>
 * All of them last until the end of the transaction that takes them.
 */
public final class StagingLocks
{
    private final long statementKey;
    private final long writersKey;

    public StagingLocks(PostgresWriteHandle handle)
    {
        this(handle.stagingPrefix().orElseThrow());
    }

    /**
     * @param prefix begin of the names of the staging tables of the statement
     */
    StagingLocks(String prefix)
    {
        this.statementKey = key(prefix + "statement");
        this.writersKey = key(prefix + "writers");
    }

    public String holdStatement()
    {
        return "SELECT pg_advisory_xact_lock(%s)".formatted(statementKey);
    }

    String joinWriters()
    {
        return "SELECT pg_advisory_xact_lock_shared(%s)".formatted(writersKey);
    }

    /** A query for one boolean: true if the statement has ended. */
    String isStatementOver()
    {
        return "SELECT pg_try_advisory_xact_lock_shared(%s)".formatted(statementKey);
    }

    /** A query for one boolean: true if no writer is left that could yet commit. */
    String areWritersGone()
    {
        return "SELECT pg_try_advisory_xact_lock(%s)".formatted(writersKey);
    }

    String waitForWriters()
    {
        return "SELECT pg_advisory_xact_lock(%s)".formatted(writersKey);
    }

    private static long key(String name)
    {
        return sha256().hashString(name, UTF_8).asLong();
    }
}
