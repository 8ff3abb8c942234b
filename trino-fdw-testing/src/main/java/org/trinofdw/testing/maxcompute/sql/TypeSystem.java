package org.trinofdw.testing.maxcompute.sql;

import org.trinofdw.testing.maxcompute.store.Column;
import org.trinofdw.testing.maxcompute.type.OdpsType;

import java.util.List;
import java.util.Map;

import static java.lang.String.format;

/**
 * The types of data type edition 2.0 are refused in DDL unless the project or the hint {@code odps.sql.type.system.odps2} allows them.
 */
final class TypeSystem
{
    static final String TYPE_SYSTEM = "odps.sql.type.system.odps2";
    static final String DECIMAL_SYSTEM = "odps.sql.decimal.odps2";

    private final boolean newTypes;
    private final boolean newDecimal;

    TypeSystem(Map<String, String> projectProperties, Map<String, String> hints)
    {
        newTypes = isTrue(projectProperties, hints, TYPE_SYSTEM);
        newDecimal = newTypes || isTrue(projectProperties, hints, DECIMAL_SYSTEM);
    }

    private static boolean isTrue(Map<String, String> projectProperties, Map<String, String> hints, String name)
    {
        return Boolean.parseBoolean(hints.getOrDefault(name, projectProperties.getOrDefault(name, "false")));
    }

    void requireEnabled(List<Column> columns)
    {
        columns.forEach(column -> requireEnabled(column.type()));
    }

    private void requireEnabled(OdpsType type)
    {
        String setting = switch (type.kind()) {
            case TINYINT, SMALLINT, INT, FLOAT, VARCHAR, CHAR, BINARY, DATE, TIMESTAMP, TIMESTAMP_NTZ, JSON, INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME, STRUCT -> newTypes ? "" : TYPE_SYSTEM;
            case DECIMAL -> newDecimal || type.length() == 0 ? "" : DECIMAL_SYSTEM;
            case BIGINT, DOUBLE, BOOLEAN, STRING, DATETIME, ARRAY, MAP, OTHER -> "";
        };
        if (!setting.isEmpty()) {
            throw new SqlException(format("ODPS-0130071: Semantic analysis exception - type %s is not enabled in current mode. Please set %s=true to use it.", type.text(), setting));
        }
        type.arguments().forEach(this::requireEnabled);
    }
}
