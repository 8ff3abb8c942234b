package org.trinofdw.postgres.type;

import com.google.common.collect.ImmutableList;

import java.util.List;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * Type of a remote column as the catalogs describe it. Domains are resolved: everything but {@code oid} and
 * {@code displayName} is that of the base type.
 *
 * @param oid oid of the declared type, which may be a domain
 * @param schema schema of the base type
 * @param name name of the base type in pg_type, such as {@code int4}
 * @param typmod type modifier, or -1
 * @param displayName the declared type as SQL writes it, such as {@code character varying(44)}
 * @param element type of the elements if {@code kind} is ARRAY
 * @param enumLabels labels in their order if {@code kind} is ENUM
 * @param encoding that of the database, whatever the type: any value may be cast to text
 */
public record PostgresType(
        long oid,
        String schema,
        String name,
        Kind kind,
        int typmod,
        String displayName,
        Optional<PostgresType> element,
        List<String> enumLabels,
        Optional<PostgresCollation> collation,
        TextEncoding encoding)
{
    public static final int NO_TYPMOD = -1;

    /** Kinds of types, by {@code pg_type.typtype}; an array is a base type whose element type names it as its array type. */
    public enum Kind
    {
        BASE, ARRAY, ENUM, COMPOSITE, RANGE, MULTIRANGE, PSEUDO
    }

    public PostgresType
    {
        requireNonNull(schema, "schema is null");
        requireNonNull(name, "name is null");
        requireNonNull(kind, "kind is null");
        requireNonNull(displayName, "displayName is null");
        requireNonNull(element, "element is null");
        enumLabels = ImmutableList.copyOf(enumLabels);
        requireNonNull(collation, "collation is null");
        requireNonNull(encoding, "encoding is null");
    }

    /** A type that was not read from a database. */
    public PostgresType(
            long oid,
            String schema,
            String name,
            Kind kind,
            int typmod,
            String displayName,
            Optional<PostgresType> element,
            List<String> enumLabels,
            Optional<PostgresCollation> collation)
    {
        this(oid, schema, name, kind, typmod, displayName, element, enumLabels, collation, TextEncoding.UTF8);
    }

    /** The type under another collation; empty is that of the database. */
    public PostgresType withCollation(Optional<PostgresCollation> newCollation)
    {
        return new PostgresType(oid, schema, name, kind, typmod, displayName, element, enumLabels, newCollation, encoding);
    }

    /** The type in a database of that encoding. */
    public PostgresType withEncoding(TextEncoding newEncoding)
    {
        return new PostgresType(oid, schema, name, kind, typmod, displayName, element, enumLabels, collation, newEncoding);
    }

    /**
     * Whether this is the type of that name that comes with every server.
     */
    public boolean isBuiltin(String builtinName)
    {
        return schema.equals("pg_catalog") && name.equals(builtinName);
    }

    /** Whether this is numeric without digits after the decimal point. */
    public boolean isWholeNumeric()
    {
        return isBuiltin("numeric") && NumericTypmod.from(this).filter(typmod -> typmod.scale() <= 0).isPresent();
    }

    /** The same type without a length, precision or scale. */
    PostgresType withoutModifier()
    {
        return new PostgresType(
                oid,
                schema,
                name,
                kind,
                NO_TYPMOD,
                // "character" without a length is one character long
                displayName.replaceAll("\\([^)]*\\)", "").replaceFirst("^character(?! varying)", "bpchar"),
                element.map(PostgresType::withoutModifier),
                enumLabels,
                collation,
                encoding);
    }

    /**
     * Name of the base type for use in SQL, qualified and quoted.
     */
    public String sqlName()
    {
        return quote(schema) + "." + quote(name);
    }

    private static String quote(String identifier)
    {
        return "\"" + identifier.replace("\"", "\"\"") + "\"";
    }
}
