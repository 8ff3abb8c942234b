package org.trinofdw.postgres.pushdown;

import io.airlift.slice.Slice;
import io.trino.spi.expression.ConnectorExpression;
import io.trino.spi.expression.Constant;
import io.trino.spi.type.DecimalType;
import io.trino.spi.type.TimestampType;
import io.trino.spi.type.TimestampWithTimeZoneType;
import io.trino.spi.type.Type;
import io.trino.spi.type.VarcharType;
import org.trinofdw.postgres.type.ColumnMapping;
import org.trinofdw.postgres.type.TextEncoding;

import java.util.List;
import java.util.Optional;

import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.DateType.DATE;
import static io.trino.spi.type.Decimals.MAX_PRECISION;
import static io.trino.spi.type.DoubleType.DOUBLE;
import static io.trino.spi.type.RealType.REAL;
import static org.trinofdw.postgres.pushdown.WideningCasts.isInteger;

/**
 * What an argument has to be for PostgreSQL's function to give what Trino's gives.
 */
enum ArgumentKind
{
    INTEGER,
    LONG,
    DECIMAL,
    /** A decimal that a rounding up to a further digit cannot bring to more than 38. */
    DECIMAL_WITH_ROOM,
    FLOAT,
    TEXT,
    DATE_ONLY,
    /** A date, or a point in time as the date and time that Trino shows: that of UTC if it has a time zone. */
    CALENDAR,
    /** As {@link #CALENDAR}, without dates. */
    CALENDAR_TIME,
    /** A number, date, time or text whose order is the same on both sides for all values. */
    ORDERED,

    /** A constant from 1 on. */
    POSITION,
    /** A constant up to -1; the SQL has it without the sign. */
    POSITION_FROM_END,
    /** A constant number of characters that is not much memory. */
    PADDED_LENGTH,
    /** A constant number of decimal places. */
    PLACES,
    /** As {@link #PLACES}, with no more than 38 digits from there to the last of the first argument, a decimal: Trino fails to round off more. */
    ROUNDED_PLACES,
    /** A constant text that is not empty. */
    NON_EMPTY_TEXT,
    /** The constant {@code 'day'}, which the SQL has no place for. */
    UNIT_DAY;

    private static final int MAX_POSITION = Integer.MAX_VALUE / 2;
    private static final int MAX_PADDED_LENGTH = 10_000;

    /**
     * The argument in SQL.
     *
     * @param arguments all arguments of the call
     * @param index which of them it is
     * @return empty if the argument is something else
     */
    Optional<String> sql(List<ConnectorExpression> arguments, int index, RemoteValue value)
    {
        ConnectorExpression expression = arguments.get(index);
        Type type = value.mapping().type();
        return switch (this) {
            case INTEGER -> when(isInteger(type), value);
            case LONG -> when(type == BIGINT, value);
            case DECIMAL -> when(type instanceof DecimalType, value);
            case DECIMAL_WITH_ROOM -> when(type instanceof DecimalType decimal && decimal.getPrecision() < MAX_PRECISION, value);
            case FLOAT -> when(type == DOUBLE || type == REAL, value);
            case TEXT -> when(type instanceof VarcharType, value);
            case DATE_ONLY -> when(type == DATE, value);
            case CALENDAR -> type == DATE ? Optional.of(value.sql()) : CALENDAR_TIME.sql(arguments, index, value);
            case CALENDAR_TIME -> type instanceof TimestampWithTimeZoneType ?
                    Optional.of("(" + value.sql() + " AT TIME ZONE 'UTC')") :
                    when(type instanceof TimestampType, value);
            case ORDERED -> when(isInteger(type) || type instanceof DecimalType || type == DATE || type instanceof TimestampType || isOrderedText(value.mapping()), value);
            case POSITION -> constant(expression, 1, MAX_POSITION).map(position -> Long.toString(position));
            case POSITION_FROM_END -> constant(expression, -MAX_POSITION, -1).map(position -> Long.toString(-position));
            case PADDED_LENGTH -> constant(expression, 0, MAX_PADDED_LENGTH).map(length -> Long.toString(length));
            case PLACES -> constant(expression, -MAX_PRECISION, MAX_PRECISION).map(places -> Long.toString(places));
            case ROUNDED_PLACES -> arguments.getFirst().getType() instanceof DecimalType decimal ?
                    constant(expression, decimal.getScale() - MAX_PRECISION, MAX_PRECISION).map(places -> Long.toString(places)) :
                    Optional.empty();
            case NON_EMPTY_TEXT -> when(text(expression).filter(text -> !text.isEmpty()).isPresent(), value);
            case UNIT_DAY -> text(expression).filter("day"::equalsIgnoreCase);
        };
    }

    /** The text of a constant. */
    static Optional<String> text(ConnectorExpression expression)
    {
        return expression instanceof Constant constant && constant.getValue() instanceof Slice slice && constant.getType() instanceof VarcharType ?
                Optional.of(slice.toStringUtf8()) :
                Optional.empty();
    }

    /** Text is computed under COLLATE "C", which has Trino's order in UTF8 only. */
    private static boolean isOrderedText(ColumnMapping mapping)
    {
        return mapping.type() instanceof VarcharType && mapping.remoteType().encoding() == TextEncoding.UTF8;
    }

    private static Optional<Long> constant(ConnectorExpression expression, long least, long greatest)
    {
        return expression instanceof Constant constant && isInteger(constant.getType()) && constant.getValue() instanceof Long value && value >= least && value <= greatest ?
                Optional.of(value) :
                Optional.empty();
    }

    private static Optional<String> when(boolean matches, RemoteValue value)
    {
        return matches ? Optional.of(value.sql()) : Optional.empty();
    }
}
