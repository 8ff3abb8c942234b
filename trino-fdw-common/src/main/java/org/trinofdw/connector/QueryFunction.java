package org.trinofdw.connector;

import com.google.common.collect.ImmutableList;
import com.google.inject.Inject;
import io.airlift.slice.Slice;
import io.trino.spi.TrinoException;
import io.trino.spi.classloader.ThreadContextClassLoader;
import io.trino.spi.connector.ConnectorAccessControl;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorTransactionHandle;
import io.trino.spi.function.table.AbstractConnectorTableFunction;
import io.trino.spi.function.table.Argument;
import io.trino.spi.function.table.ConnectorTableFunctionHandle;
import io.trino.spi.function.table.Descriptor;
import io.trino.spi.function.table.ScalarArgument;
import io.trino.spi.function.table.ScalarArgumentSpecification;
import io.trino.spi.function.table.TableFunctionAnalysis;
import org.trinofdw.handle.FdwTableHandle;

import java.util.Map;
import java.util.Optional;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;
import static io.trino.spi.function.table.ReturnTypeSpecification.GenericTable.GENERIC_TABLE;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static java.util.Objects.requireNonNull;

/**
 * {@code TABLE(system.query(query => '…'))}: the rows of a query that is written for the remote server. They are read as those of a table are.
 */
final class QueryFunction
        extends AbstractConnectorTableFunction
{
    private static final String QUERY = "QUERY";

    private final PassThrough passThrough;

    @Inject
    QueryFunction(PassThrough passThrough)
    {
        super(
                "system",
                "query",
                ImmutableList.of(ScalarArgumentSpecification.builder().name(QUERY).type(VARCHAR).build()),
                GENERIC_TABLE,
                "Runs a query on the remote server");
        this.passThrough = requireNonNull(passThrough, "passThrough is null");
    }

    @Override
    public TableFunctionAnalysis analyze(
            ConnectorSession session,
            ConnectorTransactionHandle transaction,
            Map<String, Argument> arguments,
            ConnectorAccessControl accessControl)
    {
        Object query = ((ScalarArgument) arguments.get(QUERY)).getValue();
        if (query == null) {
            throw new TrinoException(INVALID_FUNCTION_ARGUMENT, "The query is null");
        }
        try (ThreadContextClassLoader _ = new ThreadContextClassLoader(getClass().getClassLoader())) {
            FdwTableHandle table = passThrough.query(session, ((Slice) query).toStringUtf8());
            return TableFunctionAnalysis.builder()
                    .returnedType(new Descriptor(table.columns().stream()
                            .map(column -> new Descriptor.Field(column.name(), Optional.of(column.type())))
                            .collect(toImmutableList())))
                    .handle(new QueryHandle(table))
                    .build();
        }
    }

    /**
     * A call of the function.
     *
     * @param table the scan that the call becomes
     */
    record QueryHandle(FdwTableHandle table)
            implements ConnectorTableFunctionHandle
    {
        QueryHandle
        {
            requireNonNull(table, "table is null");
        }
    }
}
