package org.trinofdw.partition;

import com.google.common.collect.ImmutableList;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static java.util.Objects.requireNonNull;

/**
 * The expression of a CHECK constraint cut into words, as far as they are of the simple kind (PostgreSQL, "Lexical Structure").
 */
final class CheckTokens
{
    private static final Pattern TOKEN = Pattern.compile(
            """
            \\s+\
            |(?<string>'(?:[^']|'')*')\
            |(?<quoted>"(?:[^"]|"")+")\
            |(?<number>[0-9]+(?:\\.[0-9]*)?)\
            |(?<word>[A-Za-z_][A-Za-z_0-9]*)\
            |(?<symbol><=|>=|<>|!=|::|[-=<>(),])""");

    enum Kind
    {
        STRING,
        NUMBER,
        /** A column, with its name as it is kept. */
        QUOTED,
        /** A key word or a column, in lower case. */
        WORD,
        SYMBOL,
    }

    record Token(Kind kind, String text)
    {
        Token
        {
            requireNonNull(kind, "kind is null");
            requireNonNull(text, "text is null");
        }
    }

    private final List<Token> tokens;
    private int position;

    private CheckTokens(List<Token> tokens)
    {
        this.tokens = ImmutableList.copyOf(tokens);
    }

    /** Empty if there is something else in the expression. */
    static Optional<CheckTokens> of(String expression)
    {
        ImmutableList.Builder<Token> tokens = ImmutableList.builder();
        Matcher matcher = TOKEN.matcher(expression);
        int end = 0;
        while (end < expression.length()) {
            if (!matcher.find(end) || matcher.start() != end) {
                return Optional.empty();
            }
            token(matcher).ifPresent(tokens::add);
            end = matcher.end();
        }
        return Optional.of(new CheckTokens(tokens.build()));
    }

    private static Optional<Token> token(Matcher matcher)
    {
        if (matcher.group("string") != null) {
            String text = matcher.group("string");
            return Optional.of(new Token(Kind.STRING, text.substring(1, text.length() - 1).replace("''", "'")));
        }
        if (matcher.group("quoted") != null) {
            String text = matcher.group("quoted");
            return Optional.of(new Token(Kind.QUOTED, text.substring(1, text.length() - 1).replace("\"\"", "\"")));
        }
        if (matcher.group("number") != null) {
            return Optional.of(new Token(Kind.NUMBER, matcher.group("number")));
        }
        if (matcher.group("word") != null) {
            return Optional.of(new Token(Kind.WORD, matcher.group("word").toLowerCase(Locale.ENGLISH)));
        }
        return Optional.ofNullable(matcher.group("symbol")).map(symbol -> new Token(Kind.SYMBOL, symbol));
    }

    boolean atEnd()
    {
        return position == tokens.size();
    }

    Optional<Token> peek()
    {
        return atEnd() ? Optional.empty() : Optional.of(tokens.get(position));
    }

    Optional<Token> next()
    {
        Optional<Token> token = peek();
        token.ifPresent(_ -> position++);
        return token;
    }

    /** Takes the token if it is next. */
    boolean accept(Kind kind, String text)
    {
        if (peek().filter(token -> token.kind() == kind && token.text().equals(text)).isEmpty()) {
            return false;
        }
        position++;
        return true;
    }

    boolean acceptWord(String word)
    {
        return accept(Kind.WORD, word);
    }

    boolean acceptSymbol(String symbol)
    {
        return accept(Kind.SYMBOL, symbol);
    }
}
