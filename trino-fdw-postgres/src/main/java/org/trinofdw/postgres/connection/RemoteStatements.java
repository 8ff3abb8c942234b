package org.trinofdw.postgres.connection;

import com.google.inject.Inject;
import org.trinofdw.handle.FdwTableCredentials;

import java.sql.SQLException;
import java.util.List;

import static java.util.Objects.requireNonNull;
import static org.trinofdw.postgres.connection.RemoteErrors.remoteError;

/**
 * Runs statements that change something on a remote server, in a transaction of their own.
 */
public final class RemoteStatements
{
    private final ConnectionPools pools;

    @Inject
    public RemoteStatements(ConnectionPools pools)
    {
        this.pools = requireNonNull(pools, "pools is null");
    }

    /**
     * Runs all of the statements, or none if one fails.
     *
     * @param activity what is being done, for errors, such as {@code create "public"."t"}
     */
    public void execute(FdwTableCredentials credentials, String activity, List<String> statements)
    {
        execute(credentials, activity, () -> {}, statements);
    }

    /**
     * Runs all of the statements, or none if one fails.
     *
     * @param check runs when the transaction has begun, and throws if the statements must not run
     */
    public void execute(FdwTableCredentials credentials, String activity, Runnable check, List<String> statements)
    {
        inTransaction(credentials, activity, "BEGIN", connection -> {
            check.run();
            for (String statement : statements) {
                connection.execute(statement);
            }
            return statements.size();
        });
    }

    /**
     * Runs an INSERT, UPDATE or DELETE.
     *
     * @return the number of rows that it changed
     */
    public long executeUpdate(FdwTableCredentials credentials, String activity, String statement)
    {
        return inTransaction(credentials, activity, "BEGIN", connection -> connection.executeUpdate(statement));
    }

    /**
     * Does some work and commits it; if the work fails, nothing of it is left.
     *
     * @param begin the statement that begins the transaction, with its isolation level
     */
    public <T> T inTransaction(FdwTableCredentials credentials, String activity, String begin, RemoteWork<T> work)
    {
        RemoteConnection connection = pools.begin(credentials, activity, begin);
        connection.observe(pools.spans(credentials));
        try {
            T result = work.run(connection);
            connection.execute("COMMIT");
            connection.close();
            return result;
        }
        catch (SQLException e) {
            throw remoteError(credentials.server().name(), activity, e);
        }
        finally {
            // ends the transaction if it was not committed, else does nothing
            connection.discard();
        }
    }

    /**
     * Does work on several servers, and commits it when it is done on all of them. If it fails on one, nothing is left on any. The commits of several servers
     * are prepared first where all of them can ({@code max_prepared_transactions}), so that what may still fail are the last words to a server that has
     * promised to keep them.
     *
     * @param name unique, for the names of prepared transactions
     */
    public void inTransactions(String name, List<Part> parts)
    {
        if (parts.size() == 1) {
            Part part = parts.getFirst();
            inTransaction(part.credentials(), part.activity(), part.begin(), part.work());
            return;
        }
        try (RemoteCommit commit = new RemoteCommit(pools, name)) {
            parts.forEach(commit::run);
            commit.commit();
        }
    }

    /**
     * The work on one server.
     */
    public record Part(FdwTableCredentials credentials, String activity, String begin, RemoteWork<?> work)
    {
        public Part
        {
            requireNonNull(credentials, "credentials is null");
            requireNonNull(activity, "activity is null");
            requireNonNull(begin, "begin is null");
            requireNonNull(work, "work is null");
        }
    }

    /**
     * What is done in a transaction.
     */
    public interface RemoteWork<T>
    {
        T run(RemoteConnection connection)
                throws SQLException;
    }
}
