package org.trinofdw.ddl.syntax;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSet;
import io.trino.spi.connector.SchemaTableName;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Names and strings as SQL text.
 */
public final class SqlNames
{
    private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");
    // PostgreSQL, "SQL Key Words": reserved
    private static final Set<String> RESERVED = ImmutableSet.copyOf(Splitter.on(' ').split(
            "all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation column concurrently constraint " +
                    "create cross current_catalog current_date current_role current_schema current_time current_timestamp current_user default deferrable desc " +
                    "distinct do else end except false fetch for foreign freeze from full grant group having ilike in initially inner intersect into is isnull " +
                    "join lateral leading left like limit localtime localtimestamp natural not notnull null offset on only or order outer overlaps placing " +
                    "primary references returning right select session_user similar some symmetric system_user table tablesample then to trailing true union " +
                    "unique user using variadic verbose when where window with"));

    private SqlNames() {}

    /**
     * The name, in quotes unless it is a plain word that is not reserved.
     */
    public static String name(String name)
    {
        return PLAIN.matcher(name).matches() && !RESERVED.contains(name) ? name : quoted(name);
    }

    /** Schema and table, each as {@link #name(String)} writes it. */
    public static String name(SchemaTableName name)
    {
        return "%s.%s".formatted(name(name.getSchemaName()), name(name.getTableName()));
    }

    /** The name in double quotes. */
    public static String quoted(String name)
    {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    /**
     * A string literal. Control characters are written as escapes, so that the text stays readable and whole.
     */
    public static String string(String text)
    {
        if (text.chars().noneMatch(Character::isISOControl)) {
            return "'" + text.replace("'", "''") + "'";
        }
        StringBuilder escaped = new StringBuilder("E'");
        text.chars().forEach(character -> {
            switch (character) {
                case '\'' -> escaped.append("''");
                case '\\' -> escaped.append("\\\\");
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                default -> {
                    if (Character.isISOControl(character)) {
                        escaped.append("\\u%04x".formatted(character));
                    }
                    else {
                        escaped.append((char) character);
                    }
                }
            }
        });
        return escaped.append('\'').toString();
    }
}
