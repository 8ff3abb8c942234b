package org.trinofdw.postgres;

final class TestPostgresFdwTpch
        extends BasePostgresFdwTpchTest
{
    TestPostgresFdwTpch()
    {
        super("tiny");
    }
}
