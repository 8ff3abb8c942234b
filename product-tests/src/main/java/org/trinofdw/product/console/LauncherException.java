package org.trinofdw.product.console;

/**
 * Something the person at the terminal can mend; the message says how. It is shown without a stack trace.
 */
public class LauncherException
        extends RuntimeException
{
    public LauncherException(String message)
    {
        super(message);
    }

    public LauncherException(String message, Throwable cause)
    {
        super(message, cause);
    }
}
