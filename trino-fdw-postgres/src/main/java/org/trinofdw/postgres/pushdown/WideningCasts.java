package org.trinofdw.postgres.pushdown;

import io.trino.spi.type.DecimalType;
import io.trino.spi.type.Type;
import io.trino.spi.type.VarcharType;

import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.DoubleType.DOUBLE;
import static io.trino.spi.type.IntegerType.INTEGER;
import static io.trino.spi.type.RealType.REAL;
import static io.trino.spi.type.SmallintType.SMALLINT;

/**
 * Casts of Trino that keep every value of a type.
 */
final class WideningCasts
{
    private WideningCasts() {}

    /** To a type that is written in the same way: a longer integer, decimal, text or floating-point number. */
    static boolean sameForm(Type from, Type to)
    {
        if (from instanceof VarcharType source && to instanceof VarcharType target) {
            return target.isUnbounded() || (!source.isUnbounded() && source.getBoundedLength() <= target.getBoundedLength());
        }
        if (from instanceof DecimalType source && to instanceof DecimalType target) {
            return target.getScale() >= source.getScale() && target.getPrecision() - target.getScale() >= source.getPrecision() - source.getScale();
        }
        return (isInteger(from) && isInteger(to) && digits(from) <= digits(to)) || (from == REAL && to == DOUBLE);
    }

    /** To a type that has every value of the other, or for {@code double} the nearest to it. */
    static boolean keepsValue(Type from, Type to)
    {
        return sameForm(from, to) ||
                (isInteger(from) && to == DOUBLE) ||
                (isInteger(from) && to instanceof DecimalType target && target.getPrecision() - target.getScale() >= digits(from));
    }

    static boolean isInteger(Type type)
    {
        return type == SMALLINT || type == INTEGER || type == BIGINT;
    }

    /** Digits of the greatest of the integers. */
    static int digits(Type integer)
    {
        return integer == SMALLINT ? 5 : integer == INTEGER ? 10 : 19;
    }
}
