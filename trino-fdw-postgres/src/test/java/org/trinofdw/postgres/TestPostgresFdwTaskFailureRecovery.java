package org.trinofdw.postgres;

import static io.trino.operator.RetryPolicy.TASK;

final class TestPostgresFdwTaskFailureRecovery
        extends BasePostgresFailureRecoveryTest
{
    TestPostgresFdwTaskFailureRecovery()
    {
        super(TASK);
    }
}
