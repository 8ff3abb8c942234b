package org.trinofdw.postgres.type;

import com.google.common.collect.ImmutableList;
import org.trinofdw.postgres.type.PostgresType.Kind;

import java.util.Optional;

import static org.trinofdw.postgres.type.PostgresType.NO_TYPMOD;

/**
 * Types that every server has under the same oid (PostgreSQL source, pg_type.dat), for columns that are yet to be created.
 */
enum BuiltinType
{
    BOOL("bool", "boolean", 16, 1000),
    BYTEA("bytea", "bytea", 17, 1001),
    INT8("int8", "bigint", 20, 1016),
    INT2("int2", "smallint", 21, 1005),
    INT4("int4", "integer", 23, 1007),
    TEXT("text", "text", 25, 1009),
    FLOAT4("float4", "real", 700, 1021),
    FLOAT8("float8", "double precision", 701, 1022),
    INET("inet", "inet", 869, 1041),
    BPCHAR("bpchar", "character", 1042, 1014),
    VARCHAR("varchar", "character varying", 1043, 1015),
    DATE("date", "date", 1082, 1182),
    TIME("time", "time without time zone", 1083, 1183),
    TIMESTAMP("timestamp", "timestamp without time zone", 1114, 1115),
    TIMESTAMPTZ("timestamptz", "timestamp with time zone", 1184, 1185),
    TIMETZ("timetz", "time with time zone", 1266, 1270),
    NUMERIC("numeric", "numeric", 1700, 1231),
    UUID("uuid", "uuid", 2950, 2951),
    JSONB("jsonb", "jsonb", 3802, 3807);

    /** Type modifiers of types with a length or a precision and scale begin here. */
    static final int TYPMOD_OFFSET = 4;

    private final String name;
    private final String sqlName;
    private final int oid;
    private final int arrayOid;

    BuiltinType(String name, String sqlName, int oid, int arrayOid)
    {
        this.name = name;
        this.sqlName = sqlName;
        this.oid = oid;
        this.arrayOid = arrayOid;
    }

    PostgresType type()
    {
        return type(NO_TYPMOD, sqlName);
    }

    PostgresType type(int typmod, String displayName)
    {
        return new PostgresType(oid, "pg_catalog", name, Kind.BASE, typmod, displayName, Optional.empty(), ImmutableList.of(), Optional.empty());
    }

    PostgresType arrayOf(PostgresType element)
    {
        return new PostgresType(arrayOid, "pg_catalog", "_" + name, Kind.ARRAY, element.typmod(), element.displayName() + "[]", Optional.of(element), ImmutableList.of(), Optional.empty());
    }
}
