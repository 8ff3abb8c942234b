package org.trinofdw.product.bench;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;

import static java.util.Objects.requireNonNull;

/**
 * CPU time of a piece of work: of the client's threads, or of a query on all nodes of Trino. That of the source itself is not in it.
 *
 * @param scan the part of it that Trino accounts to the operators which read tables
 */
record Cost(Duration cpu, Optional<Duration> scan)
{
    Cost
    {
        requireNonNull(cpu, "cpu is null");
        requireNonNull(scan, "scan is null");
    }

    static Cost of(Duration cpu)
    {
        return new Cost(cpu, Optional.empty());
    }

    /** Runs something on the current thread. */
    static Cost ofThread(Callable<?> work)
            throws Exception
    {
        long start = threadNanos();
        work.call();
        return of(Duration.ofNanos(threadNanos() - start));
    }

    /** CPU time of the current thread so far. */
    static long threadNanos()
    {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
