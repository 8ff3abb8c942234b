package org.trinofdw.postgres;

import org.junit.jupiter.api.Tag;

/**
 * At scale factor 0.1, where tables have more pages than one split takes under {@code 'all segments'}.
 */
@Tag("long")
final class TestPostgresFdwTpchLarger
        extends BasePostgresFdwTpchTest
{
    TestPostgresFdwTpchLarger()
    {
        super("sf0.1");
    }
}
