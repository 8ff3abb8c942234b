package org.trinofdw.postgres.copy;

import io.trino.spi.TrinoException;

import static java.lang.String.format;
import static org.trinofdw.error.FdwErrorCode.REMOTE_PROTOCOL_ERROR;

/**
 * Constants of the binary COPY format (PostgreSQL documentation, "COPY", section "Binary Format").
 */
final class CopyFormat
{
    static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0};
    static final int HEADER_LENGTH = SIGNATURE.length + 2 * Integer.BYTES;
    /** Flags that a reader must know; bit 16 announces an oid in each tuple, which no supported server sends. */
    static final int CRITICAL_FLAGS = 0xFFFF_0000;
    static final int NULL_LENGTH = -1;
    static final int TRAILER = -1;

    private CopyFormat() {}

    static TrinoException protocolError(String message, Object... arguments)
    {
        return new TrinoException(REMOTE_PROTOCOL_ERROR, "Invalid binary COPY stream: " + format(message, arguments));
    }
}
