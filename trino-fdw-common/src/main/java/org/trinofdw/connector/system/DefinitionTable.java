package org.trinofdw.connector.system;

import io.trino.spi.connector.ColumnMetadata;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorTableMetadata;
import io.trino.spi.connector.ConnectorTransactionHandle;
import io.trino.spi.connector.InMemoryRecordSet;
import io.trino.spi.connector.RecordCursor;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.connector.SystemTable;
import io.trino.spi.predicate.TupleDomain;

import java.util.List;

import static io.trino.spi.connector.SystemTable.Distribution.SINGLE_COORDINATOR;
import static java.util.Objects.requireNonNull;

/**
 * A system table over the definitions of a catalog, which only the coordinator has.
 */
public abstract class DefinitionTable
        implements SystemTable
{
    private final ConnectorTableMetadata metadata;

    protected DefinitionTable(String name, List<ColumnMetadata> columns)
    {
        this(new SchemaTableName("system", requireNonNull(name, "name is null")), columns);
    }

    DefinitionTable(SchemaTableName name, List<ColumnMetadata> columns)
    {
        this.metadata = new ConnectorTableMetadata(name, columns);
    }

    /**
     * Adds the rows of the table, a value for each column.
     */
    protected abstract void addRows(InMemoryRecordSet.Builder rows);

    @Override
    public final Distribution getDistribution()
    {
        return SINGLE_COORDINATOR;
    }

    @Override
    public final ConnectorTableMetadata getTableMetadata()
    {
        return metadata;
    }

    @Override
    public final RecordCursor cursor(ConnectorTransactionHandle transactionHandle, ConnectorSession session, TupleDomain<Integer> constraint)
    {
        InMemoryRecordSet.Builder rows = InMemoryRecordSet.builder(metadata);
        addRows(rows);
        return rows.build().cursor();
    }
}
