package org.trinofdw.testing.maxcompute.store;

/**
 * Kinds of tables, named as in the answers of the service.
 */
public enum TableKind
{
    MANAGED_TABLE,
    VIRTUAL_VIEW,
    EXTERNAL_TABLE,
    MATERIALIZED_VIEW,
}
