package org.trinofdw.postgres.type;

import io.trino.spi.TrinoException;

import static org.trinofdw.error.FdwErrorCode.REMOTE_PROTOCOL_ERROR;
import static org.trinofdw.error.FdwErrorCode.UNSUPPORTED_VALUE;
import static org.trinofdw.error.FdwErrorCode.VALUE_OUT_OF_RANGE;

/**
 * Errors of decoders and encoders. Messages name the type and the value; column and row are added by the stream.
 */
final class CodecErrors
{
    private CodecErrors() {}

    static void checkLength(String typeName, int expected, int length)
    {
        if (length != expected) {
            throw invalid(typeName, "expected %s bytes, got %s".formatted(expected, length));
        }
    }

    static void checkAtLeast(String typeName, int expected, int length)
    {
        if (length < expected) {
            throw invalid(typeName, "expected at least %s bytes, got %s".formatted(expected, length));
        }
    }

    /** Bytes that no server sends for the type. */
    static TrinoException invalid(String typeName, String detail)
    {
        return new TrinoException(REMOTE_PROTOCOL_ERROR, "Invalid binary value of type %s: %s".formatted(typeName, detail));
    }

    /** A right value that the Trino type cannot hold. */
    static TrinoException outOfRange(String message, Object... arguments)
    {
        return new TrinoException(VALUE_OUT_OF_RANGE, message.formatted(arguments));
    }

    /** A Trino value that the remote type cannot hold. */
    static TrinoException unsupported(String message, Object... arguments)
    {
        return new TrinoException(UNSUPPORTED_VALUE, message.formatted(arguments));
    }
}
