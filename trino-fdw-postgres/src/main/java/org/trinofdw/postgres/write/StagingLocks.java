package org.trinofdw.postgres.write;

import org.trinofdw.postgres.handle.PostgresWriteHandle;

import static com.google.common.hash.Hashing.sha256;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Advisory locks by which the writers of a statement and the coordinator agree on its end, so that nothing is left when it fails.
 * <ul>
 * <li>The coordinator holds the statement's lock from before the first writer begins until the statement has ended.
 * <li>Each writer shares the writers' lock in its transaction, and commits only while the statement's lock is held.
 * <li>Who decides whether prepared transactions are committed holds the decision's lock, see {@link PreparedWrites}.
 * <li>The sweep runs after the statement's lock is free and takes the writers' lock alone: then every writer has either committed a table that the
 * sweep sees, or will not commit.
 * </ul>
 * They last until the end of the transaction that takes them, or of the session where that is said.
 */
public final class StagingLocks
{
    private final long statementKey;
    private final long writersKey;
    private final long decisionKey;

    public StagingLocks(PostgresWriteHandle handle)
    {
        this(handle.statementPrefix().orElseThrow());
    }

    /**
     * @param prefix begin of the names of the staging tables, or of the prepared transactions, of the statement
     */
    StagingLocks(String prefix)
    {
        this.statementKey = key(prefix + "statement");
        this.writersKey = key(prefix + "writers");
        this.decisionKey = key(prefix + "decision");
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

    String holdDecision()
    {
        return "SELECT pg_advisory_xact_lock(%s)".formatted(decisionKey);
    }

    /** A query for one boolean: true if this session holds the decision now, and until it releases it. */
    String tryHoldDecisionInSession()
    {
        return "SELECT pg_try_advisory_lock(%s)".formatted(decisionKey);
    }

    /** A query for one boolean: true if the statement has ended; the session must release the lock that it has then. */
    String isStatementOverInSession()
    {
        return "SELECT pg_try_advisory_lock_shared(%s)".formatted(statementKey);
    }

    static String releaseSession()
    {
        return "SELECT pg_advisory_unlock_all()";
    }

    private static long key(String name)
    {
        return sha256().hashString(name, UTF_8).asLong();
    }
}
