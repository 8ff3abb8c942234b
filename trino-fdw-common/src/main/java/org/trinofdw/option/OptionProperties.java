package org.trinofdw.option;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.trino.spi.ErrorCodeSupplier;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.session.PropertyMetadata;
import io.trino.spi.type.ArrayType;

import java.util.List;
import java.util.Map;
import java.util.Set;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static io.trino.spi.StandardErrorCode.INVALID_COLUMN_PROPERTY;
import static io.trino.spi.StandardErrorCode.INVALID_SESSION_PROPERTY;
import static io.trino.spi.StandardErrorCode.INVALID_TABLE_PROPERTY;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static java.util.stream.Collectors.joining;
import static org.trinofdw.option.OptionLevel.COLUMN;
import static org.trinofdw.option.OptionLevel.SESSION;
import static org.trinofdw.option.OptionLevel.TABLE;

/**
 * The options of a wrapper as properties of Trino's own DDL and sessions. A property has the name of its option, a SQL
 * type that fits (bigint, boolean, double, array(varchar), else varchar), no default, so that a value that is not set can be told from
 * one that is, and carries the option's text.
 */
public final class OptionProperties
{
    private OptionProperties() {}

    public static List<PropertyMetadata<?>> tableProperties(OptionTable table)
    {
        return properties(table, TABLE, INVALID_TABLE_PROPERTY);
    }

    public static List<PropertyMetadata<?>> columnProperties(OptionTable table)
    {
        return properties(table, COLUMN, INVALID_COLUMN_PROPERTY);
    }

    public static List<PropertyMetadata<?>> sessionProperties(OptionTable table)
    {
        return properties(table, SESSION, INVALID_SESSION_PROPERTY);
    }

    /**
     * The options among decoded properties. Properties that are no options of the level are not looked at.
     */
    public static Options fromProperties(OptionTable table, OptionLevel level, Map<String, Object> properties)
    {
        ImmutableMap.Builder<String, String> raw = ImmutableMap.builder();
        for (Option<?> option : table.options(level)) {
            Object value = properties.get(option.name());
            if (value != null) {
                raw.put(option.name(), value.toString());
            }
        }
        return table.validate(level, raw.buildOrThrow());
    }

    /**
     * The options set by session properties.
     */
    public static Options fromSession(OptionTable table, ConnectorSession session)
    {
        ImmutableMap.Builder<String, String> raw = ImmutableMap.builder();
        for (Option<?> option : table.options(SESSION)) {
            String value = session.getProperty(option.name(), String.class);
            if (value != null) {
                raw.put(option.name(), value);
            }
        }
        return table.validate(SESSION, raw.buildOrThrow());
    }

    private static List<PropertyMetadata<?>> properties(OptionTable table, OptionLevel level, ErrorCodeSupplier errorCode)
    {
        Set<Option<?>> valid = ImmutableSet.copyOf(table.options(level));
        return table.options().stream()
                // names with a dot are settings of catalogs only
                .filter(option -> !option.name().contains("."))
                .map(option -> valid.contains(option) ? property(level, option, errorCode) : refused(table, level, option, errorCode))
                .collect(toImmutableList());
    }

    private static PropertyMetadata<String> property(OptionLevel level, Option<?> option, ErrorCodeSupplier errorCode)
    {
        // a session property is set as text by clients
        boolean array = option.type() == OptionTypes.LIST && level != SESSION;
        return new PropertyMetadata<>(
                option.name(),
                option.description(),
                array ? new ArrayType(VARCHAR) : option.type().sqlType(),
                String.class,
                null,
                false,
                value -> {
                    String text = array ? listText((List<?>) value, option, errorCode) : value.toString();
                    try {
                        option.parse(text);
                    }
                    catch (IllegalArgumentException e) {
                        throw new TrinoException(errorCode, e.getMessage());
                    }
                    return text;
                },
                array ? OptionTypes.LIST::parse : option.type()::toSqlValue);
    }

    private static String listText(List<?> entries, Option<?> option, ErrorCodeSupplier errorCode)
    {
        for (Object entry : entries) {
            if (entry == null || entry.toString().isBlank() || entry.toString().contains(",")) {
                throw new TrinoException(errorCode, "invalid value \"%s\" for option \"%s\": an entry must be neither NULL nor blank, and have no comma in it".formatted(entry, option.name()));
            }
        }
        return entries.stream().map(Object::toString).collect(joining(", "));
    }

    /**
     * An option that cannot stand here, so that setting it tells why.
     */
    private static PropertyMetadata<String> refused(OptionTable table, OptionLevel level, Option<?> option, ErrorCodeSupplier errorCode)
    {
        return new PropertyMetadata<>(
                option.name(),
                option.description(),
                option.type().sqlType(),
                String.class,
                null,
                true,
                value -> {
                    throw new TrinoException(errorCode, table.problem(level, option.name(), value.toString()).orElseThrow());
                },
                option.type()::toSqlValue);
    }
}
