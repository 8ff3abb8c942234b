package org.trinofdw.product.soak;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * The errors that statements of the soak may end with; all others are defects.
 */
final class AcceptedErrors
{
    /** Of {@code StandardErrorCode}. */
    static final int USER_CANCELED = 3;
    /** Of {@code FdwErrorCode}. */
    static final int SERIALIZATION_FAILURE = 0x0600_000B;

    /** Of statements that their client cancelled. */
    private static final Map<Integer, String> WHEN_CANCELLED = ImmutableMap.of(USER_CANCELED, "it is what cancelling does");
    /** Of statements about what others change too: rows of PostgreSQL that are updated, and tables of MaxCompute, whose download sessions end when they are modified. */
    private static final Map<Integer, String> WHEN_CONTENDED = ImmutableMap.of(SERIALIZATION_FAILURE, "another statement was first, and this one changed nothing");

    /** Of Trino's JDBC driver, when a statement is cancelled before or while its first answer is read. */
    private static final List<String> DRIVER_MESSAGES = ImmutableList.of("Error executing query: null", "Query was canceled", "Statement was canceled");

    private AcceptedErrors() {}

    /**
     * @param cancelled whether the client has cancelled the statement
     * @param contended whether other statements may change the same rows
     * @return why the error is none; empty if it is one
     */
    static Optional<String> reason(SQLException error, boolean cancelled, boolean contended)
    {
        if (cancelled) {
            String reason = WHEN_CANCELLED.get(error.getErrorCode());
            if (reason != null) {
                return Optional.of(reason);
            }
            // the driver's own thread finds its client closed, and says so without a code
            if (error.getErrorCode() == 0 && (DRIVER_MESSAGES.stream().anyMatch(String.valueOf(error.getMessage())::startsWith) || isEndOfFetching(error))) {
                return Optional.of("it is what cancelling does");
            }
        }
        return contended ? Optional.ofNullable(WHEN_CONTENDED.get(error.getErrorCode())) : Optional.empty();
    }

    /** The driver's, when a statement is cancelled while it asks for the next rows, or just after the last. An error of the server has a code. */
    private static boolean isEndOfFetching(SQLException error)
    {
        return String.valueOf(error.getMessage()).equals("Error fetching results") && error.getCause() != null && switch (error.getCause()) {
            case CancellationException _, IllegalStateException _ -> true;
            // of the driver's own Guava: it expects to be finished
            default -> error.getCause().getClass().getSimpleName().equals("VerifyException");
        };
    }
}
