package org.trinofdw.testing.maxcompute.http;

import org.trinofdw.testing.maxcompute.fault.Faults;
import org.trinofdw.testing.maxcompute.fault.RequestLog;
import org.trinofdw.testing.maxcompute.record.ProjectionCache;
import org.trinofdw.testing.maxcompute.store.MetaStore;

import static java.util.Objects.requireNonNull;

/**
 * What the handlers of requests share.
 */
public record ServiceContext(MetaStore store, Credentials credentials, ServiceLimits limits, Faults faults, RequestLog log, ProjectionCache projections)
{
    public ServiceContext
    {
        requireNonNull(store, "store is null");
        requireNonNull(credentials, "credentials is null");
        requireNonNull(limits, "limits is null");
        requireNonNull(faults, "faults is null");
        requireNonNull(log, "log is null");
        requireNonNull(projections, "projections is null");
    }
}
