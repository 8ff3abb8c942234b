package org.trinofdw.ddl.syntax;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Sets;
import io.trino.spi.TrinoException;
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.Type;
import io.trino.spi.type.TypeManager;
import org.trinofdw.definition.DeclaredType;
import org.trinofdw.option.NearestName;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.BooleanType.BOOLEAN;
import static io.trino.spi.type.CharType.createCharType;
import static io.trino.spi.type.DateType.DATE;
import static io.trino.spi.type.DecimalType.createDecimalType;
import static io.trino.spi.type.DoubleType.DOUBLE;
import static io.trino.spi.type.IntegerType.INTEGER;
import static io.trino.spi.type.NumberType.NUMBER;
import static io.trino.spi.type.RealType.REAL;
import static io.trino.spi.type.SmallintType.SMALLINT;
import static io.trino.spi.type.StandardTypes.JSON;
import static io.trino.spi.type.TimeType.createTimeType;
import static io.trino.spi.type.TimeWithTimeZoneType.createTimeWithTimeZoneType;
import static io.trino.spi.type.TimestampType.createTimestampType;
import static io.trino.spi.type.TimestampWithTimeZoneType.createTimestampWithTimeZoneType;
import static io.trino.spi.type.TypeDescriptor.mapType;
import static io.trino.spi.type.UuidType.UUID;
import static io.trino.spi.type.VarbinaryType.VARBINARY;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static io.trino.spi.type.VarcharType.createVarcharType;
import static java.util.Objects.requireNonNull;
import static org.trinofdw.ddl.syntax.DdlErrors.error;

/**
 * PostgreSQL's type names and the Trino types that columns of them have (PostgreSQL, "Data Types"). A type without a
 * counterpart in Trino reads as varchar.
 */
final class PostgresTypes
{
    static final int MAXIMUM_CHARACTER_LENGTH = 10_485_760;

    private static final int MAXIMUM_CHAR_LENGTH_OF_TRINO = 65_536;
    private static final int MAXIMUM_NUMERIC_PRECISION = 1000;
    private static final int MAXIMUM_DECIMAL_PRECISION_OF_TRINO = 38;
    // PostgreSQL's times have microseconds; remote systems with finer ones declare up to Trino's twelve digits
    private static final int DEFAULT_TIME_PRECISION = 6;
    private static final int MAXIMUM_TIME_PRECISION = 12;

    // names without parameters, with their canonical names
    private static final Map<String, String> SIMPLE = ImmutableMap.<String, String>builder()
            .put("bool", "boolean")
            .put("boolean", "boolean")
            .put("int2", "smallint")
            .put("smallint", "smallint")
            .put("int", "integer")
            .put("int4", "integer")
            .put("integer", "integer")
            .put("int8", "bigint")
            .put("bigint", "bigint")
            .put("float4", "real")
            .put("real", "real")
            .put("float8", "double precision")
            .put("text", "text")
            .put("name", "name")
            .put("bytea", "bytea")
            .put("date", "date")
            .put("uuid", "uuid")
            .put("json", "json")
            .put("jsonb", "jsonb")
            .put("oid", "oid")
            .put("xid", "xid")
            .put("hstore", "hstore")
            .buildOrThrow();

    private static final Map<String, Type> TRINO_TYPES = ImmutableMap.<String, Type>builder()
            .put("boolean", BOOLEAN)
            .put("smallint", SMALLINT)
            .put("integer", INTEGER)
            .put("bigint", BIGINT)
            .put("real", REAL)
            .put("double precision", DOUBLE)
            .put("text", VARCHAR)
            .put("name", VARCHAR)
            .put("bytea", VARBINARY)
            .put("date", DATE)
            .put("uuid", UUID)
            // unsigned 32 bits
            .put("oid", BIGINT)
            .put("xid", BIGINT)
            .buildOrThrow();

    // types whose values Trino only shows as text; those of extensions may have modifiers
    private static final Set<String> TEXT_TYPES = Set.of(
            "money", "inet", "cidr", "macaddr", "macaddr8", "xml", "point", "line", "lseg", "box", "path", "polygon", "circle",
            "tsvector", "tsquery", "pg_lsn", "pg_snapshot", "txid_snapshot", "xid8", "tid", "cid", "jsonpath", "regclass", "regproc", "regprocedure",
            "regtype", "regrole", "regnamespace", "regoper", "regoperator", "regconfig", "regdictionary", "regcollation", "refcursor",
            "int4range", "int8range", "numrange", "tsrange", "tstzrange", "daterange",
            "int4multirange", "int8multirange", "nummultirange", "tsmultirange", "tstzmultirange", "datemultirange",
            "citext", "ltree", "lquery", "ltxtquery", "cube", "seg", "isbn", "geometry", "geography", "halfvec", "sparsevec");

    private static final Set<String> SERIAL_TYPES = Set.of("serial", "serial2", "serial4", "serial8", "smallserial", "bigserial");

    // names that take parameters, for suggestions
    private static final Set<String> PARAMETRIC = Set.of(
            "numeric", "decimal", "dec", "float", "varchar", "char", "character", "bpchar", "varbit", "bit", "timestamp", "timestamptz", "time", "timetz", "interval", "vector");

    private final TypeManager typeManager;

    PostgresTypes(TypeManager typeManager)
    {
        this.typeManager = requireNonNull(typeManager, "typeManager is null");
    }

    /**
     * A type by its name.
     *
     * @param modifiers the parameters in parentheses, as written
     */
    DeclaredType named(String name, boolean quoted, List<String> modifiers, Position position)
    {
        if (quoted) {
            return quotedType(name, modifiers, position);
        }
        return builtIn(name, modifiers, position).orElseThrow(() -> unknown(name, position));
    }

    /**
     * A type with a schema. One of another schema than pg_catalog is the remote server's and reads as varchar.
     */
    DeclaredType qualified(String schema, String name, List<String> modifiers, Position position)
    {
        if (schema.equals("pg_catalog")) {
            if (name.equals("char")) {
                return new DeclaredType("\"char\"", createCharType(1));
            }
            return builtIn(name, modifiers, position).orElseThrow(() -> unknown(name, position));
        }
        String parameters = modifiers.isEmpty() ? "" : "(" + String.join(",", modifiers) + ")";
        return new DeclaredType("%s.%s%s".formatted(SqlNames.name(schema), SqlNames.name(name), parameters), VARCHAR);
    }

    DeclaredType character(Optional<Integer> length, boolean varying, Position position)
    {
        length.ifPresent(value -> checkLength(value, position));
        if (varying) {
            return length
                    .map(value -> new DeclaredType("character varying(%s)".formatted(value), createVarcharType(value)))
                    .orElseGet(() -> new DeclaredType("character varying", VARCHAR));
        }
        int characters = length.orElse(1);
        return new DeclaredType("character(%s)".formatted(characters), characters <= MAXIMUM_CHAR_LENGTH_OF_TRINO ? createCharType(characters) : createVarcharType(characters));
    }

    DeclaredType bit(Optional<Integer> length, boolean varying, Position position)
    {
        length.ifPresent(value -> checkLength(value, position));
        if (varying) {
            return new DeclaredType("bit varying" + length.map("(%s)"::formatted).orElse(""), VARCHAR);
        }
        int bits = length.orElse(1);
        return new DeclaredType("bit(%s)".formatted(bits), bits == 1 ? BOOLEAN : VARCHAR);
    }

    DeclaredType time(boolean timestamp, Optional<Integer> precision, boolean withZone, Position position)
    {
        precision.ifPresent(value -> checkTimePrecision(value, position));
        int digits = precision.orElse(DEFAULT_TIME_PRECISION);
        String text = "%s%s %s time zone".formatted(timestamp ? "timestamp" : "time", precision.map("(%s)"::formatted).orElse(""), withZone ? "with" : "without");
        if (timestamp) {
            return new DeclaredType(text, withZone ? createTimestampWithTimeZoneType(digits) : createTimestampType(digits));
        }
        return new DeclaredType(text, withZone ? createTimeWithTimeZoneType(digits) : createTimeType(digits));
    }

    DeclaredType interval(String fields, Optional<Integer> precision, Position position)
    {
        precision.ifPresent(value -> checkTimePrecision(value, position));
        if (precision.isPresent() && !fields.isEmpty() && !fields.endsWith("second")) {
            throw error(position, "only an interval that ends with seconds has a precision; leave it out");
        }
        // Trino's intervals have either months or days, and PostgreSQL's have both
        return new DeclaredType("interval" + (fields.isEmpty() ? "" : " " + fields) + precision.map("(%s)"::formatted).orElse(""), VARCHAR);
    }

    private Optional<DeclaredType> builtIn(String name, List<String> modifiers, Position position)
    {
        if (SERIAL_TYPES.contains(name)) {
            throw error(position, "type \"%s\" needs a sequence, which only the remote server has; declare %s instead".formatted(name, name.startsWith("small") || name.endsWith("2") ? "smallint" : name.startsWith("big") || name.endsWith("8") ? "bigint" : "integer"));
        }
        String simple = SIMPLE.get(name);
        if (simple != null) {
            checkNoModifiers(name, modifiers, position);
            return Optional.of(new DeclaredType(simple, simpleType(simple)));
        }
        if (TEXT_TYPES.contains(name)) {
            return Optional.of(new DeclaredType(name + (modifiers.isEmpty() ? "" : "(" + String.join(",", modifiers) + ")"), VARCHAR));
        }
        return switch (name) {
            case "numeric", "decimal", "dec" -> Optional.of(numeric(modifiers, position));
            case "float" -> Optional.of(floatingPoint(modifiers, position));
            case "varchar" -> Optional.of(character(single(name, modifiers, position), true, position));
            case "bpchar" -> Optional.of(modifiers.isEmpty() ? new DeclaredType("bpchar", VARCHAR) : character(single(name, modifiers, position), false, position));
            case "character", "char" -> Optional.of(character(single(name, modifiers, position), false, position));
            case "bit" -> Optional.of(bit(single(name, modifiers, position), false, position));
            case "varbit" -> Optional.of(bit(single(name, modifiers, position), true, position));
            case "time" -> Optional.of(time(false, single(name, modifiers, position), false, position));
            case "timetz" -> Optional.of(time(false, single(name, modifiers, position), true, position));
            case "timestamp" -> Optional.of(time(true, single(name, modifiers, position), false, position));
            case "timestamptz" -> Optional.of(time(true, single(name, modifiers, position), true, position));
            case "interval" -> Optional.of(interval("", single(name, modifiers, position), position));
            case "vector" -> Optional.of(new DeclaredType("vector" + single(name, modifiers, position).map("(%s)"::formatted).orElse(""), new ArrayType(REAL)));
            default -> Optional.empty();
        };
    }

    private Type simpleType(String canonicalName)
    {
        return switch (canonicalName) {
            case "json", "jsonb" -> typeManager.fromSqlType(JSON);
            case "hstore" -> typeManager.getType(mapType(VARCHAR.getTypeDescriptor(), VARCHAR.getTypeDescriptor()));
            default -> TRINO_TYPES.get(canonicalName);
        };
    }

    private DeclaredType quotedType(String name, List<String> modifiers, Position position)
    {
        if (name.equals("char")) {
            return new DeclaredType("\"char\"", createCharType(1));
        }
        Optional<DeclaredType> builtIn = builtIn(name, modifiers, position);
        if (builtIn.isPresent()) {
            return builtIn.get();
        }
        if (!modifiers.isEmpty()) {
            throw unknown(name, position);
        }
        try {
            Type type = typeManager.fromSqlType(name);
            return new DeclaredType(SqlNames.quoted(type.getDisplayName()), type);
        }
        catch (RuntimeException e) {
            throw unknown(name, position);
        }
    }

    private static DeclaredType numeric(List<String> modifiers, Position position)
    {
        if (modifiers.isEmpty()) {
            return new DeclaredType("numeric", NUMBER);
        }
        if (modifiers.size() > 2) {
            throw error(position, "type numeric has a precision and a scale, not %s parameters".formatted(modifiers.size()));
        }
        int precision = integer("numeric", modifiers.getFirst(), position);
        int scale = modifiers.size() == 2 ? integer("numeric", modifiers.get(1), position) : 0;
        if (precision < 1 || precision > MAXIMUM_NUMERIC_PRECISION) {
            throw error(position, "the precision %s of numeric must be from 1 to %s".formatted(precision, MAXIMUM_NUMERIC_PRECISION));
        }
        if (Math.abs(scale) > MAXIMUM_NUMERIC_PRECISION) {
            throw error(position, "the scale %s of numeric must be from -%s to %s".formatted(scale, MAXIMUM_NUMERIC_PRECISION, MAXIMUM_NUMERIC_PRECISION));
        }
        return new DeclaredType("numeric(%s,%s)".formatted(precision, scale), decimal(precision, scale));
    }

    /**
     * A scale below zero or above the precision becomes a decimal that holds the same values, if there is one.
     */
    private static Type decimal(int precision, int scale)
    {
        int digits = scale < 0 ? precision - scale : Math.max(precision, scale);
        return digits <= MAXIMUM_DECIMAL_PRECISION_OF_TRINO ? createDecimalType(digits, Math.max(scale, 0)) : NUMBER;
    }

    private static DeclaredType floatingPoint(List<String> modifiers, Position position)
    {
        int bits = single("float", modifiers, position).orElse(53);
        if (bits < 1 || bits > 53) {
            throw error(position, "the precision %s of float must be from 1 to 53 bits".formatted(bits));
        }
        return bits <= 24 ? new DeclaredType("real", REAL) : new DeclaredType("double precision", DOUBLE);
    }

    private static Optional<Integer> single(String name, List<String> modifiers, Position position)
    {
        if (modifiers.size() > 1) {
            throw error(position, "type %s has one parameter, not %s".formatted(name, modifiers.size()));
        }
        return modifiers.stream().findFirst().map(modifier -> integer(name, modifier, position));
    }

    private static int integer(String name, String modifier, Position position)
    {
        try {
            return Integer.parseInt(modifier);
        }
        catch (NumberFormatException e) {
            throw error(position, "the parameter %s of type %s must be an integer".formatted(modifier, name));
        }
    }

    private static void checkNoModifiers(String name, List<String> modifiers, Position position)
    {
        if (!modifiers.isEmpty()) {
            throw error(position, "type %s has no parameters; remove (%s)".formatted(name, String.join(",", modifiers)));
        }
    }

    private static void checkLength(int length, Position position)
    {
        if (length < 1 || length > MAXIMUM_CHARACTER_LENGTH) {
            throw error(position, "the length %s must be from 1 to %s".formatted(length, MAXIMUM_CHARACTER_LENGTH));
        }
    }

    private static void checkTimePrecision(int precision, Position position)
    {
        if (precision < 0 || precision > MAXIMUM_TIME_PRECISION) {
            throw error(position, "the precision %s must be from 0 to %s digits".formatted(precision, MAXIMUM_TIME_PRECISION));
        }
    }

    private static TrinoException unknown(String name, Position position)
    {
        Set<String> names = Sets.union(Sets.union(SIMPLE.keySet(), TEXT_TYPES), PARAMETRIC);
        String remedy = NearestName.find(name, names)
                .map("; perhaps you meant \"%s\""::formatted)
                .orElse("; write a type of the remote server with its schema (it reads as varchar), or a Trino type in double quotes");
        return error(position, "type \"%s\" does not exist%s".formatted(name, remedy));
    }
}
