package org.trinofdw.postgres;

import static io.trino.operator.RetryPolicy.QUERY;

final class TestPostgresFdwQueryFailureRecovery
        extends BasePostgresFailureRecoveryTest
{
    TestPostgresFdwQueryFailureRecovery()
    {
        super(QUERY);
    }
}
