package org.trinofdw.postgres.connection;

import org.postgresql.ds.PGSimpleDataSource;

/**
 * Keeps the time for a connection to be made, the log-in included, as libpq's {@code connect_timeout} does. A pool would set it to the time that it waits
 * itself, which is a second.
 */
final class TimedLoginDataSource
        extends PGSimpleDataSource
{
    /**
     * @param seconds 0 waits for ever
     */
    TimedLoginDataSource(int seconds)
    {
        super.setLoginTimeout(seconds);
        setConnectTimeout(seconds);
    }

    @Override
    public void setLoginTimeout(int seconds) {}
}
