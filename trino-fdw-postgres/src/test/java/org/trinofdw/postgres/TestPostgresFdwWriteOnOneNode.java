package org.trinofdw.postgres;

/**
 * The writes of a cluster that is but one node: there the writers share one COPY, which the coordinator commits.
 */
final class TestPostgresFdwWriteOnOneNode
        extends TestPostgresFdwWrite
{
    @Override
    int workers()
    {
        return 0;
    }
}
