package org.trinofdw.testing.maxcompute.sql;

import com.google.common.collect.ImmutableList;
import org.trinofdw.testing.maxcompute.type.OdpsKind;
import org.trinofdw.testing.maxcompute.type.OdpsType;

import java.util.List;

/**
 * The changes of a column's type that keep every stored value: wider integers, longer texts, larger decimals of the same scale.
 */
final class TypeChanges
{
    private static final List<OdpsKind> INTEGERS = ImmutableList.of(OdpsKind.TINYINT, OdpsKind.SMALLINT, OdpsKind.INT, OdpsKind.BIGINT);

    private TypeChanges() {}

    static boolean isAllowed(OdpsType from, OdpsType to)
    {
        if (from.equals(to)) {
            return true;
        }
        if (INTEGERS.contains(from.kind())) {
            return INTEGERS.indexOf(to.kind()) > INTEGERS.indexOf(from.kind());
        }
        return switch (from.kind()) {
            case CHAR, VARCHAR -> to.kind() == OdpsKind.STRING || to.kind() == OdpsKind.VARCHAR && to.length() >= from.length();
            case DECIMAL -> to.kind() == OdpsKind.DECIMAL && from.length() != 0 && to.scale() == from.scale() && to.length() > from.length();
            case TINYINT, SMALLINT, INT, BIGINT, FLOAT, DOUBLE, BOOLEAN, STRING, BINARY, JSON, DATE, DATETIME, TIMESTAMP, TIMESTAMP_NTZ, INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME, ARRAY, MAP, STRUCT, OTHER -> false;
        };
    }
}
