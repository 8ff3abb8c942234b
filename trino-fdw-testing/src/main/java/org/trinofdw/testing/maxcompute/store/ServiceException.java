package org.trinofdw.testing.maxcompute.store;

import static java.util.Objects.requireNonNull;

/**
 * An error that the service answers with.
 */
public final class ServiceException
        extends RuntimeException
{
    private final int status;
    private final String code;

    /**
     * @param status HTTP status
     * @param code error code of MaxCompute, such as {@code NoSuchTable} or {@code ODPS-0130131}
     */
    public ServiceException(int status, String code, String message)
    {
        super(message);
        this.status = status;
        this.code = requireNonNull(code, "code is null");
    }

    public int status()
    {
        return status;
    }

    public String code()
    {
        return code;
    }
}
