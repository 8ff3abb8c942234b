package org.trinofdw.error;

import io.trino.spi.ErrorCode;
import io.trino.spi.ErrorCodeSupplier;
import io.trino.spi.ErrorType;

import static io.trino.spi.ErrorType.EXTERNAL;
import static io.trino.spi.ErrorType.INTERNAL_ERROR;
import static io.trino.spi.ErrorType.USER_ERROR;

/**
 * Error codes of the foreign data wrappers. Numbers are never reused; one that is retired stays here as a comment.
 */
public enum FdwErrorCode
        implements ErrorCodeSupplier
{
    /** An option is unknown, stands at the wrong level, has a bad value, or is refused. */
    INVALID_OPTION(0, USER_ERROR),
    /** Foreign DDL that cannot be parsed. */
    FOREIGN_DDL_SYNTAX_ERROR(1, USER_ERROR),
    /** Foreign DDL that parses and makes no sense: unknown server, overlapping bounds, duplicate column and the like. */
    FOREIGN_DDL_ERROR(2, USER_ERROR),
    /** No user mapping applies to the user. */
    USER_MAPPING_NOT_FOUND(3, USER_ERROR),
    /** A foreign table and its remote table do not fit together. */
    DEFINITION_MISMATCH(4, USER_ERROR),
    /** The table of definitions cannot be read or written. */
    DEFINITION_STORE_ERROR(5, INTERNAL_ERROR),
    /** The remote server refused a statement or a request. */
    REMOTE_ERROR(6, EXTERNAL),
    /** The remote server cannot be reached, or the connection broke. */
    REMOTE_CONNECTION_ERROR(7, EXTERNAL),
    /** The remote server sent bytes that its protocol does not allow. */
    REMOTE_PROTOCOL_ERROR(8, EXTERNAL),
    /** A remote value has no counterpart in the Trino type of its column. */
    VALUE_OUT_OF_RANGE(9, USER_ERROR),
    /** A value cannot be written to the remote column. */
    UNSUPPORTED_VALUE(10, USER_ERROR),
    /** The remote data changed under a running statement, so that its result would be wrong. */
    SERIALIZATION_FAILURE(11, EXTERNAL),
    /** A declared partition has no remote counterpart and the policy is to fail. */
    UNMATCHED_PARTITION(12, USER_ERROR),
    /** A scan would touch more partitions than allowed, or none is selected where one must be. */
    PARTITION_FILTER_REQUIRED(13, USER_ERROR);

    private static final int BASE = 0x0600_0000;

    private final ErrorCode errorCode;

    FdwErrorCode(int offset, ErrorType type)
    {
        errorCode = new ErrorCode(BASE + offset, "FDW_" + name(), type);
    }

    @Override
    public ErrorCode toErrorCode()
    {
        return errorCode;
    }
}
