package org.trinofdw.postgres.pushdown;

import io.trino.spi.expression.Call;
import io.trino.spi.expression.ConnectorExpression;
import io.trino.spi.expression.FunctionName;
import io.trino.spi.expression.Variable;
import io.trino.spi.type.MapType;
import io.trino.spi.type.VarcharType;
import org.trinofdw.postgres.handle.PostgresColumnHandle;

import java.util.Optional;

import static org.trinofdw.postgres.handle.RemoteTableName.quoted;

/**
 * Trino's functions of maps as those of the extension hstore on its columns, for servers whose option {@code extensions} names it (PostgreSQL 15, F.38.1
 * FDW Options of postgres_fdw, "extensions"). Both give null for a null map, a null key, and a key that is missing or has a null value.
 */
final class HstoreFunctions
{
    static final String EXTENSION = "hstore";

    // without a schema, which functions that users define have
    private static final FunctionName ELEMENT_AT = new FunctionName("element_at");
    private static final FunctionName CONTAINS = new FunctionName("contains");
    private static final FunctionName MAP_KEYS = new FunctionName("map_keys");

    private HstoreFunctions() {}

    /**
     * What looks a key up in a column.
     *
     * @param function of hstore: takes the column and the key
     */
    record Lookup(String function, Variable column, ConnectorExpression key)
    {
        /**
         * @return empty if the column is none of hstore, which a foreign table may declare otherwise
         */
        Optional<String> sql(PostgresColumnHandle handle, RemoteValue keyValue)
        {
            if (!handle.remoteType().name().equals(EXTENSION) || !(handle.type() instanceof MapType) || !(keyValue.mapping().type() instanceof VarcharType)) {
                return Optional.empty();
            }
            // the functions of an extension are in the schema of its types
            return Optional.of("%s.%s(%s, %s)".formatted(quoted(handle.remoteType().schema()), function, quoted(handle.remoteName()), keyValue.sql()));
        }
    }

    static Optional<Lookup> lookup(Call call)
    {
        if (call.getFunctionName().equals(ELEMENT_AT) && call.getArguments().getFirst() instanceof Variable map) {
            return Optional.of(new Lookup("fetchval", map, call.getArguments().get(1)));
        }
        if (call.getFunctionName().equals(CONTAINS) &&
                call.getArguments().getFirst() instanceof Call keys &&
                keys.getFunctionName().equals(MAP_KEYS) &&
                keys.getArguments().getFirst() instanceof Variable map) {
            return Optional.of(new Lookup("exist", map, call.getArguments().get(1)));
        }
        return Optional.empty();
    }
}
