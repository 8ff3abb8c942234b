package org.trinofdw.product.soak;

import com.google.common.collect.ImmutableMap;

import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

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

    /** How the driver begins the errors of the server. */
    private static final String SERVER_ERROR = "Query failed (#";

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
            // what the driver finds closed, and in what words it says so, depends on the moment
            if (error.getErrorCode() == 0 && !String.valueOf(error.getMessage()).startsWith(SERVER_ERROR)) {
                return Optional.of("it is what cancelling does");
            }
        }
        return contended ? Optional.ofNullable(WHEN_CONTENDED.get(error.getErrorCode())) : Optional.empty();
    }
}
