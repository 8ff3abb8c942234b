package org.trinofdw.ddl.syntax;

import io.trino.spi.TrinoException;
import io.trino.spi.connector.SchemaTableName;
import org.trinofdw.option.NearestName;

import java.util.Collection;

import static io.trino.spi.StandardErrorCode.ALREADY_EXISTS;
import static io.trino.spi.StandardErrorCode.COLUMN_NOT_FOUND;
import static io.trino.spi.StandardErrorCode.TABLE_NOT_FOUND;
import static java.util.stream.Collectors.joining;
import static org.trinofdw.error.FdwErrorCode.FOREIGN_DDL_ERROR;
import static org.trinofdw.error.FdwErrorCode.FOREIGN_DDL_SYNTAX_ERROR;

/**
 * The errors of foreign DDL that more than one statement makes.
 */
public final class DdlErrors
{
    private DdlErrors() {}

    /** FOREIGN_DDL_ERROR: a statement that can be parsed and makes no sense. */
    public static TrinoException error(String message)
    {
        return new TrinoException(FOREIGN_DDL_ERROR, message);
    }

    /** FOREIGN_DDL_SYNTAX_ERROR at a place of the script. */
    public static TrinoException syntaxError(Position position, String message)
    {
        return new TrinoException(FOREIGN_DDL_SYNTAX_ERROR, "%s: %s".formatted(position, message));
    }

    /** FOREIGN_DDL_ERROR at a place of the script. */
    public static TrinoException error(Position position, String message)
    {
        return error("%s: %s".formatted(position, message));
    }

    /** @param servers the names that there are, for the remedy */
    public static TrinoException noServer(String name, Collection<String> servers)
    {
        return error("server \"%s\" does not exist%s".formatted(name, suggestion(name, servers, "servers")));
    }

    /** TABLE_NOT_FOUND, with the nearest of the tables that there are. */
    public static TrinoException noTable(SchemaTableName name, Collection<SchemaTableName> tables)
    {
        Collection<String> names = tables.stream().map(SchemaTableName::toString).toList();
        String remedy = NearestName.find(name.toString(), names)
                .map("; perhaps you meant \"%s\""::formatted)
                .orElse("; create it with CREATE FOREIGN TABLE or IMPORT FOREIGN SCHEMA");
        return new TrinoException(TABLE_NOT_FOUND, "foreign table \"%s\" does not exist%s".formatted(name, remedy));
    }

    /** COLUMN_NOT_FOUND, with the nearest of the columns that there are. */
    public static TrinoException noColumn(String column, SchemaTableName table, Collection<String> columns)
    {
        return new TrinoException(COLUMN_NOT_FOUND, "column \"%s\" of foreign table \"%s\" does not exist%s".formatted(column, table, suggestion(column, columns, "columns")));
    }

    /** ALREADY_EXISTS, for statements that know IF NOT EXISTS. */
    public static TrinoException exists(String object)
    {
        return new TrinoException(ALREADY_EXISTS, "%s already exists; drop it first, or use IF NOT EXISTS to keep it".formatted(object));
    }

    /**
     * The nearest name, else the existing ones, as the end of a message.
     */
    public static String suggestion(String name, Collection<String> candidates, String plural)
    {
        return NearestName.find(name, candidates)
                .map("; perhaps you meant \"%s\""::formatted)
                .orElseGet(() -> candidates.isEmpty() ? "; there are no " + plural : "; existing %s: %s".formatted(plural, candidates.stream().sorted().limit(20).collect(joining(", "))));
    }
}
