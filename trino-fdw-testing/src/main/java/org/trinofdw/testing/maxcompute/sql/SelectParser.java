package org.trinofdw.testing.maxcompute.sql;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import org.trinofdw.testing.maxcompute.sql.Token.Kind;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * {@code SELECT * | count(*) | columns FROM table [WHERE partition column = value AND ...] [LIMIT n]}, and views of such.
 */
final class SelectParser
{
    private final SqlParser parser;
    private final String sql;

    SelectParser(SqlParser parser, String sql)
    {
        this.parser = parser;
        this.sql = sql;
    }

    Statement.Select select()
    {
        List<String> columns = ImmutableList.of();
        boolean count = false;
        if (parser.peek().isWord("COUNT")) {
            parser.next();
            parser.expect('(');
            parser.expect('*');
            parser.expect(')');
            count = true;
        }
        else if (!parser.symbol('*')) {
            ImmutableList.Builder<String> names = ImmutableList.builder();
            do {
                names.add(parser.identifier().toLowerCase(Locale.ENGLISH));
            }
            while (parser.symbol(','));
            columns = names.build();
        }
        parser.expectWord("FROM");
        QualifiedName name = parser.name();
        Map<String, String> equalities = new LinkedHashMap<>();
        if (parser.word("WHERE")) {
            do {
                String column = parser.identifier().toLowerCase(Locale.ENGLISH);
                parser.expect('=');
                Token value = parser.next();
                if (value.kind() != Kind.STRING && value.kind() != Kind.NUMBER) {
                    throw Tokenizer.parseFailure(sql, value.start(), "value expected");
                }
                equalities.put(column, value.text());
            }
            while (parser.word("AND"));
        }
        OptionalInt limit = parser.word("LIMIT") ? OptionalInt.of((int) parser.number()) : OptionalInt.empty();
        return new Statement.Select(name, columns, count, ImmutableMap.copyOf(equalities), limit);
    }

    Statement createView(boolean orReplace)
    {
        boolean ifNotExists = parser.words("IF", "NOT", "EXISTS");
        QualifiedName name = parser.name();
        ImmutableList.Builder<String> columnNames = ImmutableList.builder();
        if (parser.symbol('(')) {
            do {
                columnNames.add(parser.identifier());
                if (parser.peek().isName() && !parser.peek().isWord("COMMENT")) {
                    parser.type();
                }
                if (parser.word("COMMENT")) {
                    parser.string();
                }
            }
            while (parser.symbol(','));
            parser.expect(')');
        }
        Optional<String> comment = parser.word("COMMENT") ? Optional.of(parser.string()) : Optional.empty();
        parser.expectWord("AS");
        boolean parentheses = parser.symbol('(');
        int start = parser.peek().start();
        parser.expectWord("SELECT");
        Statement.Select query = select();
        String text = sql.substring(start, parser.peek().start()).trim();
        if (parentheses) {
            parser.expect(')');
        }
        return new Statement.CreateView(name, ifNotExists, orReplace, columnNames.build(), query, text, comment);
    }
}
