package org.trinofdw.product.soak;

/**
 * What a client knows of its statement.
 */
public enum Outcome
{
    /** It was said to have succeeded: its effect is there, once. */
    ACKNOWLEDGED,
    /** It failed, or was cancelled: its effect is there whole or not at all. */
    UNKNOWN,
}
