package org.trinofdw.maxcompute.record;

import io.trino.spi.TrinoException;
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.CharType;
import io.trino.spi.type.DecimalType;
import io.trino.spi.type.MapType;
import io.trino.spi.type.RowType;
import io.trino.spi.type.StandardTypes;
import io.trino.spi.type.TimestampType;
import io.trino.spi.type.TimestampWithTimeZoneType;
import io.trino.spi.type.Type;
import io.trino.spi.type.VarcharType;
import org.trinofdw.maxcompute.type.MaxComputeType;
import org.trinofdw.maxcompute.type.TypeKind;

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

/**
 * Chooses the decoder of a column from the type in MaxCompute and the type in Trino, which may be declared differently from the natural one.
 */
public final class DecoderFactory
{
    private final ZoneId zone;

    /**
     * @param zone the project's time zone, in which DATETIME and TIMESTAMP show as wall clock readings
     */
    public DecoderFactory(ZoneId zone)
    {
        this.zone = requireNonNull(zone, "zone is null");
    }

    /**
     * @throws TrinoException with DEFINITION_MISMATCH when no value of the one type could be a value of the other
     */
    public ColumnDecoder create(String column, MaxComputeType source, Type target)
    {
        FieldDecoder decoder = fieldDecoder(column, source, target)
                .orElseThrow(() -> new TrinoException(DEFINITION_MISMATCH, "Column \"%s\" has type %s in MaxCompute, which cannot be read as %s"
                        .formatted(column, source, target.getDisplayName())));
        return new ColumnDecoder(column, target, wireType(source.kind()), decoder);
    }

    static int wireType(TypeKind kind)
    {
        return switch (kind) {
            case BOOLEAN, TINYINT, SMALLINT, INT, BIGINT, DATE, DATETIME, INTERVAL_YEAR_MONTH -> RecordTags.VARINT;
            case DOUBLE -> RecordTags.FIXED64;
            case FLOAT -> RecordTags.FIXED32;
            case DECIMAL, STRING, VARCHAR, CHAR, BINARY, JSON, TIMESTAMP, TIMESTAMP_NTZ, INTERVAL_DAY_TIME, ARRAY, MAP, STRUCT, UNKNOWN -> RecordTags.LENGTH_DELIMITED;
        };
    }

    private Optional<FieldDecoder> fieldDecoder(String column, MaxComputeType source, Type target)
    {
        return switch (source.kind()) {
            case BOOLEAN -> booleanDecoder(target);
            case TINYINT, SMALLINT, INT, BIGINT -> integerDecoder(column, target);
            case FLOAT -> floatDecoder(target);
            case DOUBLE -> doubleDecoder(column, target);
            case DECIMAL -> decimalDecoder(column, target);
            case STRING, VARCHAR, CHAR -> textDecoder(column, target);
            case BINARY -> target == VARBINARY ? Optional.of(TextDecoders.bytes()) : Optional.empty();
            case JSON -> jsonDecoder(column, target);
            case DATE -> dateDecoder(column, target);
            case DATETIME -> datetimeDecoder(column, target);
            case TIMESTAMP -> timestampDecoder(column, target);
            case TIMESTAMP_NTZ -> target instanceof TimestampType timestamp ? Optional.of(TemporalDecoders.localTimestamp(column, timestamp)) : Optional.empty();
            case INTERVAL_YEAR_MONTH -> isNamed(target, StandardTypes.INTERVAL_YEAR_TO_MONTH) ? Optional.of(TemporalDecoders.intervalYearToMonth(column)) : Optional.empty();
            case INTERVAL_DAY_TIME -> isNamed(target, StandardTypes.INTERVAL_DAY_TO_SECOND) ? Optional.of(TemporalDecoders.intervalDayToSecond(column)) : Optional.empty();
            case ARRAY -> target instanceof ArrayType array
                    ? fieldDecoder(column, source.arguments().getFirst(), array.getElementType()).map(NestedDecoders::array)
                    : Optional.empty();
            case MAP -> mapDecoder(column, source, target);
            case STRUCT -> structDecoder(column, source, target);
            case UNKNOWN -> Optional.empty();
        };
    }

    private static Optional<FieldDecoder> booleanDecoder(Type target)
    {
        return target == BOOLEAN ? Optional.of((input, output) -> BOOLEAN.writeBoolean(output, input.readBoolean())) : Optional.empty();
    }

    private static Optional<FieldDecoder> integerDecoder(String column, Type target)
    {
        if (target == BIGINT) {
            return Optional.of(NumericDecoders.bigint());
        }
        if (target == INTEGER) {
            return Optional.of(NumericDecoders.integer(column));
        }
        if (target == SMALLINT) {
            return Optional.of(NumericDecoders.smallint(column));
        }
        if (target == TINYINT) {
            return Optional.of(NumericDecoders.tinyint(column));
        }
        if (target instanceof DecimalType decimal) {
            return Optional.of(NumericDecoders.integerAsDecimal(column, decimal));
        }
        if (target instanceof VarcharType varchar) {
            return Optional.of(NumericDecoders.integerAsText(column, varchar));
        }
        return Optional.empty();
    }

    private static Optional<FieldDecoder> floatDecoder(Type target)
    {
        if (target == REAL) {
            return Optional.of(NumericDecoders.real());
        }
        if (target == DOUBLE) {
            return Optional.of((input, output) -> DOUBLE.writeDouble(output, Float.intBitsToFloat(input.readFixedInt())));
        }
        return Optional.empty();
    }

    private static Optional<FieldDecoder> doubleDecoder(String column, Type target)
    {
        if (target == DOUBLE) {
            return Optional.of(NumericDecoders.doublePrecision());
        }
        if (target instanceof DecimalType decimal) {
            return Optional.of(NumericDecoders.doubleAsDecimal(column, decimal));
        }
        return Optional.empty();
    }

    private static Optional<FieldDecoder> decimalDecoder(String column, Type target)
    {
        if (target instanceof DecimalType decimal) {
            return Optional.of(DecimalDecoders.decimal(column, decimal));
        }
        if (target == DOUBLE) {
            return Optional.of(DecimalDecoders.decimalAsDouble(column));
        }
        if (target instanceof VarcharType varchar) {
            return Optional.of(TextDecoders.varchar(column, varchar));
        }
        return Optional.empty();
    }

    private static Optional<FieldDecoder> textDecoder(String column, Type target)
    {
        if (target instanceof VarcharType varchar) {
            return Optional.of(TextDecoders.varchar(column, varchar));
        }
        if (target instanceof CharType character) {
            return Optional.of(TextDecoders.character(column, character));
        }
        if (target == VARBINARY) {
            return Optional.of(TextDecoders.bytes());
        }
        if (isNamed(target, StandardTypes.JSON)) {
            return Optional.of(TextDecoders.json(column));
        }
        return Optional.empty();
    }

    private static Optional<FieldDecoder> jsonDecoder(String column, Type target)
    {
        if (isNamed(target, StandardTypes.JSON)) {
            return Optional.of(TextDecoders.json(column));
        }
        return target instanceof VarcharType varchar ? Optional.of(TextDecoders.varchar(column, varchar)) : Optional.empty();
    }

    private static Optional<FieldDecoder> dateDecoder(String column, Type target)
    {
        if (target == DATE) {
            return Optional.of(TemporalDecoders.date(column));
        }
        return target instanceof TimestampType timestamp ? Optional.of(TemporalDecoders.dateAsTimestamp(column, timestamp)) : Optional.empty();
    }

    private Optional<FieldDecoder> datetimeDecoder(String column, Type target)
    {
        return switch (target) {
            case TimestampType timestamp -> Optional.of(TemporalDecoders.datetime(column, timestamp, zone));
            case TimestampWithTimeZoneType timestamp -> Optional.of(TemporalDecoders.datetimeWithTimeZone(column, timestamp, zone));
            default -> target == DATE ? Optional.of(TemporalDecoders.datetimeAsDate(column, zone)) : Optional.empty();
        };
    }

    private Optional<FieldDecoder> timestampDecoder(String column, Type target)
    {
        return switch (target) {
            case TimestampType timestamp -> Optional.of(TemporalDecoders.timestamp(column, timestamp, zone));
            case TimestampWithTimeZoneType timestamp -> Optional.of(TemporalDecoders.timestampWithTimeZone(column, timestamp, zone));
            default -> Optional.empty();
        };
    }

    private Optional<FieldDecoder> mapDecoder(String column, MaxComputeType source, Type target)
    {
        if (!(target instanceof MapType map)) {
            return Optional.empty();
        }
        Optional<FieldDecoder> key = fieldDecoder(column, source.arguments().get(0), map.getKeyType());
        Optional<FieldDecoder> value = fieldDecoder(column, source.arguments().get(1), map.getValueType());
        return key.isPresent() && value.isPresent() ? Optional.of(NestedDecoders.map(column, key.get(), value.get())) : Optional.empty();
    }

    private Optional<FieldDecoder> structDecoder(String column, MaxComputeType source, Type target)
    {
        if (!(target instanceof RowType row) || row.getFields().size() != source.arguments().size()) {
            return Optional.empty();
        }
        FieldDecoder[] fields = new FieldDecoder[source.arguments().size()];
        for (int field = 0; field < fields.length; field++) {
            Optional<FieldDecoder> decoder = fieldDecoder(column + "." + source.fieldNames().get(field), source.arguments().get(field), row.getFields().get(field).getType());
            if (decoder.isEmpty()) {
                return Optional.empty();
            }
            fields[field] = decoder.get();
        }
        return Optional.of(NestedDecoders.row(fields));
    }

    static boolean isNamed(Type type, String name)
    {
        return type.getBaseName().equals(name);
    }
}
