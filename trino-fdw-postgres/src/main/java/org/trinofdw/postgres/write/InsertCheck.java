package org.trinofdw.postgres.write;

import com.google.common.collect.ImmutableList;
import io.trino.spi.Page;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.SchemaTableName;
import org.trinofdw.postgres.handle.PostgresColumnHandle;

import java.util.List;

import static io.trino.spi.StandardErrorCode.NOT_SUPPORTED;
import static java.util.Objects.requireNonNull;

/**
 * Checks the new rows of a MERGE. The statement may name columns that cannot be written; Trino does not say which columns it names.
 */
final class InsertCheck
{
    private final SchemaTableName table;
    private final List<PostgresColumnHandle> columns;
    private final List<PostgresColumnHandle> writable;

    /**
     * @param columns those of the pages
     */
    InsertCheck(SchemaTableName table, List<PostgresColumnHandle> columns, List<PostgresColumnHandle> writable)
    {
        this.table = requireNonNull(table, "table is null");
        this.columns = ImmutableList.copyOf(columns);
        this.writable = ImmutableList.copyOf(writable);
    }

    void check(Page page, int position)
    {
        if (columns.size() == writable.size()) {
            return;
        }
        for (int channel = 0; channel < columns.size(); channel++) {
            PostgresColumnHandle column = columns.get(channel);
            if (!writable.contains(column) && !page.getBlock(channel).isNull(position)) {
                throw new TrinoException(NOT_SUPPORTED, "column \"%s\" of %s cannot be written; leave it out of the column list of INSERT".formatted(column.name(), table));
            }
        }
    }
}
