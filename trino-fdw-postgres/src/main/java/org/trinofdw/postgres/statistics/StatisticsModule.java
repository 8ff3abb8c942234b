package org.trinofdw.postgres.statistics;

import com.google.inject.Binder;
import com.google.inject.Module;
import com.google.inject.Scopes;

/**
 * Binds what tells Trino's optimizer of the rows that a scan reads.
 */
public final class StatisticsModule
        implements Module
{
    @Override
    public void configure(Binder binder)
    {
        binder.bind(ValueArrays.class).in(Scopes.SINGLETON);
        binder.bind(RemoteFigures.class).in(Scopes.SINGLETON);
        binder.bind(PostgresStatistics.class).in(Scopes.SINGLETON);
        binder.bind(PartitionedStatistics.class).in(Scopes.SINGLETON);
    }
}
