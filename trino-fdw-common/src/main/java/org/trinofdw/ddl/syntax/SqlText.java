package org.trinofdw.ddl.syntax;

import org.antlr.v4.runtime.Token;

import java.util.List;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Locale.ENGLISH;
import static org.trinofdw.ddl.syntax.DdlErrors.syntaxError;

/**
 * The values of names and strings in SQL text (PostgreSQL, "Lexical Structure").
 */
final class SqlText
{
    private SqlText() {}

    /**
     * The name that a token means: unquoted names are folded to lower case.
     */
    static String identifier(Token token)
    {
        String text = token.getText();
        return switch (token.getType()) {
            case ForeignDdlGrammarLexer.QUOTED_IDENTIFIER -> checked(token, text.substring(1, text.length() - 1).replace("\"\"", "\""));
            case ForeignDdlGrammarLexer.UNICODE_IDENTIFIER -> checked(token, unicode(token, text.substring(3, text.length() - 1).replace("\"\"", "\"")));
            default -> text.toLowerCase(ENGLISH);
        };
    }

    /**
     * The text that string tokens mean. Several are one string if a line break is between each two of them.
     */
    static String string(List<Token> tokens)
    {
        checkArgument(!tokens.isEmpty(), "no tokens");
        StringBuilder text = new StringBuilder();
        Token previous = null;
        for (Token token : tokens) {
            if (previous != null && previous.getLine() == token.getLine()) {
                throw syntaxError(Position.of(token), "a string follows a string; write a comma between them, or '' for a quote inside a string");
            }
            text.append(string(token));
            previous = token;
        }
        return checked(tokens.getFirst(), text.toString());
    }

    private static String string(Token token)
    {
        String text = token.getText();
        return switch (token.getType()) {
            case ForeignDdlGrammarLexer.STRING -> text.substring(1, text.length() - 1).replace("''", "'");
            case ForeignDdlGrammarLexer.ESCAPE_STRING -> escaped(token, text.substring(2, text.length() - 1));
            case ForeignDdlGrammarLexer.UNICODE_STRING -> unicode(token, text.substring(3, text.length() - 1).replace("''", "'"));
            case ForeignDdlGrammarLexer.DOLLAR_STRING -> {
                int tag = text.indexOf('$', 1) + 1;
                yield text.substring(tag, text.length() - tag);
            }
            default -> throw new IllegalArgumentException("not a string: " + token);
        };
    }

    private static String checked(Token token, String text)
    {
        if (text.indexOf('\0') >= 0) {
            throw syntaxError(Position.of(token), "the character with code 0 cannot be stored; leave it out");
        }
        return text;
    }

    private static String escaped(Token token, String text)
    {
        StringBuilder result = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            char character = text.charAt(i);
            if (character == '\'') {
                result.append('\'');
                i += 2;
                continue;
            }
            if (character != '\\') {
                result.append(character);
                i++;
                continue;
            }
            char escape = text.charAt(i + 1);
            switch (escape) {
                case 'b' -> result.append('\b');
                case 'f' -> result.append('\f');
                case 'n' -> result.append('\n');
                case 'r' -> result.append('\r');
                case 't' -> result.append('\t');
                case 'u', 'U', 'x', '0', '1', '2', '3', '4', '5', '6', '7' -> {
                    i = appendCode(token, text, i + 1, result);
                    continue;
                }
                default -> result.append(escape);
            }
            i += 2;
        }
        return result.toString();
    }

    /**
     * Appends the character whose code stands at the index.
     *
     * @return the index behind the code
     */
    private static int appendCode(Token token, String text, int index, StringBuilder result)
    {
        char kind = text.charAt(index);
        int radix = kind >= '0' && kind <= '7' ? 8 : 16;
        int start = radix == 8 ? index : index + 1;
        int most = switch (kind) {
            case 'u' -> 4;
            case 'U' -> 8;
            case 'x' -> 2;
            default -> 3;
        };
        int end = start;
        while (end < text.length() && end - start < most && Character.digit(text.charAt(end), radix) >= 0) {
            end++;
        }
        boolean exact = kind == 'u' || kind == 'U';
        if (exact && end - start != most) {
            throw syntaxError(Position.of(token), "\\%s needs %s hexadecimal digits".formatted(kind, most));
        }
        if (end == start) {
            // \x without digits is an x
            result.append(kind);
            return index + 1;
        }
        int code = Integer.parseUnsignedInt(text.substring(start, end), radix);
        if (!Character.isValidCodePoint(code) || (!exact && code > 127)) {
            // bytes above 127 would be parts of characters in an encoding that is not known here
            throw syntaxError(Position.of(token), "the escape \\%s is not a character; write \\u with 4 or \\U with 8 hexadecimal digits".formatted(text.substring(index, end)));
        }
        result.appendCodePoint(code);
        return end;
    }

    private static String unicode(Token token, String text)
    {
        StringBuilder result = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            char character = text.charAt(i);
            if (character != '\\') {
                result.append(character);
                i++;
                continue;
            }
            if (i + 1 < text.length() && text.charAt(i + 1) == '\\') {
                result.append('\\');
                i += 2;
                continue;
            }
            boolean plus = i + 1 < text.length() && text.charAt(i + 1) == '+';
            int start = i + (plus ? 2 : 1);
            int end = start + (plus ? 6 : 4);
            String digits = end <= text.length() ? text.substring(start, end) : "";
            if (digits.isEmpty() || !digits.chars().allMatch(digit -> Character.digit(digit, 16) >= 0) || !Character.isValidCodePoint(Integer.parseInt(digits, 16))) {
                throw syntaxError(Position.of(token), "after \\ in a U& string there must be 4 hexadecimal digits, or + and 6");
            }
            result.appendCodePoint(Integer.parseInt(digits, 16));
            i = end;
        }
        return result.toString();
    }
}
