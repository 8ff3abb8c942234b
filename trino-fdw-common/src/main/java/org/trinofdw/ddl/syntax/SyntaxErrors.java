package org.trinofdw.ddl.syntax;

import com.google.common.collect.ImmutableList;
import io.trino.spi.TrinoException;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.Vocabulary;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.trinofdw.option.NearestName;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

/**
 * Makes messages of syntax errors: where, what was found, and what would have been right there.
 */
final class SyntaxErrors
        extends BaseErrorListener
{
    private static final String NAME = "a name";
    private static final int MAXIMUM_SUGGESTIONS = 12;
    private static final int MAXIMUM_SHOWN_LENGTH = 40;
    private static final int MAXIMUM_TYPING_ERRORS = 2;

    private final List<Token> tokens;
    private final Function<ForeignDdlGrammarParser, ? extends ParserRuleContext> rule;

    SyntaxErrors(List<Token> tokens, Function<ForeignDdlGrammarParser, ? extends ParserRuleContext> rule)
    {
        this.tokens = ImmutableList.copyOf(tokens);
        this.rule = requireNonNull(rule, "rule is null");
    }

    /**
     * @throws TrinoException for the first token that is no token of SQL
     */
    static void checkTokens(List<Token> tokens)
    {
        for (Token token : tokens) {
            if (token.getChannel() != Token.DEFAULT_CHANNEL) {
                continue;
            }
            String problem = switch (token.getType()) {
                case ForeignDdlGrammarLexer.UNTERMINATED_STRING -> token.getText().startsWith("$") ?
                        "the string that begins here does not end; close it with the same tag" :
                        "the string that begins here does not end; close it with ' and write a quote inside it as ''";
                case ForeignDdlGrammarLexer.UNTERMINATED_IDENTIFIER -> "the quoted name that begins here does not end; close it with \"";
                case ForeignDdlGrammarLexer.UNTERMINATED_COMMENT -> "the comment that begins here does not end; close it with */ (comments nest)";
                case ForeignDdlGrammarLexer.EMPTY_IDENTIFIER -> "a quoted name cannot be empty";
                case ForeignDdlGrammarLexer.UNRECOGNIZED -> "the character %s is not part of SQL; remove it".formatted(shown(token));
                default -> "";
            };
            if (!problem.isEmpty()) {
                throw DdlErrors.syntaxError(Position.of(token), problem);
            }
        }
    }

    @Override
    public void syntaxError(Recognizer<?, ?> recognizer, Object offendingSymbol, int line, int charPositionInLine, String message, RecognitionException e)
    {
        Token found = (Token) offendingSymbol;
        int index = tokens.indexOf(found);
        Set<String> expected = expected(index);
        List<String> alike = expected.stream()
                .filter(name -> Math.abs(name.length() - found.getText().length()) <= MAXIMUM_TYPING_ERRORS)
                .toList();
        String remedy = NearestName.find(found.getText(), alike)
                .map("; perhaps you meant %s"::formatted)
                .orElseGet(() -> expected.isEmpty() ? "" : "; expected " + list(expected) + reservedWord(found, expected));
        throw DdlErrors.syntaxError(Position.of(found), "found %s%s".formatted(shown(found), remedy));
    }

    private static String reservedWord(Token found, Set<String> expected)
    {
        boolean word = found.getType() != Token.EOF && Character.isLetter(found.getText().charAt(0));
        return word && expected.contains(NAME) ? "; a reserved word is a name only in double quotes, \"%s\"".formatted(found.getText()) : "";
    }

    /**
     * What may stand at the index: every token with which the statement, cut off behind it, has its first error later.
     */
    private Set<String> expected(int index)
    {
        int start = index;
        while (start > 0 && !tokens.get(start - 1).getText().equals(";")) {
            start--;
        }
        List<Token> before = tokens.subList(start, index);
        Set<Integer> types = new LinkedHashSet<>();
        for (int type = 1; type <= ForeignDdlGrammarLexer.UNRECOGNIZED; type++) {
            if (isViable(before, type)) {
                types.add(type);
            }
        }
        if (types.contains(ForeignDdlGrammarLexer.STRING) && !before.isEmpty() && isString(before.getLast())) {
            // a string may go on in the next line, which nobody means
            types.remove(ForeignDdlGrammarLexer.STRING);
        }
        if (isViable(before, Token.EOF)) {
            types.add(Token.EOF);
        }
        return names(types);
    }

    private boolean isViable(List<Token> before, int type)
    {
        List<Token> attempt = new ArrayList<>(before);
        CommonToken candidate = new CommonToken(tokens.getFirst());
        candidate.setType(type);
        attempt.add(candidate);
        ForeignDdlGrammarParser parser = new ForeignDdlGrammarParser(new CommonTokenStream(new ListTokenSource(ImmutableList.copyOf(attempt))));
        parser.removeErrorListeners();
        AtomicBoolean viable = new AtomicBoolean(true);
        parser.addErrorListener(new BaseErrorListener()
        {
            @Override
            public void syntaxError(Recognizer<?, ?> recognizer, Object offendingSymbol, int line, int charPositionInLine, String message, RecognitionException e)
            {
                viable.set(offendingSymbol != candidate);
                // the first error tells; recovering from it would ask for what tokens of a list do not have
                throw new ParseCancellationException();
            }
        });
        try {
            rule.apply(parser);
        }
        catch (ParseCancellationException _) {
            // the listener has taken note
        }
        return viable.get();
    }

    private Set<String> names(Set<Integer> types)
    {
        Vocabulary vocabulary = ForeignDdlGrammarLexer.VOCABULARY;
        Set<String> names = new LinkedHashSet<>();
        boolean name = types.contains(ForeignDdlGrammarLexer.IDENTIFIER);
        boolean expression = types.contains(ForeignDdlGrammarLexer.OPERATOR) && types.contains(ForeignDdlGrammarLexer.CAST_OPERATOR);
        if (expression) {
            names.add("an expression");
        }
        else if (name) {
            names.add(NAME);
        }
        for (int type : types) {
            if (type == Token.EOF) {
                names.add("the end of the statement");
                continue;
            }
            String literal = vocabulary.getLiteralName(type);
            boolean keyword = literal != null && Character.isLetter(literal.charAt(1));
            if (expression) {
                if (type == ForeignDdlGrammarLexer.OPERATOR || !keyword && literal != null && ")],".contains(literal.substring(1, 2))) {
                    names.add(literal == null ? "an operator" : literal);
                }
                continue;
            }
            if (keyword && !(name && isUnreserved(type))) {
                names.add(literal.substring(1, literal.length() - 1));
            }
            else if (literal != null && !keyword) {
                names.add(literal);
            }
            else if (type == ForeignDdlGrammarLexer.STRING) {
                names.add("a string in single quotes");
            }
            else if (type == ForeignDdlGrammarLexer.INTEGER_VALUE) {
                names.add("a number");
            }
        }
        return names;
    }

    private boolean isUnreserved(int type)
    {
        CommonToken candidate = new CommonToken(tokens.getFirst());
        candidate.setType(type);
        ForeignDdlGrammarParser parser = new ForeignDdlGrammarParser(new CommonTokenStream(new ListTokenSource(ImmutableList.of(candidate))));
        parser.removeErrorListeners();
        parser.unreserved();
        return parser.getNumberOfSyntaxErrors() == 0;
    }

    private static String list(Set<String> expected)
    {
        String shown = expected.stream().limit(MAXIMUM_SUGGESTIONS).collect(joining(", "));
        String text = expected.size() > MAXIMUM_SUGGESTIONS ? shown + ", …" : shown;
        int last = text.lastIndexOf(", ");
        return expected.size() > 1 && expected.size() <= MAXIMUM_SUGGESTIONS ? text.substring(0, last) + " or " + text.substring(last + 2) : text;
    }

    /**
     * The token as a message shows it. The content of a string may be a secret.
     */
    private static String shown(Token token)
    {
        if (isString(token)) {
            return "a string";
        }
        if (token.getType() == Token.EOF) {
            return "the end of the text";
        }
        String text = token.getText();
        return "\"%s\"".formatted(text.length() <= MAXIMUM_SHOWN_LENGTH ? text : text.substring(0, MAXIMUM_SHOWN_LENGTH) + "…");
    }

    private static boolean isString(Token token)
    {
        return switch (token.getType()) {
            case ForeignDdlGrammarLexer.STRING, ForeignDdlGrammarLexer.ESCAPE_STRING, ForeignDdlGrammarLexer.UNICODE_STRING, ForeignDdlGrammarLexer.DOLLAR_STRING, ForeignDdlGrammarLexer.BIT_STRING -> true;
            default -> false;
        };
    }
}
