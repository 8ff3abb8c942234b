package org.trinofdw.testing.maxcompute.record;

import java.io.IOException;

/**
 * An uploaded value is outside the range of its type, or null in a column that must not be.
 */
public final class InvalidValueException
        extends IOException
{
    public InvalidValueException(String message)
    {
        super(message);
    }
}
