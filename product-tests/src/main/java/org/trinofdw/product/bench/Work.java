package org.trinofdw.product.bench;

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
     * @return the CPU time that it took
     */
    Cost run()
            throws Exception;
}
