package org.trinofdw.postgres.connection;

import io.trino.spi.TrinoException;
import org.trinofdw.error.FdwErrorCode;

import java.sql.SQLException;

import static org.trinofdw.error.FdwErrorCode.REMOTE_CONNECTION_ERROR;
import static org.trinofdw.error.FdwErrorCode.REMOTE_ERROR;
import static org.trinofdw.error.FdwErrorCode.SERIALIZATION_FAILURE;

/**
 * Turns errors of the remote server into coded errors that carry its SQLSTATE.
 */
public final class RemoteErrors
{
    private static final String CONNECTION_FAILURE = "08006";

    private RemoteErrors() {}

    /**
     * @param server name of the foreign server
     * @param activity what was being done, such as {@code read "public"."lineitem"}
     */
    public static TrinoException remoteError(String server, String activity, SQLException cause)
    {
        return new TrinoException(
                code(cause),
                "foreign server \"%s\": cannot %s: %s%s%s".formatted(server, activity, cause.getMessage(), sqlState(cause), remedy(cause)),
                cause);
    }

    private static FdwErrorCode code(SQLException cause)
    {
        String state = cause.getSQLState();
        if (isBroken(cause)) {
            return REMOTE_CONNECTION_ERROR;
        }
        // a concurrent change, or a deadlock with one: the statement has changed nothing and may be tried again
        if (state.equals("40001") || state.equals("40P01")) {
            return SERIALIZATION_FAILURE;
        }
        return REMOTE_ERROR;
    }

    /** Whether the session has ended, or could not begin. */
    static boolean isBroken(SQLException cause)
    {
        String state = cause.getSQLState();
        // class 08: connection exception; 57P01 to 57P03: the server shuts down or starts
        return state == null || state.startsWith("08") || state.startsWith("57P0");
    }

    /** While the driver copies it sees a session end without hearing why. */
    private static String remedy(SQLException cause)
    {
        return CONNECTION_FAILURE.equals(cause.getSQLState()) ? "; the network or the server has ended the session, and the server's log may say why" : "";
    }

    private static String sqlState(SQLException cause)
    {
        return cause.getSQLState() == null ? "" : " (SQLSTATE %s)".formatted(cause.getSQLState());
    }
}
