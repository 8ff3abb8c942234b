package org.trinofdw.definition;

/**
 * How the keys of a row choose its partition.
 */
public enum PartitionMethod
{
    LIST,
    RANGE,
    HASH,
}
