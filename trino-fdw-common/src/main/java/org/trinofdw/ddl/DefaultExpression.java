package org.trinofdw.ddl;

import io.trino.spi.TrinoException;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.predicate.NullableValue;
import io.trino.spi.type.CharType;
import io.trino.spi.type.DateType;
import io.trino.spi.type.DecimalType;
import io.trino.spi.type.DoubleType;
import io.trino.spi.type.NumberType;
import io.trino.spi.type.RealType;
import io.trino.spi.type.TimestampType;
import io.trino.spi.type.TimestampWithTimeZoneType;
import io.trino.spi.type.Type;
import io.trino.spi.type.UuidType;
import io.trino.spi.type.VarcharType;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.BoundValueContext;
import org.trinofdw.ddl.syntax.ForeignDdlParser;
import org.trinofdw.ddl.syntax.PartitionBuilder;
import org.trinofdw.definition.ForeignColumn;
import org.trinofdw.definition.PartitionValue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

import static java.util.Locale.ENGLISH;
import static java.util.Objects.requireNonNull;
import static org.trinofdw.ddl.syntax.DdlErrors.error;

/**
 * The DEFAULT expression of a column, as far as it can be computed here: constants with casts that leave them as they are, the current date and time, and
 * the name of the user. Everything else only the remote server understands.
 */
public final class DefaultExpression
{
    private final ForeignColumn column;
    private final String text;
    private final Optional<PartitionValue> constant;

    private DefaultExpression(ForeignColumn column, String text)
    {
        this.column = requireNonNull(column, "column is null");
        this.text = requireNonNull(text, "text is null");
        this.constant = constant(text);
    }

    /** Empty if the column has no DEFAULT. */
    public static Optional<DefaultExpression> of(ForeignColumn column)
    {
        return column.defaultExpression().map(text -> new DefaultExpression(column, text));
    }

    public String text()
    {
        return text;
    }

    /**
     * Whether {@link #evaluate} has a value.
     */
    public boolean isComputable()
    {
        Type type = column.type().trinoType();
        if (constant.isPresent()) {
            return constant.get().kind() == PartitionValue.Kind.NULL || nativeValue(type, parsed(constant.get())).isPresent();
        }
        return switch (function()) {
            case "current_date" -> type instanceof DateType || type instanceof TimestampType;
            case "current_timestamp", "now()", "transaction_timestamp()", "statement_timestamp()", "localtimestamp" -> type instanceof DateType || type instanceof TimestampType || type instanceof TimestampWithTimeZoneType;
            case "current_user", "session_user", "user" -> type instanceof VarcharType;
            default -> false;
        };
    }

    private String function()
    {
        return text.strip().toLowerCase(ENGLISH);
    }

    /**
     * The literal of Trino that means the same, if there is one.
     *
     * @throws TrinoException if the constant is no value of the column's type
     */
    public Optional<String> literal()
    {
        Type type = column.type().trinoType();
        return constant.flatMap(value -> {
            if (value.kind() == PartitionValue.Kind.NULL) {
                return Optional.of("null");
            }
            Comparable<?> parsed = parsed(value);
            return switch (type) {
                case DecimalType _, NumberType _ -> Optional.of("DECIMAL '%s'".formatted(((BigDecimal) parsed).toPlainString()));
                case DoubleType _ -> Double.isFinite((Double) parsed) ? Optional.of("%sE0".formatted(new BigDecimal((Double) parsed).toPlainString())) : Optional.empty();
                case RealType _ -> Float.isFinite((Float) parsed) ? Optional.of("REAL '%s'".formatted(parsed)) : Optional.empty();
                case DateType _ -> Optional.of("DATE '%s'".formatted(parsed));
                case UuidType _ -> Optional.of("UUID '%s'".formatted(parsed));
                case VarcharType _, CharType _ -> Optional.of("'%s'".formatted(value.text().orElseThrow().replace("'", "''")));
                default -> parsed instanceof BigInteger || parsed instanceof Boolean ? Optional.of(parsed.toString()) : Optional.empty();
            };
        });
    }

    /**
     * The value for a statement, if it can be computed here.
     *
     * @throws TrinoException if the constant is no value of the column's type
     */
    public Optional<NullableValue> evaluate(ConnectorSession session)
    {
        Type type = column.type().trinoType();
        if (constant.isPresent()) {
            if (constant.get().kind() == PartitionValue.Kind.NULL) {
                return Optional.of(NullableValue.asNull(type));
            }
            return nativeValue(type, parsed(constant.get())).map(value -> NullableValue.of(type, value));
        }
        ZoneId zone = session.getTimeZoneKey().getZoneId();
        LocalDateTime now = session.getStart().atZone(zone).toLocalDateTime();
        Optional<Comparable<?>> value = switch (function()) {
            case "current_date" -> switch (type) {
                case DateType _ -> Optional.of(now.toLocalDate());
                case TimestampType _ -> Optional.of(now.toLocalDate().atStartOfDay());
                default -> Optional.empty();
            };
            case "current_timestamp", "now()", "transaction_timestamp()", "statement_timestamp()", "localtimestamp" -> switch (type) {
                case DateType _ -> Optional.of(now.toLocalDate());
                case TimestampType _ -> Optional.of(now);
                case TimestampWithTimeZoneType _ -> Optional.of(session.getStart());
                default -> Optional.empty();
            };
            case "current_user", "session_user", "user" -> type instanceof VarcharType ? Optional.of(session.getUser()) : Optional.empty();
            default -> Optional.empty();
        };
        return value.flatMap(computed -> nativeValue(type, computed)).map(computed -> NullableValue.of(type, computed));
    }

    private Comparable<?> parsed(PartitionValue value)
    {
        return PartitionLiterals.value(column.type(), value.text().orElseThrow(), "DEFAULT of column \"%s\"".formatted(column.name()));
    }

    private Optional<PartitionValue> constant(String expression)
    {
        BoundValueContext node;
        try {
            node = ForeignDdlParser.parseConstant(expression);
        }
        catch (TrinoException e) {
            return Optional.empty();
        }
        if (!castsKeepValue(node)) {
            return Optional.empty();
        }
        PartitionValue value = PartitionBuilder.value(node);
        return Optional.of(value).filter(found -> found.kind() == PartitionValue.Kind.LITERAL || found.kind() == PartitionValue.Kind.NULL);
    }

    /** A cast to another type could round or cut. PostgreSQL itself prints defaults as casts to the column's type, or to text. */
    private boolean castsKeepValue(BoundValueContext node)
    {
        boolean keep = node.dataType().stream().allMatch(cast -> {
            String target = cast.getText().toLowerCase(ENGLISH);
            return isText(target) || target.equals("numeric") || target.equals(column.type().text().replace(" ", "").toLowerCase(ENGLISH));
        });
        return keep && (node.boundValue() == null || castsKeepValue(node.boundValue()));
    }

    private static boolean isText(String type)
    {
        return type.equals("text") || type.equals("charactervarying") || type.equals("varchar") || type.equals("bpchar");
    }

    private Optional<Object> nativeValue(Type type, Comparable<?> value)
    {
        OptionalInt limit = switch (type) {
            case VarcharType varchar -> varchar.getLength().map(OptionalInt::of).orElseGet(OptionalInt::empty);
            case CharType character -> OptionalInt.of(character.getLength());
            default -> OptionalInt.empty();
        };
        String text = value.toString();
        if (limit.isPresent() && text.codePointCount(0, text.length()) > limit.getAsInt()) {
            throw error("DEFAULT of column \"%s\": '%s' is too long for type %s".formatted(column.name(), text, column.type().text()));
        }
        return NativeValues.of(type, value);
    }
}
