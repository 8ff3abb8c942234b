package org.trinofdw.ddl.syntax;

import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.Token;

import java.util.List;

import static java.util.Locale.ENGLISH;

/**
 * The columns in the text of an expression.
 */
public final class ExpressionText
{
    private ExpressionText() {}

    /** Whether the column stands anywhere in the expression. */
    public static boolean mentions(String expression, String column)
    {
        return tokens(expression).stream().anyMatch(token -> isColumn(token, column));
    }

    /** The expression with another name for a column, and nothing else changed. */
    public static String renameColumn(String expression, String column, String newName)
    {
        StringBuilder renamed = new StringBuilder();
        // hidden tokens are in the list, so that nothing but the names changes
        for (Token token : tokens(expression)) {
            renamed.append(isColumn(token, column) ? SqlNames.name(newName) : token.getText());
        }
        return renamed.toString();
    }

    private static List<? extends Token> tokens(String expression)
    {
        ForeignDdlGrammarLexer lexer = new ForeignDdlGrammarLexer(CharStreams.fromString(expression));
        lexer.removeErrorListeners();
        return lexer.getAllTokens();
    }

    private static boolean isColumn(Token token, String column)
    {
        return switch (token.getType()) {
            case ForeignDdlGrammarLexer.STRING, ForeignDdlGrammarLexer.ESCAPE_STRING, ForeignDdlGrammarLexer.UNICODE_STRING, ForeignDdlGrammarLexer.DOLLAR_STRING, ForeignDdlGrammarLexer.BIT_STRING -> false;
            default -> token.getChannel() == Token.DEFAULT_CHANNEL && SqlText.identifier(token).toLowerCase(ENGLISH).equals(column);
        };
    }
}
