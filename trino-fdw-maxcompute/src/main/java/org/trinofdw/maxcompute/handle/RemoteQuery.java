package org.trinofdw.maxcompute.handle;

import com.google.common.collect.ImmutableMap;
import io.trino.spi.TrinoException;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;
import static java.util.Objects.requireNonNull;
import static java.util.regex.Pattern.CASE_INSENSITIVE;

/**
 * A query of MaxCompute's SQL, whose result is read as a table.
 *
 * @param common the common table expressions that the query begins with, empty if there are none; they stay in front when the query becomes a subquery
 * @param select the query behind them
 */
public record RemoteQuery(Map<String, String> settings, String common, String select)
{
    private static final Pattern SELECT = Pattern.compile("\\bSELECT\\b", CASE_INSENSITIVE);

    public RemoteQuery
    {
        settings = ImmutableMap.copyOf(settings);
        requireNonNull(common, "common is null");
        requireNonNull(select, "select is null");
    }

    /** All rows of a table or view. */
    public static RemoteQuery of(TableName table)
    {
        return new RemoteQuery(ImmutableMap.of(), "", "SELECT * FROM " + table.quoted());
    }

    /**
     * @throws TrinoException with INVALID_FUNCTION_ARGUMENT if the text is not one statement
     */
    public static RemoteQuery parse(String sql)
    {
        List<SqlStatement> statements = SqlStatement.parse(sql);
        if (statements.size() != 1) {
            throw new TrinoException(INVALID_FUNCTION_ARGUMENT, "The query is %s statements instead of one".formatted(statements.size()));
        }
        SqlStatement statement = statements.getFirst();
        String outline = SqlStatement.outline(statement.text());
        Matcher select = SELECT.matcher(outline);
        boolean common = outline.strip().toUpperCase(Locale.ENGLISH).startsWith("WITH") && select.find();
        int start = common ? select.start() : 0;
        return new RemoteQuery(statement.settings(), statement.text().substring(0, start), statement.text().substring(start));
    }

    public SqlStatement statement()
    {
        return new SqlStatement(settings, common + select + "\n;");
    }

    /**
     * No more rows than the limit. As a subquery the text can only be a query: anything else is refused before it does something.
     */
    public SqlStatement limited(long limit)
    {
        // a comment at the end of the text must not hide the parenthesis
        return new SqlStatement(settings, "%sSELECT * FROM (%s\n) fdw_query LIMIT %s;".formatted(common, select, limit));
    }
}
