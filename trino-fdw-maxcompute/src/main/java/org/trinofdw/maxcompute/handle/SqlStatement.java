package org.trinofdw.maxcompute.handle;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static java.util.Objects.requireNonNull;
import static java.util.regex.Pattern.CASE_INSENSITIVE;
import static java.util.regex.Pattern.DOTALL;

/**
 * One statement of MaxCompute's SQL. The service takes one at a time, and settings apart from it (MaxCompute documentation, SET operations).
 *
 * @param settings flags such as {@code odps.sql.allow.fullscan}, by name
 */
public record SqlStatement(Map<String, String> settings, String text)
{
    private static final Pattern SETTING = Pattern.compile("\\s*SET\\s+([\\w.]+)\\s*=(.*)", CASE_INSENSITIVE | DOTALL);

    public SqlStatement
    {
        settings = ImmutableMap.copyOf(settings);
        requireNonNull(text, "text is null");
    }

    public static SqlStatement of(String text)
    {
        return new SqlStatement(ImmutableMap.of(), text);
    }

    /**
     * The statements of a script, each with the settings of the {@code SET name=value;} before it.
     */
    public static List<SqlStatement> parse(String script)
    {
        ImmutableList.Builder<SqlStatement> statements = ImmutableList.builder();
        Map<String, String> settings = new HashMap<>();
        String outline = outline(script);
        int start = 0;
        while (start < script.length()) {
            int end = outline.indexOf(';', start);
            end = end < 0 ? script.length() : end;
            String text = script.substring(start, end);
            Matcher setting = SETTING.matcher(text);
            if (setting.matches()) {
                settings.put(setting.group(1), setting.group(2).strip());
            }
            else if (!outline.substring(start, end).isBlank()) {
                statements.add(new SqlStatement(settings, text.strip()));
            }
            start = end + 1;
        }
        return statements.build();
    }

    /**
     * The text with blanks in place of comments, and dots in place of what stands in parentheses or quotes. Semicolons between statements and words of the top
     * level are where they were.
     */
    static String outline(String sql)
    {
        StringBuilder outline = new StringBuilder(sql.length());
        int depth = 0;
        int index = 0;
        while (index < sql.length()) {
            char character = sql.charAt(index);
            int end = index + 1;
            String replacement = ".";
            if (character == '\'' || character == '"' || character == '`') {
                end = endOfQuoted(sql, index);
            }
            else if (sql.startsWith("--", index)) {
                end = endOf(sql, "\n", index);
                replacement = " ";
            }
            else if (sql.startsWith("/*", index)) {
                end = endOf(sql, "*/", index);
                replacement = " ";
            }
            else if (character == '(') {
                depth++;
            }
            else if (character == ')') {
                depth = Math.max(0, depth - 1);
            }
            else if (depth == 0 || character == ';') {
                replacement = String.valueOf(character);
            }
            outline.append(replacement.repeat(end - index));
            index = end;
        }
        return outline.toString();
    }

    private static int endOf(String sql, String mark, int start)
    {
        int end = sql.indexOf(mark, start + 2);
        return end < 0 ? sql.length() : end + mark.length();
    }

    private static int endOfQuoted(String sql, int start)
    {
        char quote = sql.charAt(start);
        int index = start + 1;
        while (index < sql.length() && sql.charAt(index) != quote) {
            index += sql.charAt(index) == '\\' && quote != '`' ? 2 : 1;
        }
        return Math.min(sql.length(), index + 1);
    }
}
