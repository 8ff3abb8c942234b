package org.trinofdw.product.bench;

import java.time.Duration;

/**
 * Something to measure.
 */
interface Work
{
    /**
     * Makes ready what the measured part needs, such as an empty table; not measured.
     */
    default void prepare()
            throws Exception {}

    /**
     * @return the CPU time that Trino accounts to it, zero for work outside of Trino
     */
    Duration run()
            throws Exception;
}
