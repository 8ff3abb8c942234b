package org.trinofdw.testing.maxcompute.record;

import java.io.IOException;

/**
 * An uploaded stream is not a record stream of the session's columns, or a checksum or count in it is wrong.
 */
public final class MalformedStreamException
        extends IOException
{
    public MalformedStreamException(String message)
    {
        super(message);
    }
}
