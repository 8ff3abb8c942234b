package org.trinofdw.maxcompute.record;

import io.trino.spi.TrinoException;
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.DecimalType;
import io.trino.spi.type.MapType;
import io.trino.spi.type.RowType;
import io.trino.spi.type.StandardTypes;
import io.trino.spi.type.TimestampType;
import io.trino.spi.type.TimestampWithTimeZoneType;
import io.trino.spi.type.Type;
import io.trino.spi.type.VarcharType;
import org.trinofdw.maxcompute.type.MaxComputeType;

import java.time.ZoneId;
import java.util.Optional;

import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.BooleanType.BOOLEAN;
import static io.trino.spi.type.DateType.DATE;
import static io.trino.spi.type.DoubleType.DOUBLE;
import static io.trino.spi.type.IntegerType.INTEGER;
import static io.trino.spi.type.RealType.REAL;
import static io.trino.spi.type.SmallintType.SMALLINT;
import static io.trino.spi.type.TinyintType.TINYINT;
import static io.trino.spi.type.VarbinaryType.VARBINARY;
import static java.util.Objects.requireNonNull;
import static org.trinofdw.error.FdwErrorCode.DEFINITION_MISMATCH;
import static org.trinofdw.maxcompute.record.DecoderFactory.isNamed;
import static org.trinofdw.maxcompute.record.DecoderFactory.wireType;

/**
 * Chooses the encoder of a column from the type in Trino and the type in MaxCompute.
 */
public final class EncoderFactory
{
    private final ZoneId zone;

    /**
     * @param zone the project's time zone, in which wall clock readings become the instants of DATETIME and TIMESTAMP
     */
    public EncoderFactory(ZoneId zone)
    {
        this.zone = requireNonNull(zone, "zone is null");
    }

    /**
     * @throws TrinoException with DEFINITION_MISMATCH when values of the one type cannot be written to the other
     */
    public ColumnEncoder create(String column, Type source, MaxComputeType target)
    {
        FieldEncoder encoder = fieldEncoder(column, source, target)
                .orElseThrow(() -> new TrinoException(DEFINITION_MISMATCH, "Column \"%s\" has type %s in MaxCompute, to which %s cannot be written"
                        .formatted(column, target, source.getDisplayName())));
        return new ColumnEncoder(column, wireType(target.kind()), encoder);
    }

    /**
     * The encoder of a column that gets no value.
     */
    public static ColumnEncoder alwaysNull(String column, MaxComputeType target)
    {
        return new ColumnEncoder(column, wireType(target.kind()), (_, _, _) -> {
            throw new IllegalStateException("Column %s gets no value".formatted(column));
        });
    }

    private Optional<FieldEncoder> fieldEncoder(String column, Type source, MaxComputeType target)
    {
        return switch (target.kind()) {
            case BOOLEAN -> source == BOOLEAN ? Optional.of((block, position, output) -> output.writeBoolean(BOOLEAN.getBoolean(block, position))) : Optional.empty();
            case TINYINT -> integerEncoder(column, source, target, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case SMALLINT -> integerEncoder(column, source, target, Short.MIN_VALUE, Short.MAX_VALUE);
            case INT -> integerEncoder(column, source, target, Integer.MIN_VALUE, Integer.MAX_VALUE);
            // the lowest value of 64 bits stands for NULL in MaxCompute
            case BIGINT -> integerEncoder(column, source, target, Long.MIN_VALUE + 1, Long.MAX_VALUE);
            case FLOAT -> source == REAL ? Optional.of((block, position, output) -> output.writeFixedInt(Float.floatToRawIntBits(REAL.getFloat(block, position)))) : Optional.empty();
            case DOUBLE -> doubleEncoder(source);
            case DECIMAL -> decimalEncoder(column, source, target);
            case STRING -> TextEncoders.string(column, source);
            case VARCHAR, CHAR -> TextEncoders.bounded(column, source, target);
            case BINARY -> source == VARBINARY ? Optional.of(TextEncoders.bytes(column)) : Optional.empty();
            case JSON -> TextEncoders.json(column, source);
            case DATE -> source == DATE ? Optional.of(TemporalEncoders.date(column)) : Optional.empty();
            case DATETIME -> switch (source) {
                case TimestampType timestamp -> Optional.of(TemporalEncoders.datetime(column, timestamp, zone));
                case TimestampWithTimeZoneType timestamp -> Optional.of(TemporalEncoders.datetime(column, timestamp));
                default -> Optional.empty();
            };
            case TIMESTAMP -> switch (source) {
                case TimestampType timestamp -> Optional.of(TemporalEncoders.timestamp(column, timestamp, zone));
                case TimestampWithTimeZoneType timestamp -> Optional.of(TemporalEncoders.timestamp(column, timestamp));
                default -> Optional.empty();
            };
            case TIMESTAMP_NTZ -> source instanceof TimestampType timestamp ? Optional.of(TemporalEncoders.localTimestamp(column, timestamp)) : Optional.empty();
            case INTERVAL_YEAR_MONTH -> isNamed(source, StandardTypes.INTERVAL_YEAR_TO_MONTH) ? Optional.of(TemporalEncoders.intervalYearToMonth(source)) : Optional.empty();
            case INTERVAL_DAY_TIME -> isNamed(source, StandardTypes.INTERVAL_DAY_TO_SECOND) ? Optional.of(TemporalEncoders.intervalDayToSecond(source)) : Optional.empty();
            case ARRAY -> source instanceof ArrayType array
                    ? fieldEncoder(column, array.getElementType(), target.arguments().getFirst()).map(element -> NestedEncoders.array(array, element))
                    : Optional.empty();
            case MAP -> mapEncoder(column, source, target);
            case STRUCT -> structEncoder(column, source, target);
            case UNKNOWN -> Optional.empty();
        };
    }

    private static Optional<FieldEncoder> integerEncoder(String column, Type source, MaxComputeType target, long lowest, long highest)
    {
        if (source != TINYINT && source != SMALLINT && source != INTEGER && source != BIGINT) {
            return Optional.empty();
        }
        return Optional.of((block, position, output) -> {
            long value = source.getLong(block, position);
            if (value < lowest || value > highest) {
                throw TextEncoders.unsupported(column, value, target.toString());
            }
            output.writeSignedLong(value);
        });
    }

    private static Optional<FieldEncoder> doubleEncoder(Type source)
    {
        if (source == DOUBLE) {
            return Optional.of((block, position, output) -> output.writeFixedLong(Double.doubleToRawLongBits(DOUBLE.getDouble(block, position))));
        }
        if (source == REAL) {
            return Optional.of((block, position, output) -> output.writeFixedLong(Double.doubleToRawLongBits(REAL.getFloat(block, position))));
        }
        if (source instanceof DecimalType decimal) {
            return Optional.of((block, position, output) -> output.writeFixedLong(Double.doubleToRawLongBits(DecimalEncoders.valueAt(decimal, block, position).doubleValue())));
        }
        return Optional.empty();
    }

    private static Optional<FieldEncoder> decimalEncoder(String column, Type source, MaxComputeType target)
    {
        if (source instanceof DecimalType decimal) {
            return Optional.of(DecimalEncoders.decimal(column, decimal, target));
        }
        if (source == TINYINT || source == SMALLINT || source == INTEGER || source == BIGINT) {
            return Optional.of(DecimalEncoders.integer(column, source, target));
        }
        if (source instanceof VarcharType varchar) {
            return Optional.of(DecimalEncoders.text(column, varchar, target));
        }
        return Optional.empty();
    }

    private Optional<FieldEncoder> mapEncoder(String column, Type source, MaxComputeType target)
    {
        if (!(source instanceof MapType map)) {
            return Optional.empty();
        }
        Optional<FieldEncoder> key = fieldEncoder(column, map.getKeyType(), target.arguments().get(0));
        Optional<FieldEncoder> value = fieldEncoder(column, map.getValueType(), target.arguments().get(1));
        return key.isPresent() && value.isPresent() ? Optional.of(NestedEncoders.map(map, key.get(), value.get())) : Optional.empty();
    }

    private Optional<FieldEncoder> structEncoder(String column, Type source, MaxComputeType target)
    {
        if (!(source instanceof RowType row) || row.getFields().size() != target.arguments().size()) {
            return Optional.empty();
        }
        FieldEncoder[] fields = new FieldEncoder[row.getFields().size()];
        for (int field = 0; field < fields.length; field++) {
            Optional<FieldEncoder> encoder = fieldEncoder(column + "." + target.fieldNames().get(field), row.getFields().get(field).getType(), target.arguments().get(field));
            if (encoder.isEmpty()) {
                return Optional.empty();
            }
            fields[field] = encoder.get();
        }
        return Optional.of(NestedEncoders.row(row, fields));
    }
}
