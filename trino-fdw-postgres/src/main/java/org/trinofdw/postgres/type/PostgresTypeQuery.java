package org.trinofdw.postgres.type;

import com.google.common.collect.ImmutableList;
import org.trinofdw.postgres.type.PostgresType.Kind;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * The catalog query for the columns of relations, with all that {@link ColumnMappings} needs to know of their types: domains
 * are followed to their base types, arrays to their elements, and collations described.
 */
public final class PostgresTypeQuery
{
    /** First server version with each of these (release notes of PostgreSQL 10, 12, 15 and 17). */
    private static final int IDENTITY_COLUMNS = 100_000;
    private static final int GENERATED_COLUMNS_AND_DETERMINISM = 120_000;
    private static final int DATABASE_LOCALE_PROVIDER = 150_000;
    private static final int BUILTIN_LOCALE_PROVIDER = 170_000;

    private PostgresTypeQuery() {}

    /**
     * SQL of the query. Its rows are read with {@link #read}, in the order of relation and position.
     *
     * @param serverVersion server_version_num
     * @param relations SQL condition on {@code a.attrelid} that selects the relations, such as {@code = 16384} or {@code = ANY (?)}
     */
    public static String sql(int serverVersion, String relations)
    {
        String identity = serverVersion >= IDENTITY_COLUMNS ? "a.attidentity" : "''";
        boolean modern = serverVersion >= GENERATED_COLUMNS_AND_DETERMINISM;
        return """
                WITH RECURSIVE
                domain_chain (domain_oid, type_oid, typmod) AS (
                    SELECT oid, typbasetype, typtypmod
                    FROM pg_catalog.pg_type
                    WHERE typtype = 'd'
                    UNION ALL
                    SELECT c.domain_oid, t.typbasetype, t.typtypmod
                    FROM domain_chain c
                    JOIN pg_catalog.pg_type t ON t.oid = c.type_oid
                    WHERE t.typtype = 'd'
                ),
                domain_base AS (
                    SELECT c.domain_oid, c.type_oid, c.typmod
                    FROM domain_chain c
                    JOIN pg_catalog.pg_type t ON t.oid = c.type_oid
                    WHERE t.typtype <> 'd'
                ),
                default_collation AS (
                    SELECT %1$s AS bytewise
                    FROM pg_catalog.pg_database d
                    WHERE d.datname = pg_catalog.current_database()
                )
                SELECT
                    a.attrelid::int8 AS relation_oid,
                    a.attnum,
                    a.attname,
                    a.attnotnull,
                    %2$s = 'a' AS always_identity,
                    CASE WHEN %3$s = '' THEN pg_catalog.pg_get_expr(ad.adbin, ad.adrelid) END AS default_expression,
                    CASE WHEN %3$s <> '' THEN pg_catalog.pg_get_expr(ad.adbin, ad.adrelid) END AS generation_expression,
                    pg_catalog.col_description(a.attrelid, a.attnum) AS comment,
                    a.atttypid::int8 AS type_oid,
                    pg_catalog.format_type(a.atttypid, a.atttypmod) AS type_display_name,
                    COALESCE(b.typmod, a.atttypmod) AS typmod,
                    tn.nspname AS type_schema,
                    t.typname AS type_name,
                    t.typtype,
                    CASE WHEN t.typtype = 'e' THEN ARRAY(
                        SELECT e.enumlabel FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder) END AS enum_labels,
                    ae.oid::int8 AS element_oid,
                    pg_catalog.format_type(ae.oid, COALESCE(b.typmod, a.atttypmod)) AS element_display_name,
                    COALESCE(eb.typmod, b.typmod, a.atttypmod) AS element_typmod,
                    en.nspname AS element_schema,
                    e.typname AS element_name,
                    e.typtype AS element_typtype,
                    e.oid <> ae.oid AND EXISTS (SELECT 1 FROM pg_catalog.pg_type ee WHERE ee.oid = e.typelem AND ee.typarray = e.oid) AS element_is_array,
                    CASE WHEN e.typtype = 'e' THEN ARRAY(
                        SELECT l.enumlabel FROM pg_catalog.pg_enum l WHERE l.enumtypid = e.oid ORDER BY l.enumsortorder) END AS element_enum_labels,
                    c.collname,
                    %4$s AS collation_deterministic,
                    CASE WHEN c.collname = 'default' AND cn.nspname = 'pg_catalog'
                        THEN (SELECT bytewise FROM default_collation)
                        ELSE %5$s END AS collation_bytewise,
                    CASE
                        WHEN pg_catalog.getdatabaseencoding() = 'UTF8' THEN 'UTF8'
                        WHEN pg_catalog.getdatabaseencoding() <> 'SQL_ASCII'
                            AND pg_catalog.pg_encoding_max_length(pg_catalog.pg_char_to_encoding(pg_catalog.getdatabaseencoding())) = 1 THEN 'SINGLE_BYTE'
                        ELSE 'OTHER' END AS text_encoding
                FROM pg_catalog.pg_attribute a
                LEFT JOIN domain_base b ON b.domain_oid = a.atttypid
                JOIN pg_catalog.pg_type t ON t.oid = COALESCE(b.type_oid, a.atttypid)
                JOIN pg_catalog.pg_namespace tn ON tn.oid = t.typnamespace
                LEFT JOIN pg_catalog.pg_type ae ON ae.oid = t.typelem AND ae.typarray = t.oid
                LEFT JOIN domain_base eb ON eb.domain_oid = ae.oid
                LEFT JOIN pg_catalog.pg_type e ON e.oid = COALESCE(eb.type_oid, ae.oid)
                LEFT JOIN pg_catalog.pg_namespace en ON en.oid = e.typnamespace
                LEFT JOIN pg_catalog.pg_collation c ON c.oid = a.attcollation
                LEFT JOIN pg_catalog.pg_namespace cn ON cn.oid = c.collnamespace
                LEFT JOIN pg_catalog.pg_attrdef ad ON ad.adrelid = a.attrelid AND ad.adnum = a.attnum
                WHERE a.attnum > 0 AND NOT a.attisdropped AND a.attrelid %6$s
                ORDER BY a.attrelid, a.attnum
                """.formatted(
                databaseBytewise(serverVersion),
                identity,
                modern ? "a.attgenerated" : "''",
                modern ? "c.collisdeterministic" : "true",
                collationBytewise(serverVersion),
                relations);
    }

    /**
     * Reads the current row.
     */
    public static RemoteColumn read(ResultSet resultSet)
            throws SQLException
    {
        return new RemoteColumn(
                resultSet.getLong("relation_oid"),
                resultSet.getInt("attnum"),
                resultSet.getString("attname"),
                readType(resultSet),
                !resultSet.getBoolean("attnotnull"),
                Optional.ofNullable(resultSet.getString("default_expression")),
                Optional.ofNullable(resultSet.getString("generation_expression")),
                resultSet.getBoolean("always_identity"),
                Optional.ofNullable(resultSet.getString("comment")));
    }

    private static PostgresType readType(ResultSet resultSet)
            throws SQLException
    {
        Optional<PostgresCollation> collation = readCollation(resultSet);
        Optional<PostgresType> element = readElement(resultSet, collation);
        return new PostgresType(
                resultSet.getLong("type_oid"),
                resultSet.getString("type_schema"),
                resultSet.getString("type_name"),
                element.isPresent() ? Kind.ARRAY : kind(resultSet.getString("typtype")),
                resultSet.getInt("typmod"),
                resultSet.getString("type_display_name"),
                element,
                labels(resultSet, "enum_labels"),
                collation,
                TextEncoding.valueOf(resultSet.getString("text_encoding")));
    }

    private static Optional<PostgresType> readElement(ResultSet resultSet, Optional<PostgresCollation> collation)
            throws SQLException
    {
        long oid = resultSet.getLong("element_oid");
        if (resultSet.wasNull()) {
            return Optional.empty();
        }
        return Optional.of(new PostgresType(
                oid,
                resultSet.getString("element_schema"),
                resultSet.getString("element_name"),
                // the elements of a domain over an array are of no use, as such an array is not decoded
                resultSet.getBoolean("element_is_array") ? Kind.ARRAY : kind(resultSet.getString("element_typtype")),
                resultSet.getInt("element_typmod"),
                resultSet.getString("element_display_name"),
                Optional.empty(),
                labels(resultSet, "element_enum_labels"),
                collation,
                TextEncoding.valueOf(resultSet.getString("text_encoding"))));
    }

    private static Optional<PostgresCollation> readCollation(ResultSet resultSet)
            throws SQLException
    {
        String name = resultSet.getString("collname");
        if (name == null) {
            return Optional.empty();
        }
        return Optional.of(new PostgresCollation(name, resultSet.getBoolean("collation_deterministic"), resultSet.getBoolean("collation_bytewise")));
    }

    private static List<String> labels(ResultSet resultSet, String column)
            throws SQLException
    {
        Array labels = resultSet.getArray(column);
        return labels == null ? ImmutableList.of() : ImmutableList.copyOf((String[]) labels.getArray());
    }

    static Kind kind(String typtype)
    {
        checkArgument(typtype.length() == 1, "typtype is not one letter: %s", typtype);
        return switch (typtype.charAt(0)) {
            case 'b' -> Kind.BASE;
            case 'e' -> Kind.ENUM;
            case 'c' -> Kind.COMPOSITE;
            case 'r' -> Kind.RANGE;
            case 'm' -> Kind.MULTIRANGE;
            // a kind that is not known here reads as text, as every other type without a counterpart
            default -> Kind.PSEUDO;
        };
    }

    /** libc's C and POSIX, and the built-in provider, all of whose locales order by code point. */
    private static String databaseBytewise(int serverVersion)
    {
        if (serverVersion >= BUILTIN_LOCALE_PROVIDER) {
            return "d.datlocprovider = 'b' OR (d.datlocprovider = 'c' AND d.datcollate IN ('C', 'POSIX'))";
        }
        if (serverVersion >= DATABASE_LOCALE_PROVIDER) {
            return "d.datlocprovider = 'c' AND d.datcollate IN ('C', 'POSIX')";
        }
        return "d.datcollate IN ('C', 'POSIX')";
    }

    private static String collationBytewise(int serverVersion)
    {
        if (serverVersion >= BUILTIN_LOCALE_PROVIDER) {
            return "c.collprovider = 'b' OR (c.collprovider = 'c' AND c.collcollate IN ('C', 'POSIX'))";
        }
        if (serverVersion >= IDENTITY_COLUMNS) {
            return "c.collprovider = 'c' AND c.collcollate IN ('C', 'POSIX')";
        }
        return "c.collcollate IN ('C', 'POSIX')";
    }
}
