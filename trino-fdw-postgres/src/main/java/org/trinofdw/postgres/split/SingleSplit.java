package org.trinofdw.postgres.split;

import org.trinofdw.option.MppExecute;
import org.trinofdw.postgres.connection.RemoteTransaction;
import org.trinofdw.postgres.handle.PostgresTableHandle;
import org.trinofdw.postgres.handle.TableSource;
import org.trinofdw.split.TableWarning;

import java.util.Optional;

/**
 * Says why a scan is not divided although {@code mpp_execute} asks for it (DESIGN.md section 8).
 */
public final class SingleSplit
{
    private SingleSplit() {}

    /** What is known before the server is asked: a view or a foreign table has no pages. */
    public static Optional<TableWarning> warning(PostgresTableHandle table)
    {
        return table.options().mppExecute()
                .filter(MppExecute.ALL_SEGMENTS::equals)
                .filter(_ -> neverHasPages(table))
                .map(_ -> withoutPages(table));
    }

    /** @param transaction of the server that has no {@link HeapSize} for the table */
    static TableWarning warning(RemoteTransaction transaction, PostgresTableHandle table)
    {
        if (neverHasPages(table)) {
            // whatever the server is; and what was said before it was asked is not said in other words
            return withoutPages(table);
        }
        if (transaction.snapshot().isEmpty()) {
            return TableWarning.singleSplit(table.name(), "server \"%s\" is a standby, where a snapshot cannot be shared".formatted(transaction.server()));
        }
        if (!transaction.hasTidRangeScans()) {
            return TableWarning.singleSplit(table.name(), "server \"%s\" is older than PostgreSQL 14, where each split would read all pages".formatted(transaction.server()));
        }
        return withoutPages(table);
    }

    private static boolean neverHasPages(PostgresTableHandle table)
    {
        return table.query().source() instanceof TableSource source && !source.kind().hasPages();
    }

    private static TableWarning withoutPages(PostgresTableHandle table)
    {
        return TableWarning.singleSplit(table.name(), "%s on server \"%s\" is not, or not wholly, a heap with pages to divide".formatted(table.query().source().subject(), table.server()));
    }
}
