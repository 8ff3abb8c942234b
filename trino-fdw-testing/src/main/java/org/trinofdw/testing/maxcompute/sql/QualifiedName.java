package org.trinofdw.testing.maxcompute.sql;

import com.google.common.collect.ImmutableList;

import java.util.List;

/**
 * A name of one to three parts: table, project or schema and table, or project, schema and table.
 *
 * @param line line of the name in the statement, from 1
 * @param column column of the name in the statement, from 1
 */
record QualifiedName(List<String> parts, int line, int column)
{
    QualifiedName
    {
        parts = ImmutableList.copyOf(parts);
    }

    String last()
    {
        return parts.getLast();
    }

    @Override
    public String toString()
    {
        return String.join(".", parts);
    }
}
