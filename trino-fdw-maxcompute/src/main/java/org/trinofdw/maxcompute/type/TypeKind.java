package org.trinofdw.maxcompute.type;

/**
 * The kinds of types of MaxCompute, by their names in SQL.
 */
public enum TypeKind
{
    BOOLEAN("boolean"),
    TINYINT("tinyint"),
    SMALLINT("smallint"),
    INT("int"),
    BIGINT("bigint"),
    FLOAT("float"),
    DOUBLE("double"),
    DECIMAL("decimal"),
    STRING("string"),
    VARCHAR("varchar"),
    CHAR("char"),
    BINARY("binary"),
    JSON("json"),
    DATE("date"),
    /** An instant with milliseconds, shown in the project's time zone. */
    DATETIME("datetime"),
    /** An instant with nanoseconds, shown in the project's time zone. */
    TIMESTAMP("timestamp"),
    /** A wall clock reading with nanoseconds. */
    TIMESTAMP_NTZ("timestamp_ntz"),
    INTERVAL_YEAR_MONTH("interval_year_month"),
    INTERVAL_DAY_TIME("interval_day_time"),
    ARRAY("array"),
    MAP("map"),
    STRUCT("struct"),
    /** A type that this version does not know. */
    UNKNOWN("unknown");

    private final String sqlName;

    TypeKind(String sqlName)
    {
        this.sqlName = sqlName;
    }

    public String sqlName()
    {
        return sqlName;
    }
}
