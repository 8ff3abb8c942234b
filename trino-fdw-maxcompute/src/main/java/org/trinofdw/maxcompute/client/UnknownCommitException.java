package org.trinofdw.maxcompute.client;

import io.trino.spi.ErrorCodeSupplier;
import io.trino.spi.TrinoException;

/**
 * It could not be found out whether a commit took effect: neither it nor the questions after it were answered.
 */
public final class UnknownCommitException
        extends TrinoException
{
    UnknownCommitException(ErrorCodeSupplier errorCode, String message, Throwable cause)
    {
        super(errorCode, message, cause);
    }
}
