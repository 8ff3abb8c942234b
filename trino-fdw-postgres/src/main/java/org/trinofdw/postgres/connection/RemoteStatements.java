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
        RemoteConnection connection = pools.acquire(credentials);
        try {
            connection.execute("BEGIN");
            for (String statement : statements) {
                connection.execute(statement);
            }
            connection.execute("COMMIT");
            connection.close();
        }
        catch (SQLException e) {
            // ends the transaction as well
            connection.discard();
            throw remoteError(credentials.server().name(), activity, e);
        }
    }
}
