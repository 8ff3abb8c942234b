package org.trinofdw.handle;

/**
 * Columns that every foreign table has and {@code SELECT *} leaves out; they show how a scan was distributed (DESIGN.md section 5).
 */
public enum HiddenColumn
{
    /** Identifier of the Trino node that read the row. */
    NODE("$node"),
    /** The remote partition that the row came from; null for tables without partitions. */
    PARTITION("$partition"),
    /** Name of the foreign server that the row came from. */
    SERVER("$server");

    private final String columnName;

    HiddenColumn(String columnName)
    {
        this.columnName = columnName;
    }

    public String columnName()
    {
        return columnName;
    }
}
