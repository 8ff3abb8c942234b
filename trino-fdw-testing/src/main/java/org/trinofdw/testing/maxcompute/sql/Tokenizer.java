package org.trinofdw.testing.maxcompute.sql;

import com.google.common.collect.ImmutableList;
import org.trinofdw.testing.maxcompute.sql.Token.Kind;

import java.util.List;

import static java.lang.String.format;

/**
 * Splits SQL text: names with optional back-ticks, strings in single or double quotes with backslash escapes, comments from {@code --} to the line's end.
 */
final class Tokenizer
{
    private final String sql;
    private final ImmutableList.Builder<Token> tokens = ImmutableList.builder();
    private int position;

    private Tokenizer(String sql)
    {
        this.sql = sql;
    }

    static List<Token> tokenize(String sql)
    {
        return new Tokenizer(sql).run();
    }

    private List<Token> run()
    {
        while (position < sql.length()) {
            char character = sql.charAt(position);
            if (Character.isWhitespace(character)) {
                position++;
            }
            else if (sql.startsWith("--", position)) {
                int end = sql.indexOf('\n', position);
                position = end < 0 ? sql.length() : end;
            }
            else if (character == '`') {
                quotedName();
            }
            else if (character == '\'' || character == '"') {
                string(character);
            }
            else if (Character.isDigit(character)) {
                int start = position;
                while (position < sql.length() && isWordCharacter(sql.charAt(position))) {
                    position++;
                }
                String text = sql.substring(start, position);
                add(text.chars().allMatch(Character::isDigit) ? Kind.NUMBER : Kind.WORD, text, start);
            }
            else if (isWordCharacter(character)) {
                int start = position;
                while (position < sql.length() && (isWordCharacter(sql.charAt(position)) || isHintName(start))) {
                    position++;
                }
                add(Kind.WORD, sql.substring(start, position), start);
            }
            else {
                position++;
                add(Kind.SYMBOL, String.valueOf(character), position - 1);
            }
        }
        add(Kind.END, "", position);
        return tokens.build();
    }

    private boolean isHintName(int start)
    {
        return sql.charAt(position) == '.' && sql.regionMatches(true, start, "odps.", 0, "odps.".length());
    }

    private static boolean isWordCharacter(char character)
    {
        return Character.isLetterOrDigit(character) || character == '_' || character == '$';
    }

    private void quotedName()
    {
        int start = position++;
        StringBuilder name = new StringBuilder();
        while (position < sql.length()) {
            char character = sql.charAt(position++);
            if (character == '`') {
                if (position < sql.length() && sql.charAt(position) == '`') {
                    position++;
                }
                else {
                    add(Kind.QUOTED_NAME, name.toString(), start);
                    return;
                }
            }
            name.append(character);
        }
        throw parseFailure(sql, start, "unclosed back-tick");
    }

    private void string(char quote)
    {
        int start = position++;
        StringBuilder value = new StringBuilder();
        while (position < sql.length()) {
            char character = sql.charAt(position++);
            if (character == quote) {
                add(Kind.STRING, value.toString(), start);
                return;
            }
            if (character == '\\' && position < sql.length()) {
                char escaped = sql.charAt(position++);
                switch (escaped) {
                    case 'n' -> value.append('\n');
                    case 't' -> value.append('\t');
                    case 'r' -> value.append('\r');
                    case '0' -> value.append('\0');
                    default -> value.append(escaped);
                }
            }
            else {
                value.append(character);
            }
        }
        throw parseFailure(sql, start, "unclosed string");
    }

    private void add(Kind kind, String text, int start)
    {
        tokens.add(new Token(kind, text, start, position));
    }

    static SqlException parseFailure(String sql, int position, String reason)
    {
        String before = sql.substring(0, position);
        long line = before.chars().filter(character -> character == '\n').count() + 1;
        int column = position - before.lastIndexOf('\n');
        return new SqlException(format("ODPS-0130161:[%s,%s] Parse exception - %s", line, column, reason));
    }
}
