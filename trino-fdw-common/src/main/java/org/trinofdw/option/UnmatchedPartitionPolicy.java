package org.trinofdw.option;

/**
 * What a query does about a declared partition that has no remote counterpart.
 */
public enum UnmatchedPartitionPolicy
{
    /** Answers without it and warns. */
    WARN,
    /** Answers without it. */
    IGNORE,
    /** Fails. */
    FAIL,
}
