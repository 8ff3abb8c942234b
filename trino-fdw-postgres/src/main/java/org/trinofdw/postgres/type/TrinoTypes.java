package org.trinofdw.postgres.type;

import io.trino.spi.type.MapType;
import io.trino.spi.type.StandardTypes;
import io.trino.spi.type.Type;
import io.trino.spi.type.TypeDescriptor;
import io.trino.spi.type.TypeManager;

import static io.trino.spi.type.VarcharType.VARCHAR;
import static java.util.Objects.requireNonNull;

/**
 * The Trino types that only the engine can make.
 */
record TrinoTypes(Type json, Type ipAddress, Type textMap)
{
    TrinoTypes
    {
        requireNonNull(json, "json is null");
        requireNonNull(ipAddress, "ipAddress is null");
        requireNonNull(textMap, "textMap is null");
    }

    static TrinoTypes from(TypeManager typeManager)
    {
        return new TrinoTypes(
                typeManager.getType(new TypeDescriptor(StandardTypes.JSON)),
                typeManager.getType(new TypeDescriptor(StandardTypes.IPADDRESS)),
                new MapType(VARCHAR, VARCHAR, typeManager.getTypeOperators()));
    }
}
