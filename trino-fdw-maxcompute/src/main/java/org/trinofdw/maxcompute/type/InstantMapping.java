package org.trinofdw.maxcompute.type;

/**
 * How the instants of MaxCompute, DATETIME and TIMESTAMP, look in Trino when no type is declared.
 */
public enum InstantMapping
{
    /** The wall clock in the project's time zone, as MaxCompute itself shows them: {@code timestamp(3)} and {@code timestamp(9)}. */
    TIMESTAMP,
    /** The instant: {@code timestamp(3) with time zone} and {@code timestamp(9) with time zone}. */
    TIMESTAMP_WITH_TIME_ZONE,
}
