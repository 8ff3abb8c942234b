package org.trinofdw.maxcompute.record;

import java.io.IOException;

/**
 * The bytes are not a record stream: a checksum, a count or a length is wrong, or the stream ends before its trailer.
 */
public class RecordStreamException
        extends IOException
{
    public RecordStreamException(String message)
    {
        super(message);
    }
}
