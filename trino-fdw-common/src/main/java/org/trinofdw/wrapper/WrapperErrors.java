package org.trinofdw.wrapper;

import io.trino.spi.TrinoException;

import java.io.IOException;

import static org.trinofdw.error.FdwErrorCode.REMOTE_ERROR;

/**
 * What users see of a failure that a wrapper leaves to the toolkit.
 */
final class WrapperErrors
{
    private WrapperErrors() {}

    /** What is read or written, as messages name it. */
    static String subject(ForeignDataWrapper wrapper, ForeignRelation relation)
    {
        return "foreign table %s, %s".formatted(relation.name(), wrapper.remoteName(relation));
    }

    static TrinoException failed(String subject, IOException cause)
    {
        return new TrinoException(REMOTE_ERROR, "%s: %s".formatted(subject, cause.getMessage()), cause);
    }
}
